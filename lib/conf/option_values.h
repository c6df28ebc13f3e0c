/*
 * option_values.h: the options in force for one run, what each was set to and by whom.
 *
 * A later origin beats an earlier one; a list is replaced by a later origin and
 * grows within one.
 */
#ifndef CRT_OPTION_VALUES_H
#define CRT_OPTION_VALUES_H

#include "base/mem.h"
#include "conf/command.h"

enum origin { ORIGIN_NONE, ORIGIN_DEFAULT, ORIGIN_FILE, ORIGIN_ENVIRONMENT, ORIGIN_ARGV };

#define OPTION_VALUES_MAX 200			/* options of one command, all verbs together */
#define OPTION_VALUE_MAX 65536		/* bytes of one value */

struct option_value {
	const struct option *option;
	enum origin origin;
	const char *where;		/* "crt.yaml:3", "CRT_LIMIT"; only of files and environment */
	const char *text;		/* as it was given; of a list the last item */
};

struct option_values {
	const struct command *command;
	const struct verb *verb;	/* NULL: the options of all verbs */
	void *settings;			/* NULL: nothing can be set */
	size_t n;
	struct option_value entry[OPTION_VALUES_MAX];
	struct arena memory;		/* texts and lists, until option_values_close */
};

/* Puts the common rows and those of the verb together; a table that contradicts
   itself is ERR_BUG. */
bool option_values_open(struct option_values *, const struct command *, const struct verb *,
    void *settings, struct err *) MUSTUSE;
void option_values_close(struct option_values *);

/* By name ("orders-max-age") or by key ("orders_max_age"); NULL if there is none. */
struct option_value *option_values_find(struct option_values *, const char *name);

/* Value NULL switches a flag on or counts one more.  The error tells only what
   is wrong with the value; the caller puts the place in front. */
bool option_values_set(struct option_values *, struct option_value *, const char *value,
    enum origin, const char *where, struct err *) MUSTUSE;

/* What was said so far about a list or a count does not count any more. */
void option_values_forget(struct option_values *, struct option_value *);

bool option_values_defaults(struct option_values *, struct err *) MUSTUSE;
bool option_values_environment(struct option_values *, struct err *) MUSTUSE;

/* An OPTION_FILE called NAME-file that was not set, and $CREDENTIALS_DIRECTORY/NAME is
   there: that file. */
bool option_values_credentials(struct option_values *, struct err *) MUSTUSE;

/* "7d" of an OPTION_TIME becomes a time, now that the clock is set. */
void option_values_moments(struct option_values *);

/* Reads the files that hold the secrets, now that it is known which they are. */
bool option_values_secrets(struct option_values *, struct err *) MUSTUSE;

/* The rows of struct common. */
const struct option *common_options(size_t *n);
/* --log and --now for a failure before any option was read, from CRT_LOG too. */
void every_early(const char *command, char **argv);

/* After the option was set: --json, --csv and --table take each other's place. */
void common_exclude(struct option_values *, const struct option *);

#endif
