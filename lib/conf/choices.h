/*
 * choices.h: the options in force for one run, what each was set to and by whom.
 *
 * A later origin beats an earlier one; a list is replaced by a later origin and
 * grows within one.
 */
#ifndef CRT_CHOICES_H
#define CRT_CHOICES_H

#include "base/mem.h"
#include "conf/command.h"

enum origin { ORIGIN_NONE, ORIGIN_PRESET, ORIGIN_FILE, ORIGIN_ENVIRONMENT, ORIGIN_ARGV };

#define CHOICES_MAX 200			/* options of one command, all verbs together */
#define CHOICE_VALUE_MAX 65536		/* bytes of one value */

struct choice {
	const struct option *option;
	enum origin origin;
	const char *where;		/* "crt.yaml:3", "CRT_LIMIT"; only of files and environment */
	const char *text;		/* as it was given; of a list the last item */
};

struct choices {
	const struct command *command;
	const struct verb *verb;	/* NULL: the options of all verbs */
	void *settings;			/* NULL: nothing can be set */
	size_t n;
	struct choice choice[CHOICES_MAX];
	struct arena memory;		/* texts and lists, until choices_close */
};

/* Puts the common rows and those of the verb together; a table that contradicts
   itself is ERR_BUG. */
bool choices_open(struct choices *, const struct command *, const struct verb *,
    void *settings, struct err *) MUSTUSE;
void choices_close(struct choices *);

/* By name ("orders-max-age") or by key ("orders_max_age"); NULL if there is none. */
struct choice *choices_find(struct choices *, const char *name);

/* Value NULL switches a flag on or counts one more.  The error tells only what
   is wrong with the value; the caller puts the place in front. */
bool choices_set(struct choices *, struct choice *, const char *value,
    enum origin, const char *where, struct err *) MUSTUSE;

/* What was said so far about a list or a count does not count any more. */
void choices_forget(struct choices *, struct choice *);

bool choices_presets(struct choices *, struct err *) MUSTUSE;
bool choices_environment(struct choices *, struct err *) MUSTUSE;

/* An OPTION_FILE called NAME-file that was not set, and $CREDENTIALS_DIRECTORY/NAME is
   there: that file. */
bool choices_credentials(struct choices *, struct err *) MUSTUSE;

/* "7d" of an OPTION_TIME becomes a time, now that the clock is set. */
void choices_moments(struct choices *);

/* Reads the files that hold the secrets, now that it is known which they are. */
bool choices_secrets(struct choices *, struct err *) MUSTUSE;

/* The rows of struct common. */
const struct option *every_options(size_t *n);
/* --log and --now for a failure before any option was read, from CRT_LOG too. */
void every_early(const char *command, char **argv);

/* After the option was set: --json, --csv and --table take each other's place. */
void every_exclude(struct choices *, const struct option *);

#endif
