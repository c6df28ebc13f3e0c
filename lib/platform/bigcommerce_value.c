/* bigcommerce_value.c: numbers, amounts and times as BigCommerce writes them. */
#include <string.h>

#include "platform/bigcommerce.h"
#include "platform/date.h"

#define AMOUNT_MAX 60		/* bytes; what is cut off is far behind the point */
#define SHIFT_MAX 18		/* places that an exponent moves the point to the right */

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

bool
bigcommerce_read_time(const char *text, crt_time *out)
{
	return clock_read(text, out) || date_read(text, out);
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
