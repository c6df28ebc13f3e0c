/* cart.c: convert an order that is not placed yet to a cart. */
#include <string.h>

#include "payload/plain.h"
#include "platform/woocommerce/woocommerce.h"

/* Splits "Shirt - Red", a variation of "Shirt", into Shirt and Red. */
static void
woocommerce_cart_set_title(json_t *out, const json_t *item, const char *given, const char *times)
{
	static const char dash[] = " - ";
	struct str name = STR_MAX(PLAIN_MAX), parent = STR_MAX(PLAIN_MAX);
	const char *of = build_text(item, "parent_name"), *rest;
	bool split;

	plain_text(&name, given);
	if (name.len == 0)
		str_puts(&name, given);
	if (of)
		plain_text(&parent, of);
	rest = str_text(&name) + (parent.len < name.len ? parent.len : 0);
	split = parent.len && !strncmp(str_text(&name), str_text(&parent), parent.len)
	    && !strncmp(rest, dash, sizeof dash - 1) && rest[sizeof dash - 1];
	if (times)
		str_printf(split ? &parent : &name, " \xc3\x97 %s", times);
	build_set_words(out, "item", "title", str_text(split ? &parent : &name));
	if (split)
		build_set_words(out, "item", "variant", rest + sizeof dash - 1);
	str_free(&name);
	str_free(&parent);
}

static bool
woocommerce_cart_fill_item(struct build *b, const json_t *item, const void *currency, json_t *out)
{
	const char *given = build_text(item, "quantity");
	const char *name = BUILD_FIRST(item, "name", "sku");
	const char *id = build_id(item, "variation_id");
	struct money price;
	int64_t quantity = 1;
	bool whole = build_whole(given, &quantity), weighed = !whole && build_decimal(given);

	if (whole && quantity == 0)
		return false;
	if (given && !whole && !weighed)
		build_leave_text(given, LEFT_INTEGER);
	build_set_key(out, "item", "id", id ? id : build_id(item, "product_id"));
	build_set_key(out, "item", "sku", build_text(item, "sku"));
	if (name)
		woocommerce_cart_set_title(out, item, name, weighed ? given : NULL);
	if (whole || weighed)
		value_set(out, "quantity", value_new_int(whole ? quantity : 1));
	if ((whole || weighed)
	    && woocommerce_price(b, item, currency, whole ? quantity : 0, &price))
		build_set_money(out, "price", &price);
	build_set_url(out, "item", "image", build_text(item, "image.src"));
	return true;
}

bool
woocommerce_cart(struct build *b)
{
	const char *id = build_id(b->body, "id"), *currency = build_text(b->body, "currency");
	json_t *cart = value_map();
	struct money total;

	b->type = "cart.updated";
	value_set(b->data, "cart", cart);
	if (!build_subject(b, "cart", id))
		return false;
	value_set_text(cart, "id", id);
	if (build_money(&total, build_text(b->body, "total"), currency)) {
		value_set_text(cart, "currency", total.currency);
		build_set_money(cart, "total", &total);
	}
	build_items(b, b->body, "line_items", woocommerce_cart_fill_item, currency, cart);
	build_cart_times(b, cart, "date_created_gmt", "Z");
	build_set_codes(b, cart, "coupon_lines", "code");
	woocommerce_link(b, cart);
	woocommerce_person(b);
	woocommerce_device(b);
	return true;
}
