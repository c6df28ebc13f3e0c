/* sections.c: check the configuration as every command would read it, by the rows of
   keys.def. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/config.h"
#include "conf/option_origin.h"
#include "option/option_values.h"

#define KEYS_MAX 64			/* options of one command */

static const struct row {
	const char *section, *key, *words;
	enum option_kind kind;
	int64_t min, max;
} rows[] = {
#define OPTION(section, key, kind, least, most, words) \
	{ #section, #key, words, OPTION_##kind, least, most },
#define SECTION(name)
#include "conf/keys.def"
#undef OPTION
#undef SECTION
};

static const char *const commands[] = {
#define OPTION(section, key, kind, least, most, words)
#define SECTION(name) #name,
#include "conf/keys.def"
#undef OPTION
#undef SECTION
};

struct reader {
	struct command command;
	struct verb verb;
	struct option option[KEYS_MAX];
	size_t n;
	char name[OPTION_NAME_MAX];
	struct arena memory;
	struct option_values values;
};

/* "smtp-tls" of the key "smtp_tls". */
static const char *
option_name_of(struct reader *r, const char *key)
{
	char *name = arena_dup(&r->memory, key, strlen(key)), *c;

	for (c = name; *c; c++)
		if (*c == '_')
			*c = '-';
	return name;
}

static const char *const *
option_words_of(struct reader *r, const char *words)
{
	char *text = arena_dup(&r->memory, words, strlen(words)), *rest = NULL, *word;
	const char **list = arena_get(&r->memory, (strlen(words) + 2) * sizeof *list);
	size_t n = 0;

	for (word = strtok_r(text, "|", &rest); word; word = strtok_r(NULL, "|", &rest))
		list[n++] = word;
	return list;
}

static bool
reader_add(struct reader *r, const struct row *row, struct err *e)
{
	bool bare = row->kind == OPTION_FLAG || row->kind == OPTION_COUNT;

	if (r->n == KEYS_MAX)
		return err_set(e, ERR_BUG, "crt-%s has more than %d keys", row->section, KEYS_MAX);
	r->option[r->n] = (struct option){ .name = option_name_of(r, row->key),
	    .kind = row->kind, .arg = bare ? NULL : "VALUE", .help = "", .scope = OPTION_KEY,
	    .min = row->min, .max = row->max, .words = option_words_of(r, row->words),
	    .offset = sizeof (struct common) + r->n * sizeof (struct option_list) };
	r->n++;
	return true;
}

static bool
reader_open(struct reader *r, const char *section, struct err *e)
{
	size_t i;

	*r = (struct reader){ .command = { .name = r->name, .verbs = &r->verb, .nverbs = 1 } };
	snprintf(r->name, sizeof r->name, strcmp(section, "crt") ? "crt-%s" : "%s", section);
	for (i = 0; i < COUNT(rows); i++)
		if (!strcmp(rows[i].section, section) && !reader_add(r, &rows[i], e))
			return false;
	r->verb = (struct verb){ .name = "", .options = r->option, .noptions = r->n };
	r->command.settings = sizeof (struct common) + KEYS_MAX * sizeof (struct option_list);
	return true;
}

static bool
section_check(struct reader *r, const char *section, const struct config *c, bool files,
    struct err *e)
{
	bool ok = reader_open(r, section, e)
	    && option_values_open(&r->values, &r->command, &r->verb, mem_get(r->command.settings), e)
	    && config_apply_section(c, &r->values, e)
	    && (!files || (option_values_secrets(&r->values, e) && option_values_files(&r->values, e)));

	option_values_close(&r->values);
	free(r->values.settings);
	arena_free(&r->memory);
	return ok;
}

bool
config_check(const struct config *c, struct err *e)
{
	struct reader *r = mem_get(sizeof *r);
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < 2 * COUNT(commands); i++)	/* the files after the keys of all */
		ok = section_check(r, commands[i % COUNT(commands)], c, i >= COUNT(commands), e);
	free(r);
	return ok;
}
