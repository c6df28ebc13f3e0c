/* pick.c: filters that read members of items, such as where, map, uniq, and sum. */
#include <string.h>

#include "liquid/parse.h"

/* Whether each item matches. Returns false with *has false if an item has no members. */
static bool
filter_pick_fits(struct liquid_run *r, const struct liquid_value *item, struct liquid_value *a,
    size_t n, bool *yes, bool *has)
{
	struct liquid_value key = a[0], got;

	if (key.kind == LIQUID_NIL)
		key = liquid_of_text("", 0);
	if (!liquid_step(r, 1) || !liquid_property(r, item, &key, &got, has))
		return false;
	*yes = n > 1 && a[1].kind != LIQUID_NIL ? liquid_equal(r, &got, &a[1])
	    : liquid_truth(&got);
	return true;
}

/* Keep the items that match, or those that do not; none if an item has no members. */
static bool
filter_pick_filtered(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n,
    bool keep)
{
	struct liquid_value *items;
	size_t count, i, kept = 0;

	if (!liquid_spread(r, v, &items, &count))
		return false;
	for (i = 0; i < count; i++) {
		bool yes, has;

		if (!filter_pick_fits(r, &items[i], a, n, &yes, &has))
			return false;
		if (!has) {
			*v = (struct liquid_value){ .kind = LIQUID_NIL };
			return true;
		}
		if (yes == keep)
			items[kept++] = items[i];
	}
	liquid_to_list(v, items, kept);
	return true;
}

static bool
filter_pick_where(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n)
{
	return filter_pick_filtered(r, v, a, n, true);
}

static bool
filter_pick_reject(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n)
{
	return filter_pick_filtered(r, v, a, n, false);
}

/* Makes the first match the value, or nil. *at: its index, or -1; *has: false if an item has no
   members. */
static bool
filter_pick_search(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n,
    int64_t *at, bool *has)
{
	struct liquid_value *items;
	size_t count, i;
	bool yes;

	*has = true;
	*at = -1;
	if (!liquid_spread(r, v, &items, &count))
		return false;
	*v = (struct liquid_value){ .kind = LIQUID_NIL };
	for (i = 0; i < count && *has && *at < 0; i++) {
		if (!filter_pick_fits(r, &items[i], a, n, &yes, has))
			return false;
		if (*has && yes) {
			*v = items[i];
			*at = (int64_t)i;
		}
	}
	return true;
}

enum pick { PICK_ITEM, PICK_INDEX, PICK_WHETHER };

static bool
filter_pick_first(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n,
    enum pick what)
{
	int64_t at;
	bool has;

	if (!filter_pick_search(r, v, a, n, &at, &has))
		return false;
	if (what == PICK_INDEX)
		*v = at < 0 ? (struct liquid_value){ .kind = LIQUID_NIL } : liquid_of_int(at);
	else if (what == PICK_WHETHER)
		*v = has ? liquid_of_bool(at >= 0) : (struct liquid_value){ .kind = LIQUID_NIL };
	return true;
}

static bool
filter_pick_find(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n)
{
	return filter_pick_first(r, v, a, n, PICK_ITEM);
}

static bool
filter_pick_index(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n)
{
	return filter_pick_first(r, v, a, n, PICK_INDEX);
}

static bool
filter_pick_has(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n)
{
	return filter_pick_first(r, v, a, n, PICK_WHETHER);
}

/* Replace each item with its member of that name. */
static bool
filter_pick_members(struct liquid_run *r, const struct liquid_value *items, size_t n,
    const struct liquid_value *key, struct liquid_value **out)
{
	size_t i;
	bool has;

	*out = liquid_get(r, n * sizeof **out);
	if (*out == NULL)
		return false;
	for (i = 0; i < n; i++)
		if (!liquid_property(r, &items[i], key, &(*out)[i], &has))
			return false;
	return true;
}

static bool
filter_pick_map(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	struct liquid_value *items, *got;
	size_t count;

	if (!liquid_spread(r, v, &items, &count) || !filter_pick_members(r, items, count, a, &got))
		return false;
	liquid_to_list(v, got, count);
	return true;
}

static bool
filter_pick_sum(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n)
{
	struct liquid_value *items, total = liquid_of_int(0);
	size_t count, i;

	if (!liquid_spread(r, v, &items, &count))
		return false;
	if (n && a->kind != LIQUID_NIL && !filter_pick_members(r, items, count, a, &items))
		return false;
	liquid_to_list(v, items, count);
	if (!liquid_spread(r, v, &items, &count))
		return false;
	for (i = 0; i < count; i++)
		if (!liquid_arith(r, '+', &total, &items[i]))
			return false;
	*v = total;
	return true;
}

/* Items with the values they are compared by: a member, or the items themselves. */
static bool
filter_pick_tested(struct liquid_run *r, const struct liquid_value *v, struct liquid_value *a,
    size_t n, struct liquid_value **items, struct liquid_value **by, size_t *count)
{
	if (!liquid_spread(r, v, items, count))
		return false;
	*by = *items;
	return n == 0 || a->kind == LIQUID_NIL || filter_pick_members(r, *items, *count, a, by);
}

static bool
filter_pick_compact(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n)
{
	struct liquid_value *items, *by;
	size_t count, i, kept = 0;

	if (!filter_pick_tested(r, v, a, n, &items, &by, &count))
		return false;
	for (i = 0; i < count; i++)
		if (by[i].kind != LIQUID_NIL)
			items[kept++] = items[i];
	liquid_to_list(v, items, kept);
	return true;
}

/* As in Ruby, uniq distinguishes 1 from 1.0, which == does not. */
static bool
filter_pick_same(struct liquid_run *r, const struct liquid_value *a, const struct liquid_value *b)
{
	bool reals = a->kind == LIQUID_REAL || b->kind == LIQUID_REAL;

	return (!reals || a->kind == b->kind) && liquid_equal(r, a, b);
}

static bool
filter_pick_uniq(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n)
{
	struct liquid_value *items, *by;
	size_t count, i, j, kept = 0;

	if (!filter_pick_tested(r, v, a, n, &items, &by, &count))
		return false;
	for (i = 0; i < count; i++) {
		if (!liquid_step(r, 1 + kept / 16))
			return false;
		for (j = 0; j < kept && !filter_pick_same(r, &by[i], &by[j]); j++)
			;
		if (j < kept)
			continue;
		by[kept] = by[i];
		items[kept++] = items[i];
	}
	liquid_to_list(v, items, kept);
	return true;
}

const struct liquid_filter liquid_pick_filters[] = {
	{ "where", 1, 2, filter_pick_where },
	{ "reject", 1, 2, filter_pick_reject },
	{ "find", 1, 2, filter_pick_find },
	{ "find_index", 1, 2, filter_pick_index },
	{ "has", 1, 2, filter_pick_has },
	{ "map", 1, 1, filter_pick_map },
	{ "sum", 0, 1, filter_pick_sum },
	{ "compact", 0, 1, filter_pick_compact },
	{ "uniq", 0, 1, filter_pick_uniq },
	{ NULL, 0, 0, NULL },
};
