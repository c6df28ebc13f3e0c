/* number.c: filters that calculate with numbers and money. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "liquid/parse.h"
#include "record/money.h"

#define NUMBER_MONEY_COST 512		/* working memory of an amount that a filter makes */

/* An amount of money as the context has it. */
static bool
filter_money_read(const struct liquid_value *v, const char **currency, int64_t *minor)
{
	const json_t *amount = liquid_is_money(v) ? value_get(v->json, "amount") : NULL;
	const char *text = value_text(amount);
	struct err ignored = { 0 };
	char digits[MONEY_TEXT];

	*currency = amount ? value_text(value_get(v->json, "currency")) : NULL;
	if (value_kind(amount) == VALUE_INT) {
		snprintf(digits, sizeof digits, "%" PRId64, value_int(amount));
		text = digits;
	}
	return *currency && text && currency_exponent(*currency) >= 0
	    && money_read(text, strlen(text), *currency, minor, &ignored);
}

/* Rounds to the nearest minor unit, halves away from zero. */
static bool
filter_money_divide(int64_t minor, int64_t by, int64_t *out)
{
	int64_t rest;

	if (by <= 0)
		return false;
	*out = minor / by;
	rest = minor % by;
	if (rest >= by - rest)
		++*out;
	else if (-rest >= by + rest)
		--*out;
	return true;
}

static bool
filter_money_result(char op, int64_t minor, int64_t by, int64_t *out)
{
	switch (op) {
	case '+':
		return !__builtin_add_overflow(minor, by, out);
	case '-':
		return !__builtin_sub_overflow(minor, by, out);
	case '*':
		return !__builtin_mul_overflow(minor, by, out);
	default:
		return filter_money_divide(minor, by, out);
	}
}

static bool
filter_money_set(struct liquid_run *r, struct liquid_value *v, int64_t minor, const char *currency)
{
	char text[MONEY_TEXT];
	struct arena *before;
	json_t *map;

	if (r->work < NUMBER_MONEY_COST)
		return liquid_limit(r, "bytes of working memory", LIQUID_WORK_MAX);
	r->work -= NUMBER_MONEY_COST;
	before = value_allocator(&r->arena);
	map = value_map();
	value_set_text(map, "amount", money_print(minor, currency, text));
	value_set_text(map, "currency", currency);
	value_allocator(before);
	*v = liquid_wrap(map);
	return true;
}

/* Amounts of a currency are added and subtracted. One is multiplied and divided by a whole
   number. */
static bool
filter_money_arith(struct liquid_run *r, char op, struct liquid_value *v,
    const struct liquid_value *by)
{
	const bool sum = op == '+' || op == '-';
	const char *currency, *other = NULL;
	int64_t minor, n = by->kind == LIQUID_INT ? by->i : 0, out;

	if (!filter_money_read(v, &currency, &minor)
	    || (sum ? !filter_money_read(by, &other, &n) : by->kind != LIQUID_INT))
		return liquid_fail(r, sum ? "only an amount of money can be added to, or subtracted"
		    " from, another" : "an amount of money needs a whole number here");
	if ((!sum || !strcmp(currency, other)) && filter_money_result(op, minor, n, &out))
		return filter_money_set(r, v, out, currency);
	if (op == '/')
		return liquid_fail(r, "an amount of money can be divided by a number above 0");
	*v = (struct liquid_value){ .kind = LIQUID_NIL };
	return true;
}

static bool
filter_number_arith(struct liquid_run *r, char op, struct liquid_value *v,
    const struct liquid_value *by)
{
	return liquid_is_money(v) ? filter_money_arith(r, op, v, by) : liquid_arith(r, op, v, by);
}

static bool
filter_number_plus(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	return filter_number_arith(r, '+', v, a);
}

static bool
filter_number_minus(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	return filter_number_arith(r, '-', v, a);
}

static bool
filter_number_times(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	return filter_number_arith(r, '*', v, a);
}

static bool
filter_number_divided_by(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	return filter_number_arith(r, '/', v, a);
}

static bool
filter_number_modulo(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	return liquid_arith(r, '%', v, a);
}

static bool
filter_number_absolute(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	struct liquid_value zero = liquid_of_int(0);

	*v = liquid_to_number(v);
	if (v->kind == LIQUID_REAL) {
		v->d = v->d < 0 ? -v->d : v->d;
		return true;
	}
	if (v->i >= 0)
		return true;
	zero.i = v->i;
	*v = liquid_of_int(0);
	return liquid_arith(r, '-', v, &zero);
}

/* Round to the integer below or above. */
static bool
filter_number_whole(struct liquid_run *r, struct liquid_value *v, bool up)
{
	int64_t i;

	*v = liquid_to_number(v);
	if (v->kind == LIQUID_INT)
		return true;
	if (!(v->d > -9223372036854775808.0 && v->d < 9223372036854775808.0))
		return liquid_fail(r, "a number beyond 64 bits");
	i = (int64_t)v->d;
	if (up && (double)i < v->d)
		i++;
	if (!up && (double)i > v->d)
		i--;
	*v = liquid_of_int(i);
	return true;
}

static bool
filter_number_ceiling(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	return filter_number_whole(r, v, true);
}

static bool
filter_number_flooring(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	return filter_number_whole(r, v, false);
}

static bool
filter_number_rounding(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n)
{
	struct liquid_value places = n ? liquid_to_number(a) : liquid_of_int(0);

	*v = liquid_to_number(v);
	return liquid_round(r, v, places.kind == LIQUID_INT ? places.i : liquid_clip(places.d));
}

static bool
filter_number_within(struct liquid_run *r, struct liquid_value *v, const struct liquid_value *a,
    int beyond)
{
	struct liquid_value limit = liquid_to_number(a);
	int c = 0;

	*v = liquid_to_number(v);
	if (liquid_order(r, v, &limit, &c) && c == beyond)
		*v = limit;
	return true;
}

static bool
filter_number_at_least(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	return filter_number_within(r, v, a, -1);
}

static bool
filter_number_at_most(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	return filter_number_within(r, v, a, 1);
}

const struct liquid_filter liquid_number_filters[] = {
	{ "plus", 1, 1, filter_number_plus },
	{ "minus", 1, 1, filter_number_minus },
	{ "times", 1, 1, filter_number_times },
	{ "divided_by", 1, 1, filter_number_divided_by },
	{ "modulo", 1, 1, filter_number_modulo },
	{ "abs", 0, 0, filter_number_absolute },
	{ "ceil", 0, 0, filter_number_ceiling },
	{ "floor", 0, 0, filter_number_flooring },
	{ "round", 0, 1, filter_number_rounding },
	{ "at_least", 1, 1, filter_number_at_least },
	{ "at_most", 1, 1, filter_number_at_most },
	{ NULL, 0, 0, NULL },
};
