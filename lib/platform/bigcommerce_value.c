/* bigcommerce_value.c: numbers, amounts and times as BigCommerce writes them. */
#include <string.h>

#include "platform/bigcommerce.h"

#define AMOUNT_MAX 60		/* bytes; what is cut off is far behind the point */
#define SHIFT_MAX 18		/* places that an exponent moves the point to the right */
#define TIME_MAX 40

/* The power at the end of a number: *e is past the e.  False: no sensible one. */
static bool
power(const char *e, int *out)
{
	bool minus = *e == '-';
	int n = 0;

	if (*e == '-' || *e == '+')
		e++;
	if (*e == '\0')
		return false;
	for (; *e >= '0' && *e <= '9' && n < 1000; e++)
		n = n * 10 + (*e - '0');
	*out = minus ? -n : n;
	return *e == '\0' && *out <= SHIFT_MAX;
}

/* "7.1e-15" is 0.0000000000000071. */
static void
write_plain(struct str *out, const char *number, const char *e, int shift)
{
	const char *s;
	int place = shift, i;		/* digits before the point */

	if (*number == '-')
		str_putc(out, *number++);
	for (s = number; s < e && *s != '.'; s++)
		place++;
	if (place <= 0)
		str_puts(out, "0.");
	for (i = place; i < 0; i++)
		str_putc(out, '0');
	for (s = number, i = 0; s < e; s++) {
		if (*s == '.')
			continue;
		if (i++ == place && place > 0)
			str_putc(out, '.');
		str_putc(out, *s);
	}
	for (; i < place; i++)
		str_putc(out, '0');
}

bool
bigcommerce_money(struct build *b, struct money *m, const char *amount, const char *currency)
{
	const char *e = amount ? strpbrk(amount, "eE") : NULL;
	struct str plain = STR_MAX(AMOUNT_MAX);
	int shift;
	bool ok;

	if (e && power(e + 1, &shift)) {
		write_plain(&plain, amount, e, shift);
		amount = str_text(&plain);
	}
	ok = build_money(b, m, amount, currency);
	str_free(&plain);
	return ok;
}

/* "Thu, 20 Jun 2019 16:07:08 +0000" is 2019-06-20T16:07:08+00:00; the day's name may lack. */
static bool
from_mail(const char *s, struct str *out)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const char *comma = strchr(s, ','), *at;
	char month[4] = "", clock[9] = "", zone[6] = "";
	int day, year, end = 0;

	s = comma ? comma + 1 : s;
	if (sscanf(s, " %2d %3[A-Za-z] %4d %8[0-9:] %5[-+0-9A-Z]%n", &day, month, &year, clock,
	    zone, &end) != 5 || s[end])
		return false;
	at = strlen(month) == 3 ? strstr(months, month) : NULL;
	if (at == NULL || (at - months) % 3 || strlen(clock) != 8)
		return false;
	str_printf(out, "%04d-%02d-%02dT%s", year, (int)(at - months) / 3 + 1, day, clock);
	if (!strcmp(zone, "GMT") || !strcmp(zone, "UT"))
		str_putc(out, 'Z');
	else if (strlen(zone) == 5)
		str_printf(out, "%.3s:%s", zone, zone + 3);
	else
		return false;
	return true;
}

bool
bigcommerce_read_time(const char *text, crt_time *out)
{
	struct str s = STR_MAX(TIME_MAX);
	bool ok = clock_read(text, out);

	if (!ok && from_mail(text, &s))
		ok = !str_full(&s) && clock_read(str_text(&s), out);
	str_free(&s);
	return ok;
}

bool
bigcommerce_time(struct build *b, const json_t *v, const char *path, crt_time *out, bool *there)
{
	const char *said = build_said(v, path);

	*there = said != NULL;
	if (said && (!bigcommerce_read_time(said, out) || *out < 0))
		return err_set(b->err, ERR_INPUT, "\"%s\" is no time of our days", path);
	return true;
}

bool
bigcommerce_happened(struct build *b, const json_t *v, const char *path)
{
	return b->dated || bigcommerce_time(b, v, path, &b->time, &b->dated);
}
