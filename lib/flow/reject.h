/* reject.h: what could not be used, kept whole with reason and place (P14). */
#ifndef CRT_REJECT_H
#define CRT_REJECT_H

#include "base/log.h"
#include "flow/input.h"
#include "flow/store.h"

struct reject {
	struct reject *next;
	const struct line *line;
	const struct store *store;	/* NULL: not known */
	const char *reason;
};

/* Of a batch; lives in its arena.  Starts as { 0 }. */
struct rejects {
	struct reject *first, *last;	/* in the order of their lines */
	size_t n;
};

/* line and store stay alive as long as the list; the reason is copied. */
void reject_add(struct rejects *, struct arena *, const struct line *, const struct store *,
    const char *reason);

/* Into crt.rejects, inside the caller's transaction.  The same line from the same
   place is kept once, however often it comes. */
bool reject_write(const struct rejects *, const char *command, struct db *, struct err *) MUSTUSE;

/* A line in the log for each, with its place and reason, never its bytes. */
void reject_tell(const struct rejects *, enum log_level);

/* Whether all went well; else ERR_REJECTS, which is exit status 3. */
bool reject_verdict(int64_t rejected, int64_t of, struct err *) MUSTUSE;

#endif
