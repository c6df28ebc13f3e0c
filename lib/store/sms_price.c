/* sms_price.c: what a text message costs, by the prices of the setting sms_prices. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "person/dialing.h"
#include "store/cost.h"
#include "store/sms_price.h"
#include "text/segments.h"

#define SMS_PRICE_TEXT 16	/* bytes of an amount */
#define MILLION INT64_C(1000000)

struct sms_price_entry {
	char country[3];		/* "*": all others */
	int64_t price;
};

/* Moves past one entry. */
static bool
sms_price_read(const char **list, struct sms_price_entry *p)
{
	const char *s = *list, *amount = strchr(s, '=');
	size_t n = strcspn(s, " "), name = amount ? (size_t)(amount - s) : n;
	char text[SMS_PRICE_TEXT];

	if (name >= n || n - name > sizeof text || !(name == 1 ? *s == '*'
	    : name == 2 && isupper((unsigned char)s[0]) && isupper((unsigned char)s[1])))
		return false;
	snprintf(p->country, sizeof p->country, "%.*s", (int)name, s);
	snprintf(text, sizeof text, "%.*s", (int)(n - name - 1), amount + 1);
	*list = s + n + strspn(s + n, " ");
	return (name == 1 || dialing_find(p->country, NULL)) && cost_read(text, &p->price);
}

bool
sms_prices_ok(const char *text)
{
	struct sms_price_entry p;
	int n = 0;

	while (*text)
		if (n++ == SMS_PRICES_MAX || !sms_price_read(&text, &p))
			return false;
	return true;
}

/* How well an entry fits, 0: not. Countries such as the US and Canada share a calling code. */
static int
sms_price_fit(const struct sms_price_entry *p, const char *country, const char *number)
{
	const bool same = country && !strcasecmp(p->country, country);
	const char *code;

	if (*p->country == '*')
		return 1;
	if (number == NULL)
		return same ? 2 : 0;
	code = dialing_find(p->country, NULL)->code;
	return strncmp(number + (*number == '+'), code, strlen(code)) ? 0
	    : 2 + 2 * (int)strlen(code) + same;
}

bool
sms_price(const char *prices, const char *country, const char *number, int64_t *price,
    char found[3])
{
	struct sms_price_entry p;
	int best = 0, fit;

	while (*prices && sms_price_read(&prices, &p)) {
		fit = sms_price_fit(&p, country, number);
		if (fit > best) {
			best = fit;
			*price = p.price;
			memcpy(found, p.country, sizeof p.country);
		}
	}
	return best > 0;
}

/* Without zeros at the end. */
static void
sms_price_amount(struct str *out, int64_t millionths)
{
	int64_t rest = millionths % MILLION;
	int digits = 6;

	str_printf(out, "%" PRId64, millionths / MILLION);
	if (rest == 0)
		return;
	for (; rest % 10 == 0; rest /= 10)
		digits--;
	str_printf(out, ".%0*" PRId64, digits, rest);
}

void
sms_price_print(struct str *out, const char *text, size_t n, const struct store *store,
    const char *country, const char *number)
{
	struct segments s = segments_of(text, n, true);
	char found[3];
	int64_t price;

	str_printf(out, "%zu segment%s of %s: %zu of %zu characters\n", s.n, s.n == 1 ? "" : "s",
	    s.unicode ? "UCS-2" : "GSM-7", s.units, s.units_max);
	if (store == NULL || !sms_price(store->sms_prices, country, number, &price, found))
		return;
	sms_price_amount(out, (int64_t)s.n * price);
	str_printf(out, " %s: %zu × ", store->currency, s.n);
	sms_price_amount(out, price);
	str_printf(out, *found == '*' ? " to any other country\n" : " to %s\n", found);
}
