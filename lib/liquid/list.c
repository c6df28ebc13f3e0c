/* list.c: make, copy, and flatten lists, and read members of their items. */
#include <string.h>

#include "liquid/parse.h"

#define KEY_MAX 256

/* Count the leaves, or copy them if to is given. */
static bool
list_leaves(struct liquid_run *r, const struct liquid_value *v, struct liquid_value *to,
    size_t *n, int depth)
{
	size_t i, count = liquid_count(v);

	if (v->kind == LIQUID_RANGE && to == NULL && count > r->steps)
		return liquid_step(r, r->steps);
	if (depth > 2 * VALUE_DEPTH_MAX)
		return liquid_fail(r, "lists within lists deeper than %d", 2 * VALUE_DEPTH_MAX);
	for (i = 0; i < count; i++) {
		struct liquid_value item = liquid_item(v, i);

		if (item.kind == LIQUID_LIST || item.kind == LIQUID_JSON) {
			if (!list_leaves(r, &item, to, n, depth + 1))
				return false;
			continue;
		}
		if (to)
			to[*n] = item;
		++*n;
	}
	return to != NULL || liquid_step(r, count);
}

bool
liquid_spread(struct liquid_run *r, const struct liquid_value *v, struct liquid_value **items,
    size_t *n)
{
	size_t again = 0;

	*n = 0;
	*items = NULL;
	/* a forloop is not stored in lists, because they may live longer */
	if (v->kind == LIQUID_NIL || v->kind >= LIQUID_LOOP)
		return true;
	if (!liquid_is_list(v))
		*n = 1;
	else if (!list_leaves(r, v, NULL, n, 0))
		return false;
	*items = liquid_get(r, *n * sizeof **items);
	if (*items == NULL)
		return false;
	if (liquid_is_list(v))
		return list_leaves(r, v, *items, &again, 0);
	**items = *v;
	return true;
}

/* text["part"] is the part if the text contains it; text[2] is a character. */
static bool
list_of_text(struct liquid_run *r, const struct liquid_value *item, const struct liquid_value *key,
    struct liquid_value *out)
{
	int64_t i = key->i, n;

	liquid_spend(r, item->n / 256);
	if (key->kind == LIQUID_TEXT) {
		if (key->n == 0 || memmem(item->text, item->n, key->text, key->n))
			*out = *key;
		return true;
	}
	if (key->kind != LIQUID_INT)
		return false;
	n = (int64_t)utf8_chars(item->text, item->n);
	i += i < 0 ? n : 0;
	if (i >= 0 && i < n) {
		size_t at = utf8_skip(item->text, item->n, (size_t)i);
		const char *s = item->text + at;

		*out = liquid_of_text(s, utf8_skip(s, item->n - at, 1));
	}
	return true;
}

bool
liquid_property(struct liquid_run *r, const struct liquid_value *item,
    const struct liquid_value *key, struct liquid_value *out, bool *has)
{
	struct liquid_value found = { .kind = LIQUID_NIL };
	char name[KEY_MAX];
	bool ok = true;

	*has = true;
	if (item->kind == LIQUID_MAP) {
		if (key->kind == LIQUID_TEXT && key->n < sizeof name) {
			memcpy(name, key->text, key->n);
			name[key->n] = '\0';
			found = liquid_wrap(value_get(item->json, name));
		}
	} else if (item->kind == LIQUID_TEXT)
		ok = list_of_text(r, item, key, &found);
	else if (item->kind == LIQUID_INT) {	/* Ruby: a bit of the number */
		ok = key->kind == LIQUID_INT;
		found = liquid_of_int(key->i < 0 ? 0 : item->i >> (key->i > 63 ? 63 : key->i) & 1);
	} else if (liquid_is_list(item)) {
		ok = key->kind == LIQUID_INT;
		if (ok)
			found = liquid_item(item, (size_t)key->i);
	} else
		*has = false;
	*out = found;
	return ok || liquid_fail(r, "an item has no members by that name");
}
