/*
 * option.h: an option is declared once, as a row of its command's table.
 *
 * From the row come getopt_long, --help, the OPTIONS of the manual page, the completions and,
 * where its scope says so, the environment (CRT_NAME) and the key in crt.yaml.
 * Command line beats environment beats user file beats system file beats preset.
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
	OPTION_SECRET,		/* const char *: first line of the file given, 0600 or refused */
	OPTION_DURATION,		/* crt_time: "15m" */
	OPTION_TIME,		/* crt_time: RFC 3339, a date, or so long ago; 0 when not given */
	OPTION_WORD,		/* int: index into words */
	OPTION_LIST		/* struct option_list: repeatable */
};

/* Where an option may be given.  What chooses or confirms one action is OPTION_CLI: a key
   "sent" in a file would settle the same messages at every run. */
enum option_scope {
	OPTION_CLI,		/* command line only; CRT_NAME is refused */
	OPTION_ANSWER,		/* command line only; CRT_NAME is ignored, CRT_VERSION is often set */
	OPTION_ENVIRON,		/* also CRT_NAME */
	OPTION_KEY		/* also CRT_NAME, and a key of crt.yaml */
};

#define OPTION_LIST_MAX 1000

struct option_list {
	const char **item;
	size_t n;
};

struct option {
	char letter;		/* 0 if it has only a name */
	const char *name;	/* "orders-max-age"; the key is orders_max_age */
	enum option_kind kind;
	size_t offset;		/* into the command's settings */
	const char *arg;	/* what the argument is called; NULL for flags */
	const char *default_value;	/* NULL if there is none */
	int64_t min, max;	/* OPTION_INT, inclusive */
	const char *const *words;	/* OPTION_WORD, ended by NULL */
	const char *help;	/* one line, capital first, no period */
	enum option_scope scope;
};

/* What every command takes; the first member of every settings struct, called common. */
enum output_form { OUTPUT_AUTO, OUTPUT_TABLE, OUTPUT_JSON, OUTPUT_CSV };

struct common {
	const char *config;		/* -c */
	const char *database;		/* -d; NULL or "" leaves it to PG* and the private server */
	const char *key_file;		/* the sealing key that crt init made */
	struct option_list stores;	/* -s */
	bool dry_run;			/* -n */
	crt_time now;			/* --now; 0: the clock runs */
	int verbose;			/* -v */
	bool quiet;			/* -q */
	int log;			/* --log: enum log_format by index of "auto", "text", "json" */
	bool json, csv, table;		/* --json --csv --table */
	int64_t limit;			/* OPTION_LIMIT, where the verb has it */
	const char *after;		/* OPTION_AFTER: the last id of the page before */
	/* not options */
	const char *home;		/* folder of the configuration file in force; "" if there is none */
	const struct config *files;	/* what was read, for config_node of conf/config.h */
	/* answered before a verb runs */
	bool help, version, print_config, check_config, dump_options;
};

/* Rows for the verbs that print a long list, so that no other takes them and pays no heed. */
#define OPTION_LIMIT \
	{ .name = "limit", .kind = OPTION_INT, .offset = offsetof(struct common, limit), \
	  .arg = "N", .default_value = "1000", .min = 1, .max = 1000000000, \
	  .help = "Print at most N rows" }
#define OPTION_AFTER \
	{ .name = "after", .kind = OPTION_TEXT, .offset = offsetof(struct common, after), \
	  .arg = "ID", .help = "Continue after the row with this ID, the last of the page before" }

/* --json, --csv, --table, else a table on a terminal and NDJSON elsewhere. */
enum output_form option_output(const struct common *);

/* ---- for conf/choices.c ---- */

/* "CRT_ORDERS_MAX_AGE" and "orders_max_age". */
#define OPTION_NAME_MAX 64
#define OPTION_FIELD(type, o, settings) ((type *)(void *)((char *)(settings) + (o)->offset))
void option_environ_name(const struct option *, char out[OPTION_NAME_MAX + 5]);
void option_key(const struct option *, char out[OPTION_NAME_MAX]);

/* A time as it was read, which may be "7d": so long ago, counted from when it is asked. */
crt_time option_moment(crt_time);

/* Reads the text into the settings; lists grow. */
bool option_read(const struct option *, void *settings, struct arena *, const char *text,
    struct err *) MUSTUSE;

#endif
