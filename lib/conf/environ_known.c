/* environ_known.c: warn of a CRT_NAME that no command reads, and that may be misspelled. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "conf/environ_known.h"
#include "option/option_values.h"
#include "text/nearest.h"

#define PREFIX "CRT_"
#define SHORT_NAME 6		/* such a name is misspelled by one letter, not by two */

static const char *const keys[] = {
#define OPTION(section, key, kind, least, most, words) #key,
#define SECTION(name)
#include "conf/keys.def"
#undef OPTION
#undef SECTION
};

/* Tries a known name; true: it is the one. */
static bool
environ_try(struct nearest *near, const char *key)
{
	if (!strcmp(near->wanted, key))
		return true;
	nearest_try(near, key);
	return false;
}

/* name: what follows CRT_, as a key. all: the options of all verbs of this command. */
static bool
environ_is_known(const struct option_values *all, struct nearest *near)
{
	char key[OPTION_NAME_MAX];
	size_t i;

	for (i = 0; i < COUNT(keys); i++)
		if (environ_try(near, keys[i]))
			return true;
	for (i = 0; i < all->n; i++) {
		option_key(all->entry[i].option, key);
		if (all->entry[i].option->scope == OPTION_CLI ? !strcmp(near->wanted, key)
		    : environ_try(near, key))
			return true;
	}
	return false;
}

static void
environ_warn_one(const struct option_values *all, const char *given)
{
	char name[NEAREST_NAME_MAX + 1], nearest[NEAREST_NAME_MAX + 1];
	struct nearest near = { .wanted = name };
	size_t n = strcspn(given, "="), i;

	if (n >= sizeof name || given[n] == '\0' || given[n + 1] == '\0')
		return;
	for (i = 0; i < n; i++)
		name[i] = (char)tolower((unsigned char)given[i]);
	name[n] = '\0';
	if (environ_is_known(all, &near) || !nearest_name(&near)
	    || (n < SHORT_NAME && near.distance > 1))
		return;
	for (i = 0; (nearest[i] = (char)toupper((unsigned char)near.best[i])); i++)
		;
	log_line(LOG_WARN, NULL, PREFIX "%.*s in the environment has no effect; the nearest is " PREFIX
	    "%s", (int)n, given, nearest);
}

void
environ_warn(const struct command *c)
{
	struct option_values *all = mem_get(sizeof *all);
	struct err ignored = { 0 };
	char **at = environ;

	bool ok = option_values_open(all, c, NULL, NULL, &ignored);

	for (; ok && at && *at; at++)
		if (!strncmp(*at, PREFIX, strlen(PREFIX)))
			environ_warn_one(all, *at + strlen(PREFIX));
	option_values_close(all);
	free(all);
}
