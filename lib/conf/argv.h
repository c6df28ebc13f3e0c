/*
 * argv.h: what stands on a command line, before anything of it is believed.
 *
 * Options and operands in any order; "--" ends the options.  A long option must
 * be spelled out.
 */
#ifndef CRT_ARGV_H
#define CRT_ARGV_H

#include "conf/option_values.h"

struct argv_given {
	struct option_value *entry;		/* of the choices that argv_read was given */
	const char *value;		/* NULL: none taken */
	bool off;			/* --no-NAME */
};

struct argv {
	size_t n, noperands;
	size_t words;			/* so many operands stand before "--" */
	struct argv_given *given;
	char **operand;			/* ended by NULL */
};

bool argv_read(struct option_values *, int argc, char **argv, struct argv *, struct err *) MUSTUSE;
bool argv_apply(struct option_values *, const struct argv *, struct err *) MUSTUSE;
bool argv_has(const struct argv *, const char *name);	/* "help" was given */
const char *argv_last(const struct argv *, const char *name);	/* its value, NULL if none */
void argv_free(struct argv *);

#endif
