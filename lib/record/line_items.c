/* line_items.c: drop the unknown members of a cart's items when a record is too long. */
#include <string.h>

#include "record/line.h"
#include "record/record.h"

static bool
item_keeps(const char *member, bool links)
{
	if (!links && (!strcmp(member, "image") || !strcmp(member, "url")))
		return false;
	return record_member("item", member, NULL);
}

static json_t *
item_reduced(const json_t *item, bool links)
{
	json_t *out = value_map();
	void *i;

	for (i = value_first(item); i; i = value_next(item, i))
		if (item_keeps(value_key(i), links))
			value_set(out, value_key(i), value_hold(value_of(i)));
	return out;
}

void
line_items(struct str *out, const char *items, size_t n, bool links)
{
	struct err ignored = { 0 };
	json_t *all = NULL, *reduced = value_list();
	size_t i;

	if (items && value_read(&all, items, n, &ignored))
		for (i = 0; i < value_count(all); i++)
			value_add(reduced, item_reduced(value_at(all, i), links));
	value_print(out, reduced, false);
	value_free(all);
	value_free(reduced);
}
