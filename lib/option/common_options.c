/* common_options.c: the options that every command and verb accepts. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "option/option_values.h"

#define AT(field) offsetof(struct common, field)

static const char *const logs[] = { "auto", "text", "json", NULL };

static const struct option rows[] = {
	{ .letter = 'c', .name = "config", .kind = OPTION_FILE, .offset = AT(config),
	  .arg = "FILE", .help = "Read this configuration file instead of the default ones",
	  .scope = OPTION_ENVIRON },
	{ .letter = 'd', .name = "database", .kind = OPTION_TEXT, .offset = AT(database),
	  .arg = "CONNINFO", .help = "PostgreSQL connection string or URI, such as \"dbname=crt\"",
	  .scope = OPTION_KEY },
	{ .name = "pooler", .kind = OPTION_FLAG, .offset = AT(pooler),
	  .help = "The database is a pooler in transaction mode, such as PgBouncer",
	  .scope = OPTION_KEY },
	{ .name = "key-file", .kind = OPTION_FILE, .offset = AT(key_file),
	  .arg = "FILE", .help = "File with the keys that seal secrets (mode 0600)",
	  .scope = OPTION_KEY },
	{ .name = "journal", .kind = OPTION_FILE, .offset = AT(journal), .arg = "DIR",
	  .help = "Folder of the journal for a restore (default: journal, in the state folder)",
	  .scope = OPTION_KEY, .state = true },
	{ .letter = 's', .name = "store", .kind = OPTION_LIST, .offset = AT(stores),
	  .arg = "STORE", .help = "Work on this store only; may be repeated (default: all)",
	  .scope = OPTION_KEY },
	{ .name = "links-url", .kind = OPTION_TEXT, .offset = AT(links_url),
	  .arg = "URL", .help = "Base URL of crt's own pages, for stores without a links_url",
	  .scope = OPTION_KEY },
	{ .letter = 'n', .name = "dry-run", .kind = OPTION_FLAG, .offset = AT(dry_run),
	  .help = "Show what would happen; change and send nothing" },
	{ .name = "now", .kind = OPTION_TIME, .offset = AT(now),
	  .arg = "TIME", .help = "Use TIME instead of the current time, such as 2026-11-30T08:00:00Z" },
	{ .letter = 'v', .name = "verbose", .kind = OPTION_COUNT, .offset = AT(verbose),
	  .help = "Log more to standard error; repeat for debug output", .scope = OPTION_KEY },
	{ .letter = 'q', .name = "quiet", .kind = OPTION_FLAG, .offset = AT(quiet),
	  .help = "Log errors only", .scope = OPTION_KEY },
	{ .name = "log", .kind = OPTION_WORD, .offset = AT(log), .arg = "FORMAT",
	  .default_value = "auto", .words = logs,
	  .help = "Log format; auto is text on a terminal and json elsewhere",
	  .scope = OPTION_KEY },
	{ .name = "json", .kind = OPTION_FLAG, .offset = AT(json),
	  .help = "Print one JSON object per line", .scope = OPTION_KEY },
	{ .name = "csv", .kind = OPTION_FLAG, .offset = AT(csv),
	  .help = "Print comma-separated values with a header line", .scope = OPTION_KEY },
	{ .name = "table", .kind = OPTION_FLAG, .offset = AT(table),
	  .help = "Print an aligned table", .scope = OPTION_KEY },
	{ .name = "print-config", .kind = OPTION_FLAG, .offset = AT(print_config),
	  .help = "Print each setting and its source, then exit", .scope = OPTION_REPLY },
	{ .name = "check-config", .kind = OPTION_FLAG, .offset = AT(check_config),
	  .help = "Check the configuration, then exit", .scope = OPTION_REPLY },
	{ .letter = 'h', .name = "help", .kind = OPTION_FLAG, .offset = AT(help),
	  .help = "Print this help, then exit", .scope = OPTION_REPLY },
	{ .letter = 'V', .name = "version", .kind = OPTION_FLAG, .offset = AT(version),
	  .help = "Print the version, then exit", .scope = OPTION_REPLY },
	{ .name = "dump-options", .kind = OPTION_FLAG, .offset = AT(dump_options),
	  .help = "", .scope = OPTION_REPLY },
};

const struct option *
common_options(size_t *n)
{
	*n = COUNT(rows);
	return rows;
}

bool
common_has(const struct option *o)
{
	return o >= rows && o < rows + COUNT(rows);
}

void
common_exclude(struct option_values *c, const struct option *o)
{
	struct common *common = c->settings;
	bool *forms[] = { &common->json, &common->csv, &common->table };

	if (!common_has(o)
	    || (o->offset != AT(json) && o->offset != AT(csv) && o->offset != AT(table)))
		return;
	for (size_t i = 0; i < COUNT(forms); i++) {
		bool *mine = (bool *)(void *)((char *)c->settings + o->offset);

		if (*mine && forms[i] != mine)
			*forms[i] = false;
	}
}

static const char *
common_early_value(const struct option *o, char **argv)
{
	char name[OPTION_NAME_MAX + 5];
	const char *value;
	size_t n = strlen(o->name);

	option_environ_name(o, name);
	value = o->scope == OPTION_KEY ? getenv(name) : NULL;
	for (; *argv && strcmp(*argv, "--"); argv++) {
		const char *given = !strncmp(*argv, "--", 2) ? *argv + 2 : "";

		if (!strncmp(given, o->name, n) && (given[n] == '=' || given[n] == '\0'))
			value = given[n] ? given + n + 1 : argv[1];
	}
	return value;
}

void
common_early(const char *command, char **argv)
{
	struct common common = { 0 };
	struct arena arena = { 0 };
	struct err ignored = { 0 };
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		if (rows[i].offset == AT(log) || rows[i].offset == AT(now)) {
			const char *value = common_early_value(&rows[i], argv);

			if (value && !option_read(&rows[i], &common, &arena, value, &ignored))
				ignored = (struct err){ 0 };
		}
	log_open(command, LOG_WARN, (enum log_format)common.log);
	if (common.now)
		clock_set(option_moment(common.now));
	arena_free(&arena);
}

enum output_form
option_output(const struct common *c)
{
	return c->json ? OUTPUT_JSON : c->csv ? OUTPUT_CSV : c->table ? OUTPUT_TABLE
	    : isatty(STDOUT_FILENO) ? OUTPUT_TABLE : OUTPUT_JSON;
}
