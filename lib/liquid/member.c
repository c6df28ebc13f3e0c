/* member.c: members of values, such as forloop.index and cart.items.size. */
#include <string.h>

#include "liquid/parse.h"

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
member_view(struct liquid_run *r, const struct liquid_value *v, const char *key,
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
		ok = member_view(r, v, key, &found);
	*out = found;
	return ok;
}
