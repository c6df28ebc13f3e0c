/* environ_known.c: refuse a CRT_NAME of an option that is not a key; warn of a misspelled one. */
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

static bool
environ_is_key(const char *key)
{
	for (size_t i = 0; i < COUNT(keys); i++)
		if (!strcmp(keys[i], key))
			return true;
	return false;
}

/* Ignoring CRT_DRY_RUN silently would send mails. CRT_CHANNEL is meant for crt-send, so
   crt-gdpr, whose --channel is no key, ignores it. */
static bool
environ_refuse(const struct option *o, struct err *e)
{
	char name[OPTION_NAME_MAX + 5], key[OPTION_NAME_MAX];
	const char *value;

	option_environ_name(o, name);
	option_key(o, key);
	value = getenv(name);
	if (o->scope != OPTION_CLI || value == NULL || *value == '\0' || environ_is_key(key))
		return true;
	err_set(e, ERR_CONFIG, "%s in the environment has no effect: give --%s on the command line",
	    name, o->name);
	return err_hint(e, "unset %s", name);
}

bool
environ_check(const struct option_values *c, struct err *e)
{
	for (size_t i = 0; i < c->n; i++)
		if (!environ_refuse(c->entry[i].option, e))
			return false;
	return true;
}

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
