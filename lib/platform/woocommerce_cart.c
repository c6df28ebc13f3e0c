/* woocommerce_cart.c: an order that is not placed yet, as the cart it is. */
#include <string.h>

#include "platform/woocommerce.h"

#define TITLE_MAX 4096		/* bytes of an item's title with its quantity */

/* The line before coupons, as the shop shows its prices. */
static bool
line_price(struct build *b, const json_t *item, const char *currency, struct money *m)
{
	struct money tax;

	if (!build_money(b, m, build_said(item, "subtotal"), currency))
		return false;
	if (!value_true(value_get(b->body, "prices_include_tax"))
	    || build_said(item, "subtotal_tax") == NULL)
		return true;
	return build_money(b, &tax, build_said(item, "subtotal_tax"), currency)
	    && build_add(b, m, &tax);
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
	int64_t quantity;
	bool whole = build_whole(said, &quantity);

	if (name == NULL || said == NULL)
		return err_set(b->err, ERR_INPUT, "an item lacks its %s",
		    name ? "quantity" : "name");
	if (!line_price(b, item, currency, &price))
		return false;
	build_set_key(out, "item", "id", id ? id : build_id(item, "product_id"));
	build_set_key(out, "item", "sku", build_said(item, "sku"));
	set_title(out, item, name, whole ? NULL : said);
	value_set(out, "quantity", value_new_int(whole ? quantity : 1));
	if (whole && quantity > 0)
		price.minor = share(price.minor, quantity);
	build_set_money(out, "price", &price);
	build_set_url(out, "item", "image", build_said(item, "image.src"));
	return true;
}

bool
woocommerce_cart(struct build *b)
{
	const char *id = build_id(b->body, "id");
	const json_t *payable = value_get(b->body, "needs_payment");
	json_t *cart = value_map();
	struct money total;

	b->type = "cart.updated";
	value_set(b->data, "cart", cart);
	if (!build_subject(b, "cart", id)
	    || !build_money(b, &total, build_said(b->body, "total"),
	    build_said(b->body, "currency")))
		return false;
	value_set_text(cart, "id", id);
	if (payable == NULL || value_true(payable))
		build_set_url(cart, "cart", "url", build_said(b->body, "payment_url"));
	value_set_text(cart, "currency", total.currency);
	build_set_money(cart, "total", &total);
	return build_items(b, b->body, "line_items", fill_item, total.currency, cart)
	    && build_cart_times(b, cart, "date_created_gmt", "Z")
	    && build_set_codes(b, cart, "coupon_lines", "code")
	    && woocommerce_person(b) && woocommerce_device(b);
}
