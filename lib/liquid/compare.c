/* compare.c: equality, order, and contains, as in Ruby's Liquid. */
#include <string.h>

#include "liquid/parse.h"

#define COMPARED_AT_ONCE 1024		/* bytes compared in one step */
#define SEARCHED_AT_ONCE 256

static bool
compare_is_number(const struct liquid_value *v)
{
	return v->kind == LIQUID_INT || v->kind == LIQUID_REAL;
}

static double
number_as_double(const struct liquid_value *v)
{
	return v->kind == LIQUID_INT ? (double)v->i : v->d;
}

static bool
is_blank(const struct liquid_value *v)
{
	size_t i;

	if (v->kind == LIQUID_NIL || (v->kind == LIQUID_BOOL && !v->yes))
		return true;
	if (v->kind != LIQUID_TEXT)
		return liquid_is_empty(v);
	for (i = 0; i < v->n; i++)
		if (v->text[i] != ' ' && (v->text[i] < '\t' || v->text[i] > '\r'))
			return false;
	return true;
}

static bool
equal_lists(struct liquid_run *r, const struct liquid_value *a, const struct liquid_value *b)
{
	size_t i, n = liquid_count(a);

	if (n != liquid_count(b))
		return false;
	for (i = 0; i < n && r->steps; i++) {
		struct liquid_value x = liquid_item(a, i), y = liquid_item(b, i);

		liquid_spend(r, 1);
		if (!liquid_equal(r, &x, &y))
			return false;
	}
	return true;
}

static bool
equal_maps(struct liquid_run *r, const json_t *a, const json_t *b)
{
	void *i;

	if (value_count(a) != value_count(b))
		return false;
	for (i = value_first(a); i && r->steps; i = value_next(a, i)) {
		struct liquid_value x = liquid_wrap(value_of(i));
		const json_t *other = value_get(b, value_key(i));
		struct liquid_value y = liquid_wrap(other);

		liquid_spend(r, 1);
		if (other == NULL || !liquid_equal(r, &x, &y))
			return false;
	}
	return true;
}

static bool
equal_same(struct liquid_run *r, const struct liquid_value *a, const struct liquid_value *b)
{
	switch (a->kind) {
	case LIQUID_BOOL:
		return a->yes == b->yes;
	case LIQUID_TEXT:
		liquid_spend(r, a->n / COMPARED_AT_ONCE);
		return a->n == b->n && (a->n == 0 || !memcmp(a->text, b->text, a->n));
	case LIQUID_MAP:
		return a->json == b->json || equal_maps(r, a->json, b->json);
	case LIQUID_RANGE:
		return a->range.from == b->range.from && a->range.to == b->range.to;
	case LIQUID_LOOP:
		return a->loop == b->loop;
	default:
		return true;
	}
}

/* When the steps run out, the rest counts as equal, and the next step fails. */
bool
liquid_equal(struct liquid_run *r, const struct liquid_value *a, const struct liquid_value *b)
{
	if (a->kind == LIQUID_INT && b->kind == LIQUID_INT)
		return a->i == b->i;
	if (compare_is_number(a) && compare_is_number(b))
		return number_as_double(a) == number_as_double(b);
	if (a->kind == b->kind && a->kind != LIQUID_LIST && a->kind != LIQUID_JSON)
		return equal_same(r, a, b);
	if (a->kind == LIQUID_EMPTY || a->kind == LIQUID_BLANK) {
		const struct liquid_value *swap = a;

		a = b;
		b = swap;
	}
	if (b->kind == LIQUID_EMPTY)
		return liquid_is_empty(a);
	if (b->kind == LIQUID_BLANK)
		return is_blank(a);
	return liquid_is_list(a) && liquid_is_list(b)
	    && a->kind != LIQUID_RANGE && b->kind != LIQUID_RANGE && equal_lists(r, a, b);
}

bool
liquid_order(struct liquid_run *r, const struct liquid_value *a,
    const struct liquid_value *b, int *out)
{
	if (a->kind == LIQUID_INT && b->kind == LIQUID_INT)
		*out = (a->i > b->i) - (a->i < b->i);
	else if (compare_is_number(a) && compare_is_number(b)) {
		double x = number_as_double(a), y = number_as_double(b);

		*out = (x > y) - (x < y);
	} else if (a->kind == LIQUID_TEXT && b->kind == LIQUID_TEXT) {
		size_t n = a->n < b->n ? a->n : b->n;
		int c = n ? memcmp(a->text, b->text, n) : 0;

		liquid_spend(r, n / COMPARED_AT_ONCE);
		*out = c ? (c > 0) - (c < 0) : (a->n > b->n) - (a->n < b->n);
	} else
		return false;
	return true;
}

bool
liquid_contains(struct liquid_run *r, const struct liquid_value *in,
    const struct liquid_value *what, bool *yes)
{
	struct liquid_value text = *what;
	size_t i, n = liquid_count(in);

	*yes = false;
	if (what->kind == LIQUID_NIL || (what->kind == LIQUID_BOOL && !what->yes))
		return true;
	if (in->kind == LIQUID_TEXT) {
		if (!liquid_to_text(r, &text))
			return false;
		*yes = text.n == 0 || memmem(in->text, in->n, text.text, text.n) != NULL;
		return liquid_step(r, in->n / SEARCHED_AT_ONCE);
	}
	if (in->kind == LIQUID_MAP && what->kind == LIQUID_TEXT) {
		char *key = liquid_get(r, what->n + 1);

		if (key == NULL)
			return false;
		memcpy(key, what->text, what->n);
		*yes = value_get(in->json, key) != NULL;
		return true;
	}
	for (i = 0; liquid_is_list(in) && i < n && !*yes; i++) {
		struct liquid_value item = liquid_item(in, i);

		if (!liquid_step(r, 1))
			return false;
		*yes = liquid_equal(r, &item, what);
	}
	return true;
}
