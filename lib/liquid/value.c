/* value.c: kinds of values, their contents, and how they are printed. */
#include <inttypes.h>
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
liquid_pair(struct liquid_run *r, void *iter, struct liquid_value *v)
{
	struct liquid_value *items = liquid_get(r, 2 * sizeof *items);
	const char *key = value_key(iter);

	if (items == NULL)
		return false;
	items[0] = liquid_of_text(key, strlen(key));
	items[1] = liquid_wrap(value_of(iter));
	liquid_to_list(v, items, 2);
	return true;
}

static struct liquid_value
loop_member(const struct liquid_loop *l, const char *key)
{
	const struct { const char *key; int64_t i; } ints[] = {
		{ "index", l->index + 1 }, { "index0", l->index }, { "length", l->length },
		{ "rindex", l->length - l->index }, { "rindex0", l->length - l->index - 1 },
		{ "col", l->cols ? l->index % l->cols + 1 : -1 },
		{ "col0", l->cols ? l->index % l->cols : -1 },
		{ "row", l->cols ? l->index / l->cols + 1 : -1 },
	};
	size_t i;

	for (i = 0; i < COUNT(ints); i++)
		if (!strcmp(key, ints[i].key) && ints[i].i >= 0)
			return liquid_of_int(ints[i].i);
	if (!strcmp(key, "first"))
		return liquid_of_bool(l->index == 0);
	if (!strcmp(key, "last"))
		return liquid_of_bool(l->index == l->length - 1);
	if (l->cols && !strcmp(key, "col_first"))
		return liquid_of_bool(l->index % l->cols == 0);
	if (l->cols && !strcmp(key, "col_last"))
		return liquid_of_bool(l->index % l->cols == l->cols - 1);
	if (l->parent && !strcmp(key, "parentloop"))
		return (struct liquid_value){ .kind = LIQUID_LOOP, .loop = l->parent };
	if (l->cols == 0 && !strcmp(key, "name"))
		return liquid_of_text(l->name, l->name_n);
	return (struct liquid_value){ .kind = LIQUID_NIL };
}

/* size, first, and last, if no member has that name. */
static bool
liquid_value_view(struct liquid_run *r, const struct liquid_value *v, const char *key,
    struct liquid_value *out)
{
	size_t n = liquid_count(v);

	if (v->kind == LIQUID_TEXT) {
		if (!strcmp(key, "size")) {
			liquid_spend(r, v->n / 256);
			*out = liquid_of_int((int64_t)utf8_chars(v->text, v->n));
		}
		return true;
	}
	if (v->kind != LIQUID_MAP && !liquid_is_list(v))
		return true;
	if (!strcmp(key, "size"))
		*out = liquid_of_int((int64_t)n);
	else if (n == 0)
		return true;
	else if (!strcmp(key, "first"))
		return v->kind == LIQUID_MAP ? liquid_pair(r, value_first(v->json), out)
		    : (*out = liquid_item(v, 0), true);
	else if (!strcmp(key, "last") && v->kind != LIQUID_MAP)
		*out = liquid_item(v, n - 1);
	return true;
}

bool
liquid_member(struct liquid_run *r, const struct liquid_value *v, const char *key,
    struct liquid_value *out)
{
	struct liquid_value found = { .kind = LIQUID_NIL };
	bool ok = true;

	if (v->kind == LIQUID_LOOP)
		found = loop_member(v->loop, key);
	else if (v->kind == LIQUID_MAP && value_get(v->json, key))
		found = liquid_wrap(value_get(v->json, key));
	else
		ok = liquid_value_view(r, v, key, &found);
	*out = found;
	return ok;
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

static void liquid_value_put(struct str *, const struct liquid_value *, bool quoted, int depth);

static void
print_map(struct str *s, const json_t *map, int depth)
{
	void *i, *first = value_first(map);

	str_putc(s, '{');
	for (i = first; i; i = value_next(map, i)) {
		struct liquid_value v = liquid_wrap(value_of(i));

		if (i != first)
			str_puts(s, ", ");
		value_quote(s, value_key(i), strlen(value_key(i)));
		str_puts(s, "=>");
		liquid_value_put(s, &v, true, depth);
	}
	str_putc(s, '}');
}

static void
liquid_value_print_list(struct str *s, const struct liquid_value *v, bool quoted, int depth)
{
	size_t i, n = liquid_count(v);

	if (quoted)
		str_putc(s, '[');
	for (i = 0; i < n && !str_full(s); i++) {
		struct liquid_value item = liquid_item(v, i);

		if (quoted && i)
			str_puts(s, ", ");
		liquid_value_put(s, &item, quoted, depth);
	}
	if (quoted)
		str_putc(s, ']');
}

/* Print as Ruby's to_s does, or as inspect does if quoted, within a map. */
static void
liquid_value_put(struct str *s, const struct liquid_value *v, bool quoted, int depth)
{
	if (depth > 2 * VALUE_DEPTH_MAX || str_full(s))
		return;
	switch (v->kind) {
	case LIQUID_NIL:
		if (quoted)
			str_puts(s, "nil");
		break;
	case LIQUID_BOOL:
		str_puts(s, v->yes ? "true" : "false");
		break;
	case LIQUID_INT:
		str_printf(s, "%" PRId64, v->i);
		break;
	case LIQUID_REAL:
		liquid_print_real(s, v->d);
		break;
	case LIQUID_TEXT:
		(quoted ? value_quote : str_add)(s, v->text, v->n);
		break;
	case LIQUID_RANGE:
		str_printf(s, "%" PRId64 "..%" PRId64, v->range.from, v->range.to);
		break;
	case LIQUID_LIST:
	case LIQUID_JSON:
		liquid_value_print_list(s, v, quoted, depth + 1);
		break;
	case LIQUID_MAP:
		print_map(s, v->json, depth + 1);
		break;
	default:
		break;
	}
}

void
liquid_print(struct str *s, const struct liquid_value *v)
{
	liquid_value_put(s, v, false, 0);
}

bool
liquid_to_text(struct liquid_run *r, struct liquid_value *v)
{
	if (v->kind == LIQUID_TEXT)
		return true;
	if (v->kind == LIQUID_NIL || v->kind >= LIQUID_LOOP) {
		*v = liquid_of_text("", 0);
		return true;
	}
	liquid_print(liquid_scratch(r), v);
	return liquid_keep(r, v);
}
