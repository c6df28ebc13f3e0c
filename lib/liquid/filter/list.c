/* list.c: filters for whole lists, such as join, sort, and concat. */
#include <string.h>
#include <strings.h>

#include "liquid/parse.h"

static bool
filter_list_join(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n)
{
	struct liquid_value glue = n ? a[0] : liquid_of_text(" ", 1), *items;
	struct str *s;
	size_t i, count;

	if (!liquid_to_text(r, &glue) || !liquid_spread(r, v, &items, &count))
		return false;
	s = liquid_scratch(r);
	for (i = 0; i < count && !str_full(s); i++) {
		if (i)
			str_add(s, glue.text, glue.n);
		liquid_print(s, &items[i]);
	}
	return liquid_keep(r, v);
}

static bool
filter_list_first(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	struct liquid_value out = { .kind = LIQUID_NIL };

	if (v->kind == LIQUID_MAP && liquid_count(v) > 0) {
		if (!liquid_pair(r, value_first(v->json), &out))
			return false;
	} else if (liquid_is_list(v))
		out = liquid_item(v, 0);
	*v = out;
	return true;
}

static bool
filter_list_last(struct liquid_run *r UNUSED, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	size_t count = liquid_is_list(v) ? liquid_count(v) : 0;

	*v = count ? liquid_item(v, count - 1) : (struct liquid_value){ .kind = LIQUID_NIL };
	return true;
}

static bool
filter_list_size(struct liquid_run *r UNUSED, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	*v = liquid_of_int((int64_t)(v->kind == LIQUID_TEXT ? utf8_chars(v->text, v->n)
	    : liquid_count(v)));
	return true;
}

static bool
filter_list_concat(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	struct liquid_value *items, *all;
	size_t count, more = liquid_count(a), i;

	if (a->kind != LIQUID_LIST && a->kind != LIQUID_JSON)
		return liquid_fail(r, "\"concat\" needs a list");
	if (!liquid_spread(r, v, &items, &count) || !liquid_step(r, more))
		return false;
	all = liquid_get(r, (count + more) * sizeof *all);
	if (all == NULL)
		return false;
	for (i = 0; i < count + more; i++)
		all[i] = i < count ? items[i] : liquid_item(a, i - count);
	liquid_to_list(v, all, count + more);
	return true;
}

static bool
filter_list_reverse(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	struct liquid_value *items;
	size_t count, i;

	if (!liquid_spread(r, v, &items, &count))
		return false;
	for (i = 0; i < count / 2; i++) {
		struct liquid_value swap = items[i];

		items[i] = items[count - 1 - i];
		items[count - 1 - i] = swap;
	}
	liquid_to_list(v, items, count);
	return true;
}

/* An item and its sort key. */
struct keyed {
	struct liquid_value key, item;
};

/* Compare: less, equal, or more in *c; nil comes last. */
static bool
filter_list_compare(struct liquid_run *r, const struct liquid_value *a,
    const struct liquid_value *b, bool natural, int *c)
{
	if (!liquid_step(r, 1))
		return false;
	if (a->kind == LIQUID_NIL || b->kind == LIQUID_NIL) {
		*c = (a->kind == LIQUID_NIL) - (b->kind == LIQUID_NIL);
		return true;
	}
	if (natural) {
		size_t n = a->n < b->n ? a->n : b->n;

		liquid_spend(r, n / 256);
		*c = n ? strncasecmp(a->text, b->text, n) : 0;
		if (*c == 0)
			*c = (a->n > b->n) - (a->n < b->n);
		return true;
	}
	if (liquid_order(r, a, b, c))
		return true;
	*c = 0;
	if (a->kind == b->kind && liquid_equal(r, a, b))
		return true;
	return liquid_fail(r, "items of different kinds cannot be sorted");
}

/* A stable merge sort from the bottom: sorted parts of width items become parts of twice that. */
static bool
filter_list_merge(struct liquid_run *r, struct keyed *from, struct keyed *to, size_t n,
    size_t width, bool natural)
{
	size_t left, out = 0;

	for (left = 0; left < n; left += 2 * width) {
		size_t mid = left + width < n ? left + width : n;
		size_t end = mid + width < n ? mid + width : n;
		size_t i = left, j = mid;

		while (i < mid || j < end) {
			int c = i < mid ? -1 : 1;

			if (i < mid && j < end
			    && !filter_list_compare(r, &from[i].key, &from[j].key, natural, &c))
				return false;
			to[out++] = c <= 0 ? from[i++] : from[j++];
		}
	}
	return true;
}

static bool
filter_list_sort_keyed(struct liquid_run *r, struct keyed **list, size_t n, bool natural)
{
	struct keyed *other = liquid_get(r, n * sizeof *other), *swap;
	size_t width;

	if (other == NULL)
		return false;
	for (width = 1; width < n; width *= 2) {
		if (!filter_list_merge(r, *list, other, n, width, natural))
			return false;
		swap = *list;
		*list = other;
		other = swap;
	}
	return true;
}

static bool
filter_list_key_of(struct liquid_run *r, struct keyed *k, const struct liquid_value *by,
    bool natural)
{
	bool has;

	k->key = k->item;
	if (by && !liquid_property(r, &k->item, by, &k->key, &has))
		return false;
	return !natural || k->key.kind == LIQUID_NIL || liquid_to_text(r, &k->key);
}

static bool
filter_list_sorted(struct liquid_run *r, struct liquid_value *v, const struct liquid_value *by,
    bool natural)
{
	struct liquid_value *items;
	struct keyed *list;
	size_t n, i;

	if (!liquid_spread(r, v, &items, &n))
		return false;
	list = liquid_get(r, n * sizeof *list);
	if (list == NULL)
		return false;
	for (i = 0; i < n; i++) {
		list[i].item = items[i];
		if (!filter_list_key_of(r, &list[i], by, natural))
			return false;
	}
	if (!filter_list_sort_keyed(r, &list, n, natural))
		return false;
	for (i = 0; i < n; i++)
		items[i] = list[i].item;
	liquid_to_list(v, items, n);
	return true;
}

static bool
filter_list_sort(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n)
{
	return filter_list_sorted(r, v, n && a->kind != LIQUID_NIL ? a : NULL, false);
}

static bool
filter_list_sort_natural(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n)
{
	return filter_list_sorted(r, v, n && a->kind != LIQUID_NIL ? a : NULL, true);
}

const struct liquid_filter liquid_list_filters[] = {
	{ "join", 0, 1, filter_list_join },
	{ "first", 0, 0, filter_list_first },
	{ "last", 0, 0, filter_list_last },
	{ "size", 0, 0, filter_list_size },
	{ "concat", 1, 1, filter_list_concat },
	{ "reverse", 0, 0, filter_list_reverse },
	{ "sort", 0, 1, filter_list_sort },
	{ "sort_natural", 0, 1, filter_list_sort_natural },
	{ NULL, 0, 0, NULL },
};
