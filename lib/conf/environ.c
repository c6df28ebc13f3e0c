/* environ.c: CRT_NAME in the environment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/choices.h"

/* A list is separated by commas; "a,,b" has no empty item. */
static bool
set_list(struct choices *c, struct choice *choice, const char *value, const char *name,
    struct err *e)
{
	while (*value) {
		size_t n = strcspn(value, ",");

		if (n && !choices_set(c, choice, arena_dup(&c->memory, value, n),
		    ORIGIN_ENVIRONMENT, name, e))
			return false;
		value += n + (value[n] == ',');
	}
	return true;
}

bool
choices_environment(struct choices *c, struct err *e)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct option *o = c->choice[i].option;
		char name[OPTION_NAME_MAX + 5];
		const char *value;
		bool ok;

		option_environ_name(o, name);
		value = getenv(name);
		if (value == NULL || *value == '\0' || every_argv_only(o))
			continue;
		ok = o->kind == OPTION_LIST ? set_list(c, &c->choice[i], value, name, e)
		    : choices_set(c, &c->choice[i], value, ORIGIN_ENVIRONMENT, name, e);
		if (!ok)
			return err_in(e, "%s in the environment", name);
	}
	return true;
}
