/*
 * gaps.h: fields that could not be read and were left out of records, counted.
 *
 * A record is taken without them (record_read); each kind of gap is told once a run, and
 * crt.left_out keeps how many there were, for crt-report health.
 */
#ifndef CRT_INBOX_GAPS_H
#define CRT_INBOX_GAPS_H

#include "base/map.h"
#include "store/store.h"
#include "record/record.h"

#define GAPS_TOLD_MAX 1000	/* kinds of gaps that a run tells; the rest is counted */
#define GAPS_KEPT (30 * CLOCK_DAY)	/* how long counts stay */

/* So many records of a type and a store lacked what a path names. */
struct gap {
	struct gap *next;
	const struct store *store;
	const char *type;
	const struct left *left;
	unsigned char key[16];
	int64_t n;
};

/* Of a batch; lives in its arena.  Starts as { 0 }. */
struct gaps {
	struct map by;
	struct gap *first;
	int64_t n;
};

/* What a run has told already.  Starts as { 0 }. */
struct gaps_told {
	struct arena arena;
	struct map by;
};

void gaps_add(struct gaps *, struct arena *, const struct store *, const struct record *);

/* Into crt.left_out, inside the caller's transaction. */
bool gaps_write(const struct gaps *, struct db *, struct err *) MUSTUSE;

/* A warning for each kind that this run has not told yet. */
void gaps_tell(const struct gaps *, struct gaps_told *);
void gaps_forget(struct gaps_told *);

#endif
