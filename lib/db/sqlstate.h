/* sqlstate.h: convert PostgreSQL's error codes to kinds of errors. */
#ifndef CRT_SQLSTATE_H
#define CRT_SQLSTATE_H

#include "base/err.h"

struct sqlstate {
	const char *prefix;		/* a class, or a whole code */
	enum err_kind kind;
	const char *hint;		/* "" for none */
};

/* The row that fits best; ERR_BUG for a class that PostgreSQL does not have. */
const struct sqlstate *sqlstate_find(const char *state);

#endif
