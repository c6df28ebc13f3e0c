/* reject.h: rejected lines, stored whole with the reason and their place (P14). */
#ifndef CRT_RUN_REJECT_H
#define CRT_RUN_REJECT_H

#include "base/log.h"
#include "base/map.h"
#include "run/input.h"
#include "run/run.h"
#include "store/store.h"

#define REJECT_HOLD CLOCK_DAY	/* how long P1 waits for a rejected order */

struct reject {
	struct reject *next;
	const struct line *line;
	const struct store *store;	/* NULL: not known */
	const char *reason;
	bool order;			/* it is, or may be, an order: P1 holds messages because of it */
	crt_time retry_at;		/* when to retry; 0: not known */
};

/* The rejects of a batch, in its arena. Initialize with { 0 }. */
struct rejects {
	struct reject *first, *last;	/* in the order of the lines */
	size_t n;
};

/* Copies the reason; borrows line and store for as long as the list lives. */
struct reject *reject_add(struct rejects *, struct arena *, const struct line *,
    const struct store *, const char *reason);

/* Writes them to crt.rejects, inside the caller's transaction. The same line from the same
   place is stored once. */
bool reject_write(const struct rejects *, const char *command, struct db *, struct err *) MUSTUSE;

/* Stores one reject in its own transaction. *resolved: it no longer delays a poll, because a
   person dropped it or it is older than REJECT_HOLD. The gate of the messages still sees it.
   */
bool reject_keep(const struct reject *, const char *command, struct db *, bool *resolved,
    struct err *) MUSTUSE;

#define REJECT_LOGGED_MAX 10	/* lines logged for each reason and run */

/* What a run has logged. Initialize with { 0 }. */
struct reject_logged {
	struct arena arena;
	struct map by;
	struct reject_reason *first;
};

/* Logs the first of each reason with place and reason, never the bytes. At the end: how many more
   there were. */
void reject_log(struct reject_logged *, const struct rejects *, enum log_level);
void reject_log_end(struct reject_logged *);

/* True when no record was rejected; else ERR_REJECTS, which is exit status 3. */
bool reject_verdict(const struct run *, int64_t rejected, int64_t of, struct err *) MUSTUSE;

#endif
