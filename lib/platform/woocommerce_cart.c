/* woocommerce_cart.c: an order that is not placed yet, as the cart it is. */
#include <string.h>

#include "platform/woocommerce.h"

#define TITLE_MAX 4096		/* bytes of an item's title with its quantity */

/* The line before coupons, as the shop shows its prices. */
static bool
line_price(const struct build *b, const json_t *item, const char *currency, struct money *m)
{
	const char *taxed = build_said(item, "subtotal_tax");
	bool with_tax = build_flag(b->body, "prices_include_tax");
	struct money tax;

	if (!build_money(m, build_said(item, "subtotal"), currency))
		return false;
	if (!with_tax || taxed == NULL)
		return !with_tax || value_kind(value_get(item, "subtotal_tax")) <= VALUE_NULL;
	return build_money(&tax, taxed, currency) && build_add(m, &tax);
}

/* "Shirt - Red" of a "Shirt" is a Shirt, Red. */
static void
set_title(json_t *out, const json_t *item, const char *name, const char *times)
{
	static const char dash[] = " - ";
	const char *parent = build_said(item, "parent_name");
	size_t n = parent ? strlen(parent) : 0;
	struct str title = STR_MAX(TITLE_MAX);
	bool split = n && !strncmp(name, parent, n)
	    && !strncmp(name + n, dash, sizeof dash - 1) && name[n + sizeof dash - 1];

	str_puts(&title, split ? parent : name);
	if (times)
		str_printf(&title, " \xc3\x97 %s", times);
	build_set_words(out, "item", "title", str_text(&title));
	if (split)
		build_set_words(out, "item", "variant", name + n + sizeof dash - 1);
	str_free(&title);
}

/* To the nearest, halves away from zero. */
static int64_t
share(int64_t minor, int64_t quantity)
{
	int64_t each = minor / quantity, rest = minor % quantity;

	if (2 * rest >= quantity)
		each++;
	else if (-2 * rest >= quantity)
		each--;
	return each;
}

static bool
fill_item(struct build *b, const json_t *item, const void *currency, json_t *out)
{
	const char *said = build_said(item, "quantity");
	const char *name = BUILD_FIRST(item, "name", "sku");
	const char *id = build_id(item, "variation_id");
	struct money price;
	int64_t quantity = 1;
	bool whole = build_whole(said, &quantity), weighed = !whole && build_decimal(said);

	if (whole && quantity == 0)
		return false;
	if (said && !whole && !weighed)
		build_leave_text(said, LEFT_INTEGER);
	build_set_key(out, "item", "id", id ? id : build_id(item, "product_id"));
	build_set_key(out, "item", "sku", build_said(item, "sku"));
	if (name)
		set_title(out, item, name, weighed ? said : NULL);
	if (whole || weighed)
		value_set(out, "quantity", value_new_int(whole ? quantity : 1));
	if ((whole || weighed) && line_price(b, item, currency, &price)) {
		price.minor = whole ? share(price.minor, quantity) : price.minor;
		build_set_money(out, "price", &price);
	}
	build_set_url(out, "item", "image", build_said(item, "image.src"));
	return true;
}

bool
woocommerce_cart(struct build *b)
{
	const char *id = build_id(b->body, "id"), *currency = build_said(b->body, "currency");
	json_t *cart = value_map();
	struct money total;

	b->type = "cart.updated";
	value_set(b->data, "cart", cart);
	if (!build_subject(b, "cart", id))
		return false;
	value_set_text(cart, "id", id);
	if (build_flag(b->body, "needs_payment")
	    || value_kind(value_get(b->body, "needs_payment")) != VALUE_BOOL)
		build_set_url(cart, "cart", "url", build_said(b->body, "payment_url"));
	if (build_money(&total, build_said(b->body, "total"), currency)) {
		value_set_text(cart, "currency", total.currency);
		build_set_money(cart, "total", &total);
	}
	if (!build_items(b, b->body, "line_items", fill_item, currency, cart))
		return false;
	build_cart_times(b, cart, "date_created_gmt", "Z");
	build_set_codes(b, cart, "coupon_lines", "code");
	woocommerce_person(b);
	woocommerce_device(b);
	return true;
}
