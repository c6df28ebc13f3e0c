/* money.c: convert decimal text to minor units and back, exactly. */
#include <string.h>

#include "record/money.h"

static const struct currency {
	char code[4];
	int exponent;
} currencies[] = {
#define CURRENCY(code, exponent, name) { #code, exponent },
#include "record/currency.def"
#undef CURRENCY
};

int
currency_exponent(const char *code)
{
	size_t low = 0, high = COUNT(currencies), mid;
	int c;

	while (low < high) {
		mid = (low + high) / 2;
		c = strcmp(code, currencies[mid].code);
		if (c == 0)
			return currencies[mid].exponent;
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return -1;
}

/* The parts of an amount: digits before and after the point. */
struct parts {
	const char *whole, *decimals;
	size_t nwhole, ndecimals;
	bool minus;
};

static size_t
money_digits(const char *s, const char *end)
{
	const char *p = s;

	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return (size_t)(p - s);
}

static bool
money_split(const char *text, size_t n, struct parts *p)
{
	const char *end = text + n;

	*p = (struct parts){ .minus = n > 0 && *text == '-' };
	if (n > MONEY_TEXT_MAX)
		return false;
	text += p->minus;
	p->whole = text;
	p->nwhole = money_digits(text, end);
	text += p->nwhole;
	p->decimals = text;
	if (text < end && *text == '.') {
		p->decimals = text + 1;
		p->ndecimals = money_digits(text + 1, end);
		text += 1 + p->ndecimals;
		if (p->ndecimals == 0)
			return false;
	}
	return p->nwhole > 0 && text == end;
}

/* Accumulates as a negative number, because the range below zero is one larger. */
static bool
money_append(int64_t *minor, int digit)
{
	return !__builtin_mul_overflow(*minor, 10, minor) &&
	    !__builtin_sub_overflow(*minor, digit, minor);
}

static bool
money_convert(const struct parts *p, size_t exponent, bool round, int64_t *minor)
{
	bool ok = true, up = round && p->ndecimals > exponent && p->decimals[exponent] >= '5';
	int64_t v = 0;
	size_t i;

	for (i = 0; i < p->nwhole && ok; i++)
		ok = money_append(&v, p->whole[i] - '0');
	for (i = 0; i < exponent && ok; i++)
		ok = money_append(&v, i < p->ndecimals ? p->decimals[i] - '0' : 0);
	if (ok && up)
		ok = !__builtin_sub_overflow(v, 1, &v);
	if (ok && !p->minus)
		ok = !__builtin_sub_overflow((int64_t)0, v, &v);
	*minor = ok ? v : 0;
	return ok;
}

static bool
money_exact(const struct parts *p, size_t exponent)
{
	size_t i;

	for (i = exponent; i < p->ndecimals; i++)
		if (p->decimals[i] != '0')
			return false;
	return true;
}

static bool
money_read_text(const char *text, size_t n, const char *currency, bool round, int64_t *minor,
    struct err *e)
{
	int exponent = currency_exponent(currency);
	struct parts p;

	*minor = 0;
	if (exponent < 0)
		return err_set(e, ERR_INPUT, "unknown currency \"%.8s\"", currency);
	if (!money_split(text, n, &p))
		return err_set(e, ERR_INPUT, "amount is not a decimal number");
	if (!round && !money_exact(&p, (size_t)exponent))
		return err_set(e, ERR_INPUT, "amount \"%.*s\" has more than the %d decimals of %s",
		    (int)n, text, exponent, currency);
	if (!money_convert(&p, (size_t)exponent, round, minor))
		return err_set(e, ERR_INPUT, "amount \"%.*s\" is too large", (int)n, text);
	return true;
}

bool
money_read(const char *text, size_t n, const char *currency, int64_t *minor, struct err *e)
{
	return money_read_text(text, n, currency, false, minor, e);
}

bool
money_read_rounded(const char *text, size_t n, const char *currency, int64_t *minor,
    struct err *e)
{
	return money_read_text(text, n, currency, true, minor, e);
}

const char *
money_print(int64_t minor, const char *currency, char buf[MONEY_TEXT])
{
	int exponent = currency_exponent(currency), n = 0;
	uint64_t v = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
	char *p = buf + MONEY_TEXT;

	*--p = '\0';
	while (exponent >= 0 && (v > 0 || n <= exponent)) {
		*--p = (char)('0' + v % 10);
		v /= 10;
		if (++n == exponent)
			*--p = '.';
	}
	if (minor < 0 && n > 0)
		*--p = '-';
	return memmove(buf, p, (size_t)(buf + MONEY_TEXT - p));
}
