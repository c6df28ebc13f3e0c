/* price.c: the price of one piece of a line, as the shop's cart shows it. */
#include <string.h>

#include "platform/woocommerce/woocommerce.h"

#define FINE 10000		/* parts of a minor unit, to sum prices in */
#define FINE_POWER "e4"
#define TAXES_MAX 100		/* per line */
#define AMOUNT_MAX 40		/* bytes of an amount */
#define RATES_MAX 8		/* lines whose tax rate is tried for another line */

/* The line's price before coupons, with or without tax as the shop shows prices. */
static bool
woocommerce_price_line(const struct build *b, const json_t *item, const char *currency,
    struct money *m)
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

/* Rounds to the nearest, halves up; both are at least 0. */
static int64_t
woocommerce_price_share(int64_t n, int64_t parts)
{
	return n / parts + (n % parts >= parts - n % parts);
}

/* Adds an amount that the shop has not rounded yet. False: missing or not a decimal. */
static bool
woocommerce_price_add(const char *amount, const char *currency, int64_t *sum)
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

/* A line in fine parts; -1: the order does not have it. */
struct line_parts {
	int64_t net, tax;
};

/* member: "subtotal" is before coupons, "total" after them, as "price" is. */
static void
woocommerce_price_parts(const json_t *item, const char *currency, int64_t quantity,
    const char *member, struct line_parts *p)
{
	const char *given = build_text(item, member), *after = build_text(item, "total");
	const char *tax = build_text(item, "subtotal_tax");
	const json_t *list;
	size_t i, n;
	bool whole = build_list(item, "taxes", TAXES_MAX, &list, &n);

	*p = (struct line_parts){ 0, 0 };
	if (given == NULL || after == NULL || strcmp(given, after)
	    || !woocommerce_price_add(build_text(item, "price"), currency, &p->net)
	    || __builtin_mul_overflow(p->net, quantity, &p->net))
		p->net = -1;
	for (i = 0; whole && i < n; i++)
		whole = woocommerce_price_add(build_text(value_at(list, i), member), currency, &p->tax);
	if (!whole || (n == 0 && tax && tax[strspn(tax, "0.")]))
		p->tax = -1;
}

/* a * b / c to the nearest; false: too large. */
static bool
woocommerce_price_scale(int64_t a, int64_t b, int64_t c, int64_t *out)
{
	if (__builtin_mul_overflow(a, b, out))
		return false;
	*out = woocommerce_price_share(*out, c);
	return true;
}

/* Whether it is what the shop has rounded to this amount. */
static bool
woocommerce_price_rounds_to(int64_t fine, const char *amount, const char *currency)
{
	struct money m;

	return build_money(&m, amount, currency) && woocommerce_price_share(fine, FINE) == m.minor;
}

/* Completes the parts by another line's rate of tax, if that gives what the shop has rounded. */
static bool
woocommerce_price_complete(const json_t *item, const char *currency, const struct line_parts *rate,
    struct line_parts *p)
{
	int64_t found;

	if (rate->net <= 0 || rate->tax <= 0 || (p->net < 0) == (p->tax < 0))
		return false;
	if (p->net < 0) {
		if (!woocommerce_price_scale(p->tax, rate->net, rate->tax, &found)
		    || !woocommerce_price_rounds_to(found, build_text(item, "subtotal"), currency))
			return false;
		p->net = found;
	} else {
		if (!woocommerce_price_scale(p->net, rate->tax, rate->net, &found)
		    || !woocommerce_price_rounds_to(found, build_text(item, "subtotal_tax"), currency))
			return false;
		p->tax = found;
	}
	return true;
}

/* By its own rate after coupons, and by the rates of the order's first lines. */
static void
woocommerce_price_by_others(const struct build *b, const json_t *item, const char *currency,
    struct line_parts *p)
{
	const json_t *list;
	size_t i, n;

	build_list(b->body, "line_items", PLATFORM_ITEMS_MAX, &list, &n);
	for (i = 0; i <= n && i <= RATES_MAX && (p->net < 0 || p->tax < 0); i++) {
		const json_t *other = i ? value_at(list, i - 1) : item;
		struct line_parts rate;
		int64_t quantity;

		if (!build_whole(build_text(other, "quantity"), &quantity))
			continue;
		woocommerce_price_parts(other, currency, quantity, i ? "subtotal" : "total", &rate);
		woocommerce_price_complete(item, currency, &rate, p);
	}
}

/*
 * The line's totals are rounded, net and tax separately, so their quotient may be a cent off. The
 * parts that the shop has not rounded give the price that it shows. "price" includes a coupon,
 * and taxes may be unlisted: then the rate of another line gives the missing part.
 */
bool
woocommerce_price(const struct build *b, const json_t *item, const char *currency,
    int64_t quantity, struct money *price)
{
	bool with_tax = build_flag(b->body, "prices_include_tax");
	struct line_parts p;

	if (!woocommerce_price_line(b, item, currency, price))
		return false;
	if (quantity == 0)
		return true;
	woocommerce_price_parts(item, currency, quantity, "subtotal", &p);
	if (!with_tax)
		p.tax = 0;
	else if (p.net < 0 || p.tax < 0)
		woocommerce_price_by_others(b, item, currency, &p);
	if (p.net >= 0 && p.tax >= 0 && !__builtin_add_overflow(p.net, p.tax, &p.net))
		price->minor = woocommerce_price_share(woocommerce_price_share(p.net, quantity), FINE);
	else
		price->minor = woocommerce_price_share(price->minor, quantity);
	return true;
}
