/* cart.c: convert carts of BigCommerce, alone or in a checkout. */
#include "platform/bigcommerce/bigcommerce.h"
#include "payload/plain.h"

#define VARIANT_MAX 1024	/* bytes of a variant's name before it is truncated */
#define OPTIONS_MAX 100		/* per item */

/* "Red / M" from the options color and size. */
static void
bigcommerce_cart_set_variant(json_t *out, const json_t *item)
{
	struct str s = STR_MAX(VARIANT_MAX);
	const json_t *options;
	size_t i, n;

	build_list(item, "options", OPTIONS_MAX, &options, &n);
	for (i = 0; i < n; i++) {
		const char *value = build_text(value_at(options, i), "value");

		if (value)
			str_printf(&s, "%s%s", s.len ? " / " : "", value);
	}
	plain_set(out, "item", "variant", str_text(&s));
	str_free(&s);
}

/* The price of one before the cart's discounts: list_price; for a gift certificate its amount. */
static void
set_price(json_t *out, const json_t *item, const char *currency)
{
	struct money m;

	if (build_money(&m, BUILD_FIRST(item, "list_price", "sale_price", "amount"), currency))
		build_set_money(out, "price", &m);
}

static bool
bigcommerce_cart_fill_item(struct build *b UNUSED, const json_t *item, const void *currency,
    json_t *out)
{
	const char *given = build_text(item, "quantity"), *id = build_id(item, "product_id");
	int64_t quantity = 1;

	if (!build_whole(given, &quantity)) {
		quantity = 1;
		if (given)
			build_leave_text(given, LEFT_INTEGER);
	} else if (quantity == 0)
		return false;
	build_set_key(out, "item", "id", id ? id : build_id(item, "id"));
	build_set_key(out, "item", "sku", build_text(item, "sku"));
	plain_set(out, "item", "title", BUILD_FIRST(item, "name", "sku", "theme"));
	value_set(out, "quantity", value_new_int(quantity));
	build_set_url(out, "item", "image", build_text(item, "image_url"));
	build_set_url(out, "item", "url", build_text(item, "url"));
	bigcommerce_cart_set_variant(out, item);
	set_price(out, item, currency);
	return true;
}

/* A cart has all four lists, so without any the items are unknown. */
static void
bigcommerce_cart_items(struct build *b, const json_t *cart, const char *currency, json_t *out)
{
	const json_t *line_items = value_get(cart, "line_items");
	bool any = false;
	size_t i;

	for (i = 0; i < BIGCOMMERCE_LISTS; i++) {
		any |= value_get(line_items, bigcommerce_lists[i]) != NULL;
		build_items(b, line_items, bigcommerce_lists[i], bigcommerce_cart_fill_item, currency,
		    out);
	}
	if (any)
		return;
	if (value_kind(line_items) > VALUE_NULL)
		build_leave(cart, "line_items", LEFT_LIST);
	value_set(out, "items", value_new_null());
}

/* The total that the shopper saw last: the checkout's with tax and shipping, else the cart's. */
static void
bigcommerce_cart_total(const json_t *cart, const json_t *checkout, json_t *out)
{
	const char *amount = build_text(checkout, "grand_total");
	struct money m;

	amount = amount ? amount : BUILD_FIRST(cart, "cart_amount", "cart_amount_inc_tax");
	if (!build_money(&m, amount, build_text(cart, "currency.code")))
		return;
	build_set_money(out, "total", &m);
	value_set_text(out, "currency", m.currency);
}

/* "coupons" is a list, although the API description has a number. */
static void
bigcommerce_cart_codes(struct build *b, json_t *out)
{
	static const char *const paths[] = { "checkout.coupons", "coupons", "cart.coupons" };
	size_t i;

	for (i = 0; i < COUNT(paths); i++)
		if (value_kind(value_path(b->body, paths[i])) > VALUE_NULL
		    && !build_decimal(build_perhaps(b->body, paths[i]))) {
			build_set_codes(b, out, paths[i], "code");
			return;
		}
}

/* The later of the cart's own last change and the checkout's. */
static void
bigcommerce_cart_touched(struct build *b, const json_t *cart, const json_t *checkout)
{
	crt_time t;

	bigcommerce_happened(b, cart, "updated_time");
	if (!bigcommerce_time(checkout, "updated_time", &t))
		return;
	if (!b->dated || t > b->time)
		b->time = t;
	b->dated = true;
}

static void
bigcommerce_cart_times(const struct build *b, const json_t *cart, json_t *out)
{
	crt_time begun;

	if (bigcommerce_time(cart, "created_time", &begun))
		build_set_time(out, "created", begun);
	build_set_time(out, "updated", b->time);
}

/*
 * Three shapes: a cart; a checkout that contains its cart, and has its id; {"locale","checkout"},
 * which crt-sync builds from the responses of both.
 */
bool
bigcommerce_cart(struct build *b)
{
	const json_t *inner = value_get(b->body, "checkout");
	const json_t *doc = value_kind(inner) == VALUE_MAP ? inner : b->body;
	const json_t *cart = value_get(doc, "cart"), *checkout = doc;
	const char *id;
	json_t *out;

	if (value_kind(cart) <= VALUE_NULL) {
		cart = b->body;
		checkout = NULL;
	} else if (value_kind(cart) != VALUE_MAP) {
		build_leave(doc, "cart", LEFT_OBJECT);
		cart = doc;
	}
	b->type = "cart.updated";
	value_set(b->data, "cart", out = value_map());
	bigcommerce_cart_touched(b, cart, checkout);
	id = build_id(cart, "id");
	id = id ? id : build_id(checkout, "id");
	if (!build_subject(b, "cart", id))
		return false;
	value_set_text(out, "id", id);
	bigcommerce_cart_total(cart, checkout, out);
	bigcommerce_cart_items(b, cart, build_text(cart, "currency.code"), out);
	bigcommerce_link(out, value_get(cart, "line_items"));
	bigcommerce_cart_times(b, cart, out);
	bigcommerce_cart_codes(b, out);
	bigcommerce_shopper(b, cart, checkout);
	return true;
}
