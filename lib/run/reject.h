/* reject.h: what could not be used, kept whole with reason and place (P14). */
#ifndef CRT_RUN_REJECT_H
#define CRT_RUN_REJECT_H

#include "base/log.h"
#include "run/input.h"
#include "run/run.h"
#include "store/store.h"

#define REJECT_HOLD CLOCK_DAY	/* so long a rejected order keeps orders from being fresh */

struct reject {
	struct reject *next;
	const struct line *line;
	const struct store *store;	/* NULL: not known */
	const char *reason;
	bool order;			/* it is, or may be, an order of the store: P1 waits for it */
	crt_time retry_at;		/* it can be used then; 0: nobody knows when */
};

/* Of a batch; lives in its arena.  Starts as { 0 }. */
struct rejects {
	struct reject *first, *last;	/* in the order of their lines */
	size_t n;
};

/* line and store stay alive as long as the list; the reason is copied. */
struct reject *reject_add(struct rejects *, struct arena *, const struct line *,
    const struct store *, const char *reason);

/* Into crt.rejects, inside the caller's transaction.  The same line from the same
   place is kept once, however often it comes. */
bool reject_write(const struct rejects *, const char *command, struct db *, struct err *) MUSTUSE;

/* One reject in a transaction of its own.  *resolved: it holds nothing up, since a person has
   dropped it or it came more than REJECT_HOLD ago; the gate of the messages still knows it. */
bool reject_keep(const struct reject *, const char *command, struct db *, bool *resolved,
    struct err *) MUSTUSE;

/* A line in the log for each, with its place and reason, never its bytes. */
void reject_tell(const struct rejects *, enum log_level);

/* Whether all went well; else ERR_REJECTS, which is exit status 3. */
bool reject_verdict(const struct run *, int64_t rejected, int64_t of, struct err *) MUSTUSE;

#endif
