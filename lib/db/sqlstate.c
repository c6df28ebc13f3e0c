/* sqlstate.c: find the row of a code. */
#include <string.h>

#include "db/sqlstate.h"

static const struct sqlstate rows[] = {
#define STATE(prefix, kind, hint) { prefix, ERR_##kind, hint },
#include "db/sqlstate.def"
#undef STATE
};

const struct sqlstate *
sqlstate_find(const char *state)
{
	static const struct sqlstate unknown = { "", ERR_BUG, "" };
	const struct sqlstate *best = &unknown;
	size_t i, n;

	for (i = 0; i < COUNT(rows); i++) {
		n = strlen(rows[i].prefix);
		if (n > strlen(best->prefix) && !strncmp(state, rows[i].prefix, n))
			best = &rows[i];
	}
	return best;
}
