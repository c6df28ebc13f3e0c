/* environ.c: read CRT_NAME variables, and respect those of libpq. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "option/option_values.h"

/* Items are separated by commas; empty ones are ignored. */
static bool
set_list(struct option_values *c, struct option_value *entry, const char *value, const char *name,
    struct err *e)
{
	while (*value) {
		size_t n = strcspn(value, ",");

		if (n && !option_values_set(c, entry, arena_dup(&c->memory, value, n),
		    ORIGIN_ENVIRONMENT, name, e))
			return false;
		value += n + (value[n] == ',');
	}
	return true;
}

/* libpq's variables name the database too and override a file: "" leaves it to them. */
static const char *
libpq_default(const struct option *o)
{
	static const char *const deciding[] = {
		"PGSERVICE", "PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE"
	};
	const char *value;
	size_t i;

	if (strcmp(o->name, "database") != 0)
		return NULL;
	for (i = 0; i < COUNT(deciding); i++)
		if ((value = getenv(deciding[i])) && *value)
			return deciding[i];
	return NULL;
}

static bool
environ_set_one(struct option_values *c, struct option_value *entry, struct err *e)
{
	const struct option *o = entry->option;
	char name[OPTION_NAME_MAX + 5];
	const char *value, *other;
	bool ok;

	option_environ_name(o, name);
	value = getenv(name);
	if (value && *value) {
		ok = o->kind == OPTION_LIST ? set_list(c, entry, value, name, e)
		    : option_values_set(c, entry, value, ORIGIN_ENVIRONMENT, name, e);
		return ok || err_in(e, "%s in the environment", name);
	}
	other = libpq_default(o);
	return other == NULL || option_values_set(c, entry, "", ORIGIN_ENVIRONMENT, other, e);
}

bool
option_values_environment(struct option_values *c, struct err *e)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->entry[i].option->scope >= OPTION_ENVIRON && !environ_set_one(c, &c->entry[i], e))
			return false;
	return true;
}
