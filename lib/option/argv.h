/*
 * argv.h: the words of a command line, before they are checked.
 *
 * Options and operands in any order; "--" ends the options. A long option must be written in
 * full.
 */
#ifndef CRT_OPTION_ARGV_H
#define CRT_OPTION_ARGV_H

#include "option/option_values.h"

struct argv_given {
	struct option_value *entry;		/* one of those given to argv_read */
	const char *value;		/* NULL: takes none */
	bool off;			/* --no-NAME */
};

struct argv {
	size_t n, noperands;
	size_t words;			/* number of operands before "--" */
	struct argv_given *given;
	char **operand;			/* NULL-terminated */
};

bool argv_read(struct option_values *, int argc, char **argv, struct argv *, struct err *) MUSTUSE;
bool argv_apply(struct option_values *, const struct argv *, struct err *) MUSTUSE;
bool argv_has(const struct argv *, const char *name);	/* whether the option was given */
const char *argv_last(const struct argv *, const char *name);	/* its value; NULL if none */
void argv_free(struct argv *);

#endif
