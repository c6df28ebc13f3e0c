/*
 * gaps.h: counts of fields that could not be read and were left out of records.
 *
 * The record is accepted without them (record_read). Each kind of gap is logged once a run.
 * crt.left_out keeps the counts for crt-report health.
 */
#ifndef CRT_INBOX_GAPS_H
#define CRT_INBOX_GAPS_H

#include "base/map.h"
#include "store/store.h"
#include "record/record.h"

#define GAPS_LOGGED_MAX 1000	/* kinds of gaps that a run logs; the others are only counted */
#define GAPS_KEPT (30 * CLOCK_DAY)	/* how long counts are kept */

/* How many records of a type and store lacked the field at a path. */
struct gap {
	struct gap *next;
	const struct store *store;
	const char *type;
	const struct left *left;
	unsigned char key[16];
	int64_t n;
};

/* The gaps of a batch, in its arena. Initialize with { 0 }. */
struct gaps {
	struct map by;
	struct gap *first;
	int64_t n;
};

/* The kinds that this run has logged. Initialize with { 0 }. */
struct gaps_logged {
	struct arena arena;
	struct map by;
};

void gaps_add(struct gaps *, struct arena *, const struct store *, const struct record *);

/* Adds the counts to crt.left_out, inside the caller's transaction. */
bool gaps_write(const struct gaps *, struct db *, struct err *) MUSTUSE;

/* Logs a warning for each kind that this run has not logged yet. */
void gaps_log(const struct gaps *, struct gaps_logged *);
void gaps_forget(struct gaps_logged *);

#endif
