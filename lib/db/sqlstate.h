/* sqlstate.h: from PostgreSQL's error codes to kinds of errors. */
#ifndef CRT_SQLSTATE_H
#define CRT_SQLSTATE_H

#include "base/err.h"

struct sqlstate {
	const char *prefix;		/* a class, or a whole code */
	enum err_kind kind;
	const char *hint;		/* "" for none */
};

/* The row of the table that fits best; of a class that PostgreSQL does not have, a bug's. */
const struct sqlstate *sqlstate_find(const char *state);

#endif
