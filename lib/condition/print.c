/* print.c: print a tree of conditions as JSON. */
#include <stdio.h>
#include <string.h>

#include "condition/condition.h"
#include "record/money.h"

static json_t *
print_limit(const struct condition *c, int64_t n)
{
	char amount[MONEY_TEXT];

	return c->currency[0] ? value_new_text(money_print(n, c->currency, amount))
	    : value_new_int(n);
}

static json_t *
print_limits(const struct condition *c)
{
	json_t *v = value_map();

	if (c->has_min)
		value_set(v, "min", print_limit(c, c->min));
	if (c->has_max)
		value_set(v, "max", print_limit(c, c->max));
	if (c->currency[0])
		value_set_text(v, "currency", c->currency);
	return v;
}

static json_t *
print_value(const struct condition *c)
{
	json_t *list;
	size_t i;

	if (condition_row(c->kind)->shape == SHAPE_COUNT && c->has_max && !c->has_min)
		return value_new_int(c->max);
	if (c->has_min || c->has_max)
		return print_limits(c);
	list = value_list();
	for (i = 0; i < c->words.n; i++)
		value_add(list, value_new_text(c->words.list[i]));
	return list;
}

/* The map below the root, made if it is missing. */
static json_t *
print_below(json_t *map, const char *key)
{
	if (value_get(map, key) == NULL)
		value_set(map, key, value_map());
	return value_get(map, key);
}

static void
print_row(json_t *map, const struct condition *c, bool item)
{
	const char *path = condition_row(c->kind)->path, *dot = strchr(path, '.');
	char first[CONDITION_KEY];

	if (dot == NULL) {
		value_set(map, path, print_value(c));
		return;
	}
	snprintf(first, sizeof first, "%.*s", (int)(dot - path), path);
	value_set(item ? map : print_below(map, first), dot + 1, print_value(c));
}

static json_t *
print_map(const struct condition *c, bool item)
{
	json_t *map = value_map(), *list;
	size_t i, k;

	for (i = 0; i < c->nparts; i++) {
		const struct condition *part = &c->parts[i];
		const char *group = condition_group(part->kind);

		if (group == NULL) {
			print_row(map, part, item);
		} else if (part->kind <= CONDITION_ITEMS_NONE) {
			value_set(print_below(map, "items"), group, print_map(&part->parts[0], true));
		} else if (part->kind == CONDITION_NOT) {
			value_set(map, group, print_map(&part->parts[0], false));
		} else {
			list = value_list();
			for (k = 0; k < part->nparts; k++)
				value_add(list, print_map(&part->parts[k], false));
			value_set(map, group, list);
		}
	}
	return map;
}

json_t *
condition_print(const struct condition *c)
{
	return print_map(c, false);
}
