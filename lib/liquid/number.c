/*
 * number.c: read, print, and calculate with numbers in decimal.
 *
 * Ruby's Liquid uses BigDecimal, so 10.1 plus 2.2 is 12.3. Here a real number is a double, which
 * stands for its shortest decimal digits. Sums, products, and remainders of these are calculated
 * exactly in 128 bits and then rounded to a double. If 128 bits do not suffice, doubles are used.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "liquid/parse.h"

#define SCALE_MAX 18

__extension__ typedef __int128 wide;

struct decimal {
	wide c;				/* the number is c / 10^scale */
	int scale;
};

bool
liquid_read_int(const char *s, size_t n, int64_t *out)
{
	bool minus = n && *s == '-';
	size_t i = n && (*s == '-' || *s == '+');

	*out = 0;
	if (i == n)
		return false;
	for (; i < n; i++) {
		int d = s[i] - '0';

		if (d < 0 || d > 9 || __builtin_mul_overflow(*out, 10, out)
		    || __builtin_add_overflow(*out, minus ? -d : d, out))
			return false;
	}
	return true;
}

static size_t
liquid_number_digits(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n && s[i] >= '0' && s[i] <= '9'; i++)
		;
	return i;
}

int64_t
liquid_clip(double d)
{
	if (!(d > -9223372036854775808.0))
		return d == d ? INT64_MIN : 0;
	return d >= 9223372036854775808.0 ? INT64_MAX : (int64_t)d;
}

/* Convert text as Ruby does: a decimal if all of it is one, else the integer at its start. */
static struct liquid_value
text_to_number(const char *s, size_t n)
{
	char copy[64];
	struct liquid_value v = { .kind = LIQUID_INT };
	size_t sign, whole;

	while (n && (*s == ' ' || (*s >= '\t' && *s <= '\r'))) {
		s++;
		n--;
	}
	while (n && (s[n - 1] == ' ' || (s[n - 1] >= '\t' && s[n - 1] <= '\r')))
		n--;
	sign = n && (*s == '-' || *s == '+');
	whole = sign + liquid_number_digits(s + sign, n - sign);
	if (whole == sign)
		return v;
	if (liquid_read_int(s, whole, &v.i) && (whole + 1 >= n || s[whole] != '.'
	    || whole + 1 + liquid_number_digits(s + whole + 1, n - whole - 1) < n))
		return v;
	if (n >= sizeof copy)
		n = sizeof copy - 1;
	memcpy(copy, s, n);
	copy[n] = '\0';
	return (struct liquid_value){ .kind = LIQUID_REAL, .d = strtod(copy, NULL) };
}

struct liquid_value
liquid_to_number(const struct liquid_value *v)
{
	if (v->kind == LIQUID_INT || v->kind == LIQUID_REAL)
		return *v;
	if (v->kind == LIQUID_TEXT)
		return text_to_number(v->text, v->n);
	return liquid_of_int(0);
}

bool
liquid_to_int(struct liquid_run *r, const struct liquid_value *v, int64_t *out)
{
	if (v->kind == LIQUID_INT) {
		*out = v->i;
		return true;
	}
	if (v->kind == LIQUID_TEXT && liquid_read_int(v->text, v->n, out))
		return true;
	return liquid_fail(r, "expected an integer");
}

/* The fewest digits that are read back as d: "-d.ddde+dd". */
static void
liquid_number_shortest(double d, char buf[40])
{
	int precision;

	for (precision = 14; precision < 17; precision++) {
		snprintf(buf, 40, "%.*e", precision, d);
		if (strtod(buf, NULL) == d)
			break;
	}
}

/* False if the digits of d do not fit. */
static bool
decimal_of_double(double d, struct decimal *out)
{
	char buf[40];
	const char *s = buf;
	int exponent, n = 0;

	*out = (struct decimal){ 0 };
	if (d != d || d - d != 0)
		return false;
	liquid_number_shortest(d, buf);
	for (s += *s == '-'; *s != 'e'; s++)
		if (*s != '.') {
			out->c = out->c * 10 + (*s - '0');
			n++;
		}
	exponent = (int)strtol(s + 1, NULL, 10);
	out->scale = n - 1 - exponent;
	while (out->c && out->scale > 0 && out->c % 10 == 0) {
		out->c /= 10;
		out->scale--;
	}
	if (out->c == 0)
		out->scale = 0;
	if (out->scale < -1 || out->scale > SCALE_MAX)
		return false;
	if (out->scale < 0) {
		out->c *= 10;
		out->scale = 0;
	}
	out->c = *buf == '-' ? -out->c : out->c;
	return true;
}

static double
to_double(struct decimal x)
{
	char buf[64], *s = buf + 50;
	wide c = x.c < 0 ? -x.c : x.c;

	snprintf(s, 14, "e%d", -x.scale);
	do {
		*--s = (char)('0' + (int)(c % 10));
		c /= 10;
	} while (c);
	if (x.c < 0)
		*--s = '-';
	return strtod(s, NULL);
}

void
liquid_print_real(struct str *s, double d)
{
	char buf[40], all[24];
	const char *at = buf;
	int exponent, n = 0, i;

	liquid_number_shortest(d, buf);
	if (*at == '-') {
		str_putc(s, '-');
		at++;
	}
	for (; *at && *at != 'e'; at++)
		if (*at != '.' && n < (int)sizeof all)
			all[n++] = *at;
	exponent = *at ? (int)strtol(at + 1, NULL, 10) : 0;
	while (n > 1 && all[n - 1] == '0')
		n--;
	if (exponent < -4 || exponent >= 16) {
		str_printf(s, "%c.%.*se%c%02d", all[0], n > 1 ? n - 1 : 1, n > 1 ? all + 1 : "0",
		    exponent < 0 ? '-' : '+', abs(exponent));
		return;
	}
	if (exponent < 0)
		str_add(s, "0.000", (size_t)(1 - exponent));
	for (i = 0; i < n || i <= exponent; i++) {
		if (i == exponent + 1 && i)
			str_putc(s, '.');
		str_putc(s, i < n ? all[i] : '0');
	}
	if (exponent >= 0 && n <= exponent + 1)
		str_add(s, ".0", 2);
}

