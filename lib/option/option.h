/*
 * option.h: the declaration of an option, one row of its command's table.
 *
 * getopt_long, --help, the manual's OPTIONS, the completions, and, where the scope allows it,
 * CRT_NAME and the key of crt.yaml follow from the row. The command line overrides the
 * environment, then the user's file, the system's file, and the default.
 */
#ifndef CRT_OPTION_H
#define CRT_OPTION_H

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"

enum option_kind {
	OPTION_FLAG,		/* bool; --no-NAME switches it off */
	OPTION_COUNT,		/* int, one more each time: -vv */
	OPTION_INT,		/* int64_t in min..max */
	OPTION_TEXT,		/* const char * */
	OPTION_FILE,		/* const char *, completed as a file */
	OPTION_SECRET,		/* const char *: the first line of the file, which must have mode 0600 */
	OPTION_DURATION,		/* crt_time: "15m" */
	OPTION_TIME,		/* crt_time: RFC 3339, a date, or a duration ago; 0 when not given */
	OPTION_WORD,		/* int: index into words */
	OPTION_LIST		/* struct option_list: repeatable */
};

/* Where an option may be given. An option that selects or confirms one action is OPTION_CLI:
   a key "sent" in a file would resolve the same messages at every run. */
enum option_scope {
	OPTION_CLI,		/* command line only; CRT_NAME is refused unless it is a key of
				   another command */
	OPTION_REPLY,		/* the same, but CRT_NAME is ignored (CRT_VERSION) */
	OPTION_ENVIRON,		/* also CRT_NAME */
	OPTION_KEY		/* also CRT_NAME, and a key of crt.yaml */
};

#define OPTION_LIST_MAX 1000

struct option_list {
	const char **item;
	size_t n;
};

struct option {
	char letter;		/* 0: no letter */
	const char *name;	/* "orders-max-age"; the key is orders_max_age */
	enum option_kind kind;
	size_t offset;		/* in the command's settings */
	const char *arg;	/* name of the argument; NULL for flags */
	const char *default_value;	/* NULL: none */
	int64_t min, max;	/* OPTION_INT, inclusive; OPTION_DURATION: seconds, max 0: no limits */
	const char *const *words;	/* OPTION_WORD, NULL-terminated */
	const char *help;	/* one line, capitalized, no period */
	enum option_scope scope;
	bool state;		/* OPTION_FILE: a folder of state, see conf/default_paths.h */
	bool once;		/* the command line must not have it twice */
	const char *needs;	/* a flag without which the command line must not have it; NULL: none */
};

/* The options of every command: the first member of every settings struct, named common. */
enum output_form { OUTPUT_AUTO, OUTPUT_TABLE, OUTPUT_JSON, OUTPUT_CSV };

struct common {
	const char *config;		/* -c */
	const char *database;		/* -d; NULL or "": from PG* or the private server */
	bool pooler;			/* --pooler */
	const char *key_file;		/* the sealing key that crt init created */
	const char *journal;		/* NULL: in the folder of state */
	struct option_list stores;	/* -s */
	const char *links_url;		/* of stores that have none of their own; may be NULL */
	bool dry_run;			/* -n */
	crt_time now;			/* --now; 0: the real time */
	int verbose;			/* -v */
	bool quiet;			/* -q */
	int log;			/* --log: enum log_format by index of "auto", "text", "json" */
	bool json, csv, table;		/* --json --csv --table */
	int64_t limit;			/* OPTION_LIMIT, where the verb has it */
	const char *after;		/* OPTION_AFTER: the last id of the previous page */
	/* not options */
	const char *home;		/* config_home of conf/config.h */
	const struct config *files;	/* for config_node of conf/config.h */
	/* handled before a verb runs */
	bool help, version, print_config, check_config, dump_options;
};

/* Rows only for verbs that print long lists; other verbs reject these options. */
#define OPTION_LIMIT \
	{ .name = "limit", .kind = OPTION_INT, .offset = offsetof(struct common, limit), \
	  .arg = "N", .default_value = "1000", .min = 1, .max = 1000000000, \
	  .help = "Print at most N rows" }
#define OPTION_AFTER \
	{ .name = "after", .kind = OPTION_TEXT, .offset = offsetof(struct common, after), \
	  .arg = "ID", .help = "Continue after the row with this ID, the last of the page before" }

/* From --json, --csv, --table; else a table on a terminal and NDJSON elsewhere. */
enum output_form option_output(const struct common *);

/* ---- for conf/choices.c ---- */

/* "CRT_ORDERS_MAX_AGE" and "orders_max_age". */
#define OPTION_NAME_MAX 64
#define OPTION_FIELD(type, o, settings) ((type *)(void *)((char *)(settings) + (o)->offset))
void option_environ_name(const struct option *, char out[OPTION_NAME_MAX + 5]);
void option_key(const struct option *, char out[OPTION_NAME_MAX]);

/* Seconds in the largest unit that fits: "1s", "2h", "1d". */
#define OPTION_SECONDS_MAX 24
const char *option_seconds(int64_t, char out[OPTION_SECONDS_MAX]);

/* Resolves a time that may be relative, such as "7d", against the current time. */
crt_time option_moment(crt_time);

/* Reads the text into the settings; appends to lists. */
bool option_read(const struct option *, void *settings, struct arena *, const char *text,
    struct err *) MUSTUSE;

#endif
