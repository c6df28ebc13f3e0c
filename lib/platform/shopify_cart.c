/* shopify_cart.c: carts and checkouts of Shopify. */
#include "platform/shopify.h"

/* Money from a price set, as the shopper was shown it; *there says whether. */
static bool
from_set(struct build *b, const json_t *item, const char *set, struct money *m, bool *there)
{
	const json_t *shown = value_get(value_get(item, set), "presentment_money");

	*there = build_said(shown, "amount") != NULL;
	return !*there || build_money(b, m, build_said(shown, "amount"),
	    build_said(shown, "currency_code"));
}

/* A checkout's are plain and in its currency; those of a cart, which has none, are sets. */
static bool
price(struct build *b, const json_t *item, const char *currency, json_t *out)
{
	struct money m;
	bool there = true;

	if (currency ? !build_money(b, &m, build_said(item, "price"), currency)
	    : !from_set(b, item, "price_set", &m, &there))
		return false;
	if (there)
		build_set_money(out, "price", &m);
	return true;
}

static bool
fill_item(struct build *b, const json_t *item, const void *currency, json_t *out)
{
	int64_t quantity;
	const char *title = BUILD_FIRST(item, "presentment_title", "title", "name", "sku");

	if (!build_whole(build_said(item, "quantity"), &quantity))
		return err_set(b->err, ERR_INPUT, "an item's quantity is no whole number");
	if (quantity == 0)
		return true;
	if (title == NULL)
		return err_set(b->err, ERR_INPUT, "an item has neither title nor sku");
	build_set_key(out, "item", "id", BUILD_FIRST(item, "variant_id", "product_id", "id"));
	build_set_key(out, "item", "sku", build_said(item, "sku"));
	build_set_words(out, "item", "title", title);
	build_set_words(out, "item", "variant", BUILD_FIRST(item, "presentment_variant_title",
	    "variant_title"));
	value_set(out, "quantity", value_new_int(quantity));
	build_set_url(out, "item", "image", build_said(item, "image.url"));	/* polled ones */
	return price(b, item, currency, out);
}

/* The sum of the lines, if every line says its price in one currency. */
static bool
sum(struct build *b, struct money *total, bool *known)
{
	const json_t *list;
	size_t i, n;

	*known = false;
	if (!build_list(b, b->body, "line_items", PLATFORM_ITEMS_MAX, &list, &n))
		return false;
	for (i = 0; i < n; i++) {
		struct money line;

		if (!from_set(b, value_at(list, i), "line_price_set", &line, known))
			return false;
		if (!*known)
			return true;
		if (i == 0)
			*total = line;
		else if (!build_add(b, total, &line))
			return false;
	}
	return true;
}

bool
shopify_cart(struct build *b)
{
	const char *token = BUILD_FIRST(b->body, "token", "id");
	json_t *cart = value_map();
	struct money total;
	bool known;

	value_set(b->data, "cart", cart);
	value_set(b->data, "customer", value_map());
	b->type = "cart.updated";
	if (!build_subject(b, "cart", token) || !shopify_happened(b, "updated_at")
	    || !sum(b, &total, &known))
		return false;
	value_set_text(cart, "id", token);
	value_set_text(cart, "token", token);
	if (known) {
		value_set_text(cart, "currency", total.currency);
		build_set_money(cart, "total", &total);
	}
	return build_items(b, b->body, "line_items", fill_item, NULL, cart)
	    && build_cart_times(b, cart, "created_at", "");
}

/* A cart that is no more.  Nobody is reminded of it. */
static bool
deleted(struct build *b, const char *id, const char *token)
{
	if (!build_gone(b, "cart.deleted", "cart", id))
		return false;
	build_set_key(value_get(b->data, "cart"), "cart_key", "token", token);
	return true;
}

/* A checkout is the cart it came from, if it says which; else it is one of its own. */
static bool
open_checkout(struct build *b, const char *id, const char *token)
{
	const char *currency = BUILD_FIRST(b->body, "presentment_currency", "currency");
	json_t *cart = value_map(), *customer;
	struct money total;

	value_set(b->data, "cart", cart);
	b->type = "cart.updated";
	if (!build_subject(b, "cart", id)
	    || !build_money(b, &total, build_said(b->body, "total_price"), currency))
		return false;
	value_set_text(cart, "id", id);
	build_set_key(cart, "cart", "token", token);
	build_set_url(cart, "cart", "url", build_said(b->body, "abandoned_checkout_url"));
	value_set_text(cart, "currency", total.currency);
	build_set_money(cart, "total", &total);
	if (!build_items(b, b->body, "line_items", fill_item, currency, cart)
	    || !build_cart_times(b, cart, "created_at", "")
	    || !build_set_codes(b, cart, "discount_codes", "code"))
		return false;
	customer = shopify_person(b, b->body, value_get(b->body, "customer"), b->time);
	value_set(b->data, "customer", customer);
	return customer != NULL;
}

bool
shopify_checkout(struct build *b)
{
	const char *token = build_said(b->body, "token");
	const char *id = BUILD_FIRST(b->body, "cart_token", "token");

	if (!shopify_happened(b, "updated_at"))
		return false;
	if (build_said(b->body, "completed_at")) {
		b->ignored = "a completed checkout; its order comes by itself";
		return true;
	}
	if (build_said(b->body, "closed_at"))
		return deleted(b, id, token);
	return open_checkout(b, id, token);
}

bool
shopify_checkout_delete(struct build *b)
{
	const char *token = build_said(b->body, "token");
	const char *id = BUILD_FIRST(b->body, "cart_token", "token");

	if (id == NULL) {
		b->ignored = "a deleted checkout named only by a number, which joins nothing";
		return true;
	}
	return shopify_happened(b, "updated_at") && deleted(b, id, token);
}
