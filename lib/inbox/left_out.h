/*
 * left_out.h: counts of fields that could not be read and were left out of records.
 *
 * The record is accepted without them (record_read). Each fields is logged once a run.
 * crt.left_out keeps the counts for crt-report health.
 */
#ifndef CRT_INBOX_LEFT_OUT_H
#define CRT_INBOX_LEFT_OUT_H

#include "base/map.h"
#include "store/store.h"
#include "record/record.h"

#define LEFT_OUT_LOGGED_MAX 1000	/* fields that a run logs; the others are only counted */
#define LEFT_OUT_KEPT (30 * CLOCK_DAY)	/* how long counts are kept */

/* How many records of a type and store lacked the field at a path. */
struct left_out_field {
	struct left_out_field *next;
	const struct store *store;
	const char *type;
	const struct left *left;
	unsigned char key[16];
	int64_t n;
};

/* The fields left out of a batch, in its arena. Initialize with { 0 }. */
struct left_out {
	struct map by;
	struct left_out_field *first;
	int64_t n;
};

/* The kinds that this run has logged. Initialize with { 0 }. */
struct left_out_logged {
	struct arena arena;
	struct map by;
};

void left_out_add(struct left_out *, struct arena *, const struct store *, const struct record *);

/* Adds the counts to crt.left_out, inside the caller's transaction. */
bool left_out_write(const struct left_out *, struct db *, struct err *) MUSTUSE;

/* Logs a warning for each kind that this run has not logged yet. */
void left_out_log(const struct left_out *, struct left_out_logged *);
void left_out_forget(struct left_out_logged *);

#endif
