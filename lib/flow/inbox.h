/*
 * inbox.h: lines in, facts in the database, what could not be used in crt.rejects.
 *
 * The one path by which anything gets in: crt-ingest and the door share it.  A
 * batch is one transaction.  A line that cannot be used is kept whole with the
 * reason; a line that only the database refuses is found by splitting the batch.
 */
#ifndef CRT_INBOX_H
#define CRT_INBOX_H

#include "flow/input.h"
#include "flow/output.h"
#include "flow/run.h"

#define INBOX_BATCH 5000		/* lines; measured best, see make bench */
#define INBOX_TRIES_MAX 5		/* of a batch that met a deadlock */

/* Gives a translated line's records one by one; false ends the line. */
typedef bool inbox_record_fn(void *, const char *line, size_t n, struct err *);

/* Turn a foreign line into records (a platform's payload); ERR_INPUT rejects it. */
typedef bool inbox_translate_fn(void *arg, const struct line *, inbox_record_fn *, void *,
    struct err *);

struct inbox {
	struct run *run;
	const char *command;		/* told with rejects */
	size_t batch;			/* lines in a transaction */
	bool echo;			/* pass on, in their order, the lines that were taken */
	inbox_translate_fn *translate;	/* NULL: the lines are records */
	void *arg;
};

/* Everything the input has.  Counts "records" and "rejected" in the run. */
bool inbox_run(struct inbox *, char **files, struct err *) MUSTUSE;

#endif
