/* row.c: the table of conditions. */
#include "condition/condition.h"

static const struct condition_row rows[CONDITION_KINDS] = {
#define CONDITION(id, path, shape, choices, refusal, meaning) \
	[CONDITION_##id] = { path, SHAPE_##shape, choices, refusal },
#include "condition/condition.def"
#undef CONDITION
};

const struct condition_row *
condition_row(enum condition_kind kind)
{
	return rows[kind].path ? &rows[kind] : NULL;
}

bool
condition_has(const struct condition *c, enum condition_kind kind)
{
	size_t i;

	for (i = 0; i < c->nparts; i++)
		if (condition_has(&c->parts[i], kind))
			return true;
	return c->kind == kind;
}

const char *
condition_group(enum condition_kind kind)
{
	static const char *const groups[CONDITION_KINDS] = {
		[CONDITION_ITEMS_ANY] = "any", [CONDITION_ITEMS_ALL] = "all",
		[CONDITION_ITEMS_NONE] = "none", [CONDITION_ALL] = "all", [CONDITION_ANY] = "any",
		[CONDITION_EXCLUDE] = "exclude", [CONDITION_NOT] = "not",
	};

	return groups[kind];
}
