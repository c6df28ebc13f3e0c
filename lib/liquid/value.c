/* value.c: kinds of values, and their contents. */
#include <string.h>

#include "liquid/parse.h"

struct liquid_value
liquid_wrap(const json_t *json)
{
	struct liquid_value v = { .kind = LIQUID_NIL };

	switch (value_kind(json)) {
	case VALUE_BOOL:
		return liquid_of_bool(value_true(json));
	case VALUE_INT:
		return liquid_of_int(value_int(json));
	case VALUE_TEXT:
		return liquid_of_text(value_text(json), value_length(json));
	case VALUE_REAL:
		v.kind = LIQUID_REAL;
		v.d = value_real(json);
		break;
	case VALUE_LIST:
	case VALUE_MAP:
		v.kind = value_kind(json) == VALUE_LIST ? LIQUID_JSON : LIQUID_MAP;
		v.json = json;
		break;
	default:
		break;
	}
	return v;
}

struct liquid_value
liquid_of_text(const char *s, size_t n)
{
	return (struct liquid_value){ .kind = LIQUID_TEXT, .n = n, .text = s };
}

struct liquid_value
liquid_of_int(int64_t i)
{
	return (struct liquid_value){ .kind = LIQUID_INT, .i = i };
}

void
liquid_to_list(struct liquid_value *v, const struct liquid_value *items, size_t n)
{
	*v = (struct liquid_value){ .kind = LIQUID_LIST, .n = n, .items = items };
}

struct liquid_value
liquid_of_bool(bool yes)
{
	return (struct liquid_value){ .kind = LIQUID_BOOL, .yes = yes };
}

bool
liquid_truth(const struct liquid_value *v)
{
	return v->kind != LIQUID_NIL && (v->kind != LIQUID_BOOL || v->yes);
}

bool
liquid_is_list(const struct liquid_value *v)
{
	return v->kind == LIQUID_LIST || v->kind == LIQUID_JSON || v->kind == LIQUID_RANGE;
}

size_t
liquid_count(const struct liquid_value *v)
{
	switch (v->kind) {
	case LIQUID_LIST:
		return v->n;
	case LIQUID_JSON:
	case LIQUID_MAP:
		return value_count(v->json);
	case LIQUID_RANGE:
		if (v->range.to < v->range.from)
			return 0;
		/* one less than there are, if the count would not fit */
		return (size_t)((uint64_t)v->range.to - (uint64_t)v->range.from)
		    + ((uint64_t)v->range.to - (uint64_t)v->range.from != UINT64_MAX);
	default:
		return 0;
	}
}

struct liquid_value
liquid_item(const struct liquid_value *v, size_t i)
{
	if (i >= liquid_count(v))
		return (struct liquid_value){ .kind = LIQUID_NIL };
	if (v->kind == LIQUID_LIST)
		return v->items[i];
	if (v->kind == LIQUID_RANGE)
		return liquid_of_int((int64_t)((uint64_t)v->range.from + i));
	return liquid_wrap(value_at(v->json, i));
}

bool
liquid_is_empty(const struct liquid_value *v)
{
	if (v->kind == LIQUID_TEXT)
		return v->n == 0;
	return (v->kind == LIQUID_MAP || v->kind == LIQUID_LIST || v->kind == LIQUID_JSON)
	    && liquid_count(v) == 0;
}

bool
liquid_is_money(const struct liquid_value *v)
{
	return v->kind == LIQUID_MAP && value_count(v->json) == 2
	    && value_get(v->json, "amount") && value_get(v->json, "currency");
}
