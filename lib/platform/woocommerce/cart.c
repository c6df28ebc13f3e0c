/* cart.c: convert an order that is not placed yet to a cart. */
#include <string.h>

#include "payload/plain.h"
#include "platform/woocommerce/woocommerce.h"

#define FINE 10000		/* parts of a minor unit, to sum prices in */
#define FINE_POWER "e4"
#define TAXES_MAX 100		/* per line */
#define AMOUNT_MAX 40		/* bytes of an amount */

/* The line's price before coupons, with or without tax as the shop shows prices. */
static bool
line_price(const struct build *b, const json_t *item, const char *currency, struct money *m)
{
	const char *taxed = build_text(item, "subtotal_tax");
	bool with_tax = build_flag(b->body, "prices_include_tax");
	struct money tax;

	if (!build_money(m, build_text(item, "subtotal"), currency))
		return false;
	if (!with_tax || taxed == NULL)
		return !with_tax || value_kind(value_get(item, "subtotal_tax")) <= VALUE_NULL;
	return build_money(&tax, taxed, currency) && build_add(m, &tax);
}

/* Rounds to the nearest, halves away from zero. */
static int64_t
woocommerce_cart_share(int64_t minor, int64_t quantity)
{
	int64_t each = minor / quantity, rest = minor % quantity;

	if (2 * rest >= quantity)
		each++;
	else if (-2 * rest >= quantity)
		each--;
	return each;
}

/* Adds an amount that the shop has not rounded yet. False: missing or not a decimal. */
static bool
add_fine(const char *amount, const char *currency, int64_t *sum)
{
	struct str s = STR_MAX(AMOUNT_MAX);
	struct money m;
	bool ok;

	if (amount == NULL || !build_decimal(amount))
		return false;
	str_puts(&s, amount);
	str_puts(&s, FINE_POWER);
	ok = !str_full(&s) && build_money(&m, str_text(&s), currency)
	    && !__builtin_add_overflow(*sum, m.minor, sum);
	str_free(&s);
	return ok;
}

/* The taxes of a line in fine parts; false: the line has tax but does not list it. */
static bool
fine_taxes(const json_t *item, const char *currency, int64_t *sum)
{
	const char *tax = build_text(item, "subtotal_tax");
	const json_t *list;
	size_t i, n;
	bool whole = build_list(item, "taxes", TAXES_MAX, &list, &n);

	*sum = 0;
	if (n == 0)
		return whole && (tax == NULL || tax[strspn(tax, "0.")] == '\0');
	for (i = 0; i < n; i++)
		if (!add_fine(build_text(value_at(list, i), "subtotal"), currency, sum))
			return false;
	return whole;
}

/*
 * The price of one piece as the shop's cart shows it. The line's totals are rounded, net and
 * tax separately, so their quotient may be a cent off. False: the price includes a coupon, or a
 * part is missing.
 */
static bool
shown_price(const struct build *b, const json_t *item, const char *currency, int64_t quantity,
    int64_t *minor)
{
	const char *before = build_text(item, "subtotal"), *after = build_text(item, "total");
	int64_t price = 0, taxes = 0;

	if (before == NULL || after == NULL || strcmp(before, after)
	    || !add_fine(build_text(item, "price"), currency, &price))
		return false;
	if (build_flag(b->body, "prices_include_tax") && !fine_taxes(item, currency, &taxes))
		return false;
	*minor = woocommerce_cart_share(price + woocommerce_cart_share(taxes, quantity), FINE);
	return true;
}

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
	if ((whole || weighed) && line_price(b, item, currency, &price)) {
		if (whole && !shown_price(b, item, currency, quantity, &price.minor))
			price.minor = woocommerce_cart_share(price.minor, quantity);
		build_set_money(out, "price", &price);
	}
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