static wide
liquid_number_power(int n)
{
	wide p = 1;

	while (n-- > 0)
		p *= 10;
	return p;
}

/* a / b to at least 18 digits, which is more than a double holds. */
static struct decimal
liquid_number_quotient(struct decimal a, struct decimal b)
{
	struct decimal q = { .scale = a.scale - b.scale };

	while (q.scale < 60 && a.c < liquid_number_power(36) && a.c > -liquid_number_power(36)) {
		a.c *= 10;
		q.scale++;
	}
	q.c = a.c / b.c;
	return q;
}

static wide
liquid_number_modulo(wide a, wide b)
{
	wide m = a % b;

	return m && (m < 0) != (b < 0) ? m + b : m;
}

static void
decimal_arith(char op, struct decimal a, struct decimal b, struct decimal *out)
{
	int scale = a.scale > b.scale ? a.scale : b.scale;

	if (op == '*') {
		*out = (struct decimal){ a.c * b.c, a.scale + b.scale };	/* 63 bits each */
		return;
	}
	if (op == '/') {
		*out = liquid_number_quotient(a, b);
		return;
	}
	a.c *= liquid_number_power(scale - a.scale);
	b.c *= liquid_number_power(scale - b.scale);
	*out = (struct decimal){ op == '+' ? a.c + b.c : op == '-' ? a.c - b.c
	    : liquid_number_modulo(a.c, b.c), scale };
}

static bool
fail_too_large(struct liquid_run *r)
{
	return liquid_fail(r, "a number beyond 64 bits");
}

static bool
int_arith(struct liquid_run *r, char op, int64_t a, int64_t b, int64_t *out)
{
	if (op == '+')
		return !__builtin_add_overflow(a, b, out) || fail_too_large(r);
	if (op == '-')
		return !__builtin_sub_overflow(a, b, out) || fail_too_large(r);
	if (op == '*')
		return !__builtin_mul_overflow(a, b, out) || fail_too_large(r);
	if (op == '/' && a == INT64_MIN && b == -1)
		return fail_too_large(r);
	if (op == '/')
		*out = a / b - (a % b && (a < 0) != (b < 0));
	else
		*out = b == -1 ? 0 : (int64_t)liquid_number_modulo(a, b);
	return true;
}

static bool
to_decimal(const struct liquid_value *v, struct decimal *d)
{
	if (v->kind == LIQUID_REAL)
		return decimal_of_double(v->d, d);
	*d = (struct decimal){ v->i, 0 };
	return true;
}

bool
liquid_arith(struct liquid_run *r, char op, struct liquid_value *v,
    const struct liquid_value *by)
{
	struct liquid_value a = liquid_to_number(v), b = liquid_to_number(by);
	double x = a.kind == LIQUID_INT ? (double)a.i : a.d;
	double y = b.kind == LIQUID_INT ? (double)b.i : b.d;
	struct decimal da, db, out;

	if (liquid_is_money(v) || liquid_is_money(by))
		return liquid_fail(r, "an amount with a currency is not a number: use its amount");
	*v = a;
	if ((op == '/' || op == '%') && y == 0)
		return liquid_fail(r, "divided by 0");
	if (a.kind == LIQUID_INT && b.kind == LIQUID_INT)
		return int_arith(r, op, a.i, b.i, &v->i);
	v->kind = LIQUID_REAL;
	if (to_decimal(&a, &da) && to_decimal(&b, &db)) {
		decimal_arith(op, da, db, &out);
		v->d = to_double(out);
	} else if (op == '%')
		return fail_too_large(r);
	else
		v->d = op == '+' ? x + y : op == '-' ? x - y : op == '*' ? x * y : x / y;
	return v->d - v->d == 0 || fail_too_large(r);
}

/* Round a number that is too small or too large for decimal places. */
static bool
round_extreme(struct liquid_run *r, struct liquid_value *v, int64_t places)
{
	if (v->d < 1 && v->d > -1)
		*v = places > 0 ? (struct liquid_value){ .kind = LIQUID_REAL } : liquid_of_int(0);
	else if (places <= 0) {
		if (v->d >= 9223372036854775808.0 || v->d < -9223372036854775808.0 || places)
			return fail_too_large(r);
		*v = liquid_of_int((int64_t)v->d);
	}
	return true;
}

/* Round half away from zero; with digits of 0 or less, to an integer. */
bool
liquid_round(struct liquid_run *r, struct liquid_value *v, int64_t places)
{
	struct decimal d;
	wide unit, half;

	if (places > SCALE_MAX || (v->kind == LIQUID_INT && places >= 0))
		return true;
	if (places < -SCALE_MAX) {
		*v = liquid_of_int(0);
		return true;
	}
	if (!to_decimal(v, &d))
		return round_extreme(r, v, places);
	if (d.scale > places) {
		unit = liquid_number_power(d.scale - (int)places);
		half = d.c < 0 ? -(unit / 2) : unit / 2;
		d.c = (d.c + half) / unit;
		d.scale = (int)places;
	}
	if (places > 0) {
		v->d = to_double(d);
		return true;
	}
	for (; d.scale < 0; d.scale++)
		d.c *= 10;
	if (d.c > INT64_MAX || d.c < INT64_MIN)
		return fail_too_large(r);
	*v = liquid_of_int((int64_t)d.c);
	return true;
}
