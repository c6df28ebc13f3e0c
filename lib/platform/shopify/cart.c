/* cart.c: convert carts and checkouts of Shopify. */
#include <string.h>

#include "platform/shopify/shopify.h"

/* Source: help.shopify.com, Recovering abandoned checkouts. */
#define AGE_MAX	      (90 * CLOCK_DAY)
#define UNCHANGED_MAX (30 * CLOCK_DAY)

/* Reads money from a price set, in the currency that the shopper saw. */
static bool
money_from_set(const json_t *item, const char *amount, const char *currency, struct money *m)
{
	return build_money(m, build_text(item, amount), build_text(item, currency));
}

/* A checkout's prices are plain amounts in its currency; a cart has no currency, so its are
   sets. */
static void
shopify_cart_price(const json_t *item, const char *currency, json_t *out)
{
	struct money m;

	if (currency ? build_money(&m, build_text(item, "price"), currency)
	    : money_from_set(item, "price_set.presentment_money.amount",
	    "price_set.presentment_money.currency_code", &m))
		build_set_money(out, "price", &m);
}

static bool
shopify_cart_fill_item(struct build *b UNUSED, const json_t *item, const void *currency,
    json_t *out)
{
	const char *given = build_text(item, "quantity");
	int64_t quantity;
	bool whole = build_whole(given, &quantity);

	if (whole && quantity == 0)
		return false;
	if (given && !whole)
		build_leave_text(given, LEFT_INTEGER);
	build_set_key(out, "item", "id", BUILD_FIRST(item, "variant_id", "product_id", "id"));
	build_set_key(out, "item", "sku", build_text(item, "sku"));
	build_set_words(out, "item", "title", BUILD_FIRST(item, "presentment_title", "title", "name",
	    "sku"));
	build_set_words(out, "item", "variant", BUILD_FIRST(item, "presentment_variant_title",
	    "variant_title"));
	build_set_words(out, "item", "category", build_text(item, "product_type"));
	build_set_words(out, "item", "vendor", build_text(item, "vendor"));
	if (whole)
		value_set(out, "quantity", value_new_int(quantity));
	build_set_url(out, "item", "image", build_text(item, "image.url"));	/* polled */
	shopify_cart_price(item, currency, out);
	return true;
}

/* The sum of the lines; false unless every line has a price and all have one currency. */
static bool
shopify_cart_sum(const struct build *b, struct money *total)
{
	const json_t *list;
	size_t i, n;
	bool known = build_list(b->body, "line_items", PLATFORM_ITEMS_MAX, &list, &n);

	for (i = 0; i < n && known; i++) {
		struct money line;

		known = money_from_set(value_at(list, i), "line_price_set.presentment_money.amount",
		    "line_price_set.presentment_money.currency_code", &line);
		if (known && i == 0)
			*total = line;
		else if (known && !build_add(total, &line)) {
			build_leave(value_at(list, i), "line_price_set", LEFT_SUM);
			known = false;
		}
	}
	return known && n;
}

static void
shopify_cart_set_total(json_t *cart, const struct money *total)
{
	value_set_text(cart, "currency", total->currency);
	build_set_money(cart, "total", total);
}

bool
shopify_cart(struct build *b)
{
	const char *token = BUILD_FIRST(b->body, "token", "id");
	json_t *cart = value_map();
	struct money total;

	value_set(b->data, "cart", cart);
	value_set(b->data, "customer", value_map());
	b->type = "cart.updated";
	if (!build_subject(b, "cart", token))
		return false;
	shopify_happened(b, "updated_at");
	value_set_text(cart, "id", token);
	value_set_text(cart, "token", token);
	if (shopify_cart_sum(b, &total))
		shopify_cart_set_total(cart, &total);
	build_items(b, b->body, "line_items", shopify_cart_fill_item, NULL, cart);
	build_cart_times(b, cart, "created_at", "");
	return true;
}

/* A cart that no longer exists. Nobody is reminded of it. */
static bool
shopify_cart_deleted(struct build *b, const char *id, const char *token)
{
	if (!build_gone(b, "cart.deleted", "cart", id))
		return false;
	build_set_key(value_get(b->data, "cart"), "cart_key", "token", token);
	return true;
}

/* Shopify removes a checkout that is three months old and was unchanged for a month. */
static void
set_link_end(const struct build *b, json_t *cart)
{
	crt_time end = b->time + UNCHANGED_MAX, created;

	if (value_get(cart, "url") == NULL)
		return;
	if (build_time(b->body, "created_at", "", &created) && created + AGE_MAX > end)
		end = created + AGE_MAX;
	build_set_time(cart, "url_until", end);
}

/* Identifies a checkout by the cart that it came from; without one, by itself. */
static bool
open_checkout(struct build *b, const char *id, const char *token)
{
	const char *currency = BUILD_FIRST(b->body, "presentment_currency", "currency");
	json_t *cart = value_map();
	struct money total;

	value_set(b->data, "cart", cart);
	b->type = "cart.updated";
	if (!build_subject(b, "cart", id))
		return false;
	value_set_text(cart, "id", id);
	build_set_key(cart, "cart", "token", token);
	build_set_url(cart, "cart", "url", build_text(b->body, "abandoned_checkout_url"));
	if (build_money(&total, build_text(b->body, "total_price"), currency))
		shopify_cart_set_total(cart, &total);
	build_items(b, b->body, "line_items", shopify_cart_fill_item, currency, cart);
	build_cart_times(b, cart, "created_at", "");
	set_link_end(b, cart);
	build_set_codes(b, cart, "discount_codes", "code");
	value_set(b->data, "customer", shopify_person(b, b->body, value_get(b->body, "customer"),
	    b->time));
	return true;
}

/* The cart's token, else the checkout's. */
static const char *
shopify_cart_key(const struct build *b)
{
	const char *key = build_text(b->body, "cart_token");

	if (key && strlen(key) <= build_limit("cart", "id") && str_clean(key, strlen(key))
	    && !build_unread(b->body, "cart_token"))
		return key;
	if (key)
		build_leave_text(key, LEFT_CONTROL);
	return build_text(b->body, "token");
}

bool
shopify_checkout(struct build *b)
{
	const char *token = build_text(b->body, "token");
	const char *id = shopify_cart_key(b);

	shopify_happened(b, "updated_at");
	if (build_text(b->body, "completed_at")) {
		b->ignored = "a completed checkout; its order follows";
		return true;
	}
	if (build_text(b->body, "closed_at"))
		return shopify_cart_deleted(b, id, token);
	return open_checkout(b, id, token);
}

bool
shopify_checkout_delete(struct build *b)
{
	const char *token = build_text(b->body, "token");
	const char *id = BUILD_FIRST(b->body, "cart_token", "token");

	if (id == NULL) {
		b->ignored = "a deleted checkout identified only by a number";
		return true;
	}
	shopify_happened(b, "updated_at");
	return shopify_cart_deleted(b, id, token);
}
