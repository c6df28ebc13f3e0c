/* keys.c: set options from the keys of a configuration file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/keys.h"
#include "text/nearest.h"

#define WHERE_MAX 4200

enum known_kind { KNOWN_KEY, KNOWN_SECTION };

static const struct known {
	enum known_kind kind;
	const char *name;
} known[] = {
#define OPTION(section, key, kind, least, most, words) { KNOWN_KEY, #key },
#define SECTION(name) { KNOWN_SECTION, #name },
#include "conf/keys.def"
#undef OPTION
#undef SECTION
};

const char *
keys_section(const struct command *c)
{
	return strncmp(c->name, "crt-", 4) == 0 ? c->name + 4 : c->name;
}

static bool
is_key(struct option_values *all, const char *key)
{
	const struct option_value *entry = strchr(key, '-') ? NULL : option_values_find(all, key);

	return entry && entry->option->scope == OPTION_KEY;
}

static bool
keys_unknown(struct option_values *all, const struct yaml *map, size_t pair, bool top,
    struct err *e)
{
	const char *key = yaml_key_at(map, pair);
	const struct option_value *entry = option_values_find(all, key);
	struct nearest near = { .wanted = key };
	char names[OPTION_VALUES_MAX][OPTION_NAME_MAX];

	if (entry && entry->option->scope != OPTION_KEY)
		return yaml_fail_key(map, pair, e,
		    "\"%s\" is not a configuration key: give --%s on the command line", key,
		    entry->option->name);
	for (size_t i = 0; i < all->n; i++) {
		option_key(all->entry[i].option, names[i]);
		if (all->entry[i].option->scope == OPTION_KEY)
			nearest_try(&near, names[i]);
	}
	for (size_t i = 0; top && i < COUNT(known); i++)
		nearest_try(&near, known[i].name);
	yaml_fail_key(map, pair, e, "unknown key \"%s\"", key);
	if (nearest_name(&near))
		return err_hint(e, "the nearest is %s", nearest_name(&near));
	return err_hint(e, "see crt.yaml(5)");
}

/* The name is known, but its value is a map in place of a scalar, or the reverse. */
static bool
keys_misshapen(const struct yaml *root, size_t pair, bool map, struct err *e)
{
	const char *key = yaml_key_at(root, pair);

	yaml_fail_key(root, pair, e, map ? "\"%s\" takes a value, not keys"
	    : "keys and values belong under \"%s\"", key);
	return err_hint(e, "see crt.yaml(5)");
}

/* A map is a section; any other key is an option of this command or of another. */
static bool
check_top(struct option_values *all, const struct yaml *root, size_t pair, struct err *e)
{
	const char *key = yaml_key_at(root, pair);
	bool map = yaml_kind(yaml_at(root, pair)) == YAML_MAP, somewhere = is_key(all, key);

	if (map && strcmp(key, keys_section(all->command)) == 0)
		return true;
	if (!map && somewhere)
		return true;
	for (size_t i = 0; i < COUNT(known); i++) {
		if (strcmp(known[i].name, key) != 0)
			continue;
		if ((known[i].kind == KNOWN_SECTION) == map)
			return true;
		somewhere = true;
	}
	return somewhere ? keys_misshapen(root, pair, map, e) : keys_unknown(all, root, pair, true, e);
}

static bool
check_file(struct option_values *all, const struct yaml *root, bool top, struct err *e)
{
	const struct yaml *section = yaml_get(root, keys_section(all->command));

	for (size_t i = 0; top && i < yaml_count(root); i++)
		if (!check_top(all, root, i, e))
			return false;
	for (size_t i = 0; yaml_kind(section) == YAML_MAP && i < yaml_count(section); i++)
		if (!is_key(all, yaml_key_at(section, i)))
			return keys_unknown(all, section, i, false, e);
	return true;
}

static bool
keys_set_one(struct option_values *c, struct option_value *entry, const struct yaml *node,
    struct err *e)
{
	enum option_kind kind = entry->option->kind;
	bool file = kind == OPTION_FILE || kind == OPTION_SECRET;
	char where[WHERE_MAX], *path = file ? yaml_as_file(node) : NULL;
	bool ok;

	if (yaml_text(node) == NULL)
		return yaml_fail(node, e, "expected one value");
	snprintf(where, sizeof where, "%s:%d", yaml_file(node), yaml_line(node));
	ok = option_values_set(c, entry, path ? path : yaml_text(node), ORIGIN_FILE, where, e);
	free(path);
	if (!ok)
		err_in(e, "%s:%d:%d", yaml_file(node), yaml_line(node), yaml_column(node));
	return ok;
}

/* The list of a later file or section replaces an earlier one. A key at the top may belong to
   another command, whose option of that name is one. */
static bool
set_key(struct option_values *c, const char *key, const struct yaml *node, struct err *e)
{
	struct option_value *entry = option_values_find(c, key);

	if (entry == NULL || entry->option->scope != OPTION_KEY)
		return true;
	option_values_forget(c, entry);
	if (entry->option->kind != OPTION_LIST || yaml_kind(node) != YAML_LIST)
		return keys_set_one(c, entry, node, e);
	for (size_t i = 0; i < yaml_count(node); i++)
		if (!keys_set_one(c, entry, yaml_at(node, i), e))
			return false;
	return true;
}

static bool
set_map(struct option_values *c, const struct yaml *map, bool top, struct err *e)
{
	for (size_t i = 0; yaml_kind(map) == YAML_MAP && i < yaml_count(map); i++)
		if (!(top && yaml_kind(yaml_at(map, i)) == YAML_MAP)
		    && !set_key(c, yaml_key_at(map, i), yaml_at(map, i), e))
			return false;
	return true;
}

bool
keys_apply(struct option_values *c, struct option_values *all, const struct yaml *root, bool top,
    struct err *e)
{
	return check_file(all, root, top, e)
	    && set_map(c, root, true, e)
	    && set_map(c, yaml_get(root, keys_section(c->command)), false, e);
}
