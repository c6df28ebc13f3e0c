/* build_money.c: convert amounts of money from platforms' forms to records'. */
#include <ctype.h>
#include <string.h>

#include "payload/build_leave.h"
#include "payload/build_money.h"

#define DIGITS "0123456789"
#define AMOUNT_MAX 60		/* bytes; digits beyond it are far behind the point */
#define SHIFT_MAX 18		/* places by which an exponent moves the point to the right */

/* The exponent of a number; *e is past the "e". False: out of range. */
static bool
build_money_power(const char *e, int *out)
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

static bool
build_money_read_amount(const char *amount, const char *currency, int64_t *minor, struct err *e)
{
	const char *s = amount + (*amount == '-');
	size_t n = strspn(s, DIGITS), more = s[n] == '.' ? strspn(s + n + 1, DIGITS) : 0;
	struct str plain = STR_MAX(AMOUNT_MAX);
	int shift;
	bool ok;

	s += more ? n + 1 + more : n;
	if (n && (*s == 'e' || *s == 'E') && build_money_power(s + 1, &shift)) {
		write_plain(&plain, amount, s, shift);
		amount = str_text(&plain);
	}
	ok = money_read_rounded(amount, strlen(amount), currency, minor, e);
	str_free(&plain);
	return ok;
}

bool
build_currency(char out[4], const char *text)
{
	size_t i;

	if (text == NULL)
		return false;
	memset(out, 0, 4);
	for (i = 0; text[i] && i < 3; i++)
		out[i] = (char)toupper((unsigned char)text[i]);
	if (text[i] == '\0' && currency_exponent(out) >= 0)
		return true;
	build_leave_text(text, LEFT_CURRENCY);
	return false;
}

bool
build_money(struct money *m, const char *amount, const char *currency)
{
	struct err ignored = { 0 };

	*m = (struct money){ 0 };
	if (!build_currency(m->currency, currency) || amount == NULL)
		return false;
	if (!build_money_read_amount(amount, m->currency, &m->minor, &ignored))
		build_leave_text(amount, LEFT_AMOUNT);
	else if (m->minor < 0)
		build_leave_text(amount, LEFT_NEGATIVE);
	else
		return true;
	return false;
}

bool
build_add(struct money *sum, const struct money *m)
{
	return !strcmp(sum->currency, m->currency)
	    && !__builtin_add_overflow(sum->minor, m->minor, &sum->minor);
}

bool
build_total(json_t *order, struct money *m, const char *amount, const char *currency)
{
	if (amount == NULL)
		build_leave_named("total", LEFT_MISSING);
	if (currency == NULL)
		build_leave_named("currency", LEFT_MISSING);
	if (!build_money(m, amount, currency))
		return false;
	build_set_money(order, "total", m);
	value_set_text(order, "currency", m->currency);
	return true;
}

void
build_set_money(json_t *map, const char *key, const struct money *m)
{
	json_t *v = value_map();
	char text[MONEY_TEXT];

	value_set(map, key, v);
	value_set_text(v, "amount", money_print(m->minor, m->currency, text));
	value_set_text(v, "currency", m->currency);
}
