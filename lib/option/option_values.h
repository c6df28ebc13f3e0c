/*
 * option_values.h: the options of a run, with the value and the origin of each.
 *
 * A later origin overrides an earlier one. A list is replaced by a later origin and grows
 * within one.
 */
#ifndef CRT_OPTION_VALUES_H
#define CRT_OPTION_VALUES_H

#include "base/mem.h"
#include "option/command.h"

enum origin { ORIGIN_NONE, ORIGIN_DEFAULT, ORIGIN_FILE, ORIGIN_ENVIRONMENT, ORIGIN_ARGV };

#define OPTION_VALUES_MAX 200			/* options of one command, all verbs together */
#define OPTION_VALUE_MAX 65536		/* bytes of one value */

struct option_value {
	const struct option *option;
	enum origin origin;
	const char *where;		/* "crt.yaml:3", "CRT_LIMIT"; files and environment only */
	const char *text;		/* as given; the last item of a list */
};

struct option_values {
	const struct command *command;
	const struct verb *verb;	/* NULL: the options of all verbs */
	void *settings;			/* NULL: nothing can be set */
	size_t n;
	struct option_value entry[OPTION_VALUES_MAX];
	struct arena memory;		/* texts and lists, until option_values_close */
};

/* Combines the common rows and those of the verb. ERR_BUG: the table contradicts itself. */
bool option_values_open(struct option_values *, const struct command *, const struct verb *,
    void *settings, struct err *) MUSTUSE;
void option_values_close(struct option_values *);

/* By name ("orders-max-age") or by key ("orders_max_age"); NULL if there is none. */
struct option_value *option_values_find(struct option_values *, const char *name);

/* value NULL sets a flag or increments a count. The error describes the value only; the
   caller adds its place. */
bool option_values_set(struct option_values *, struct option_value *, const char *value,
    enum origin, const char *where, struct err *) MUSTUSE;

/* Drops the values of a list or a count so far. */
void option_values_forget(struct option_values *, struct option_value *);

bool option_values_defaults(struct option_values *, struct err *) MUSTUSE;
bool option_values_environment(struct option_values *, struct err *) MUSTUSE;

/* Uses $CREDENTIALS_DIRECTORY/NAME, if it exists, for an unset OPTION_FILE named NAME-file. */
bool option_values_credentials(struct option_values *, struct err *) MUSTUSE;

/* Resolves "7d" of an OPTION_TIME, now that the clock is set. */
void option_values_moments(struct option_values *);

/* The rows of struct common. */
const struct option *common_options(size_t *n);
bool common_has(const struct option *);
/* --log and --now for failures before the options are parsed; also from CRT_LOG. */
void common_early(const char *command, char **argv);

/* After --json, --csv, or --table was set: unsets the other two. */
void common_exclude(struct option_values *, const struct option *);

#endif
