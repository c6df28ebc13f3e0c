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

/* What became of a line, inside its batch's transaction; reason NULL: it was taken. */
typedef bool inbox_settled_fn(void *arg, struct db *, const struct line *, const struct store *,
    const char *reason, struct err *);

struct inbox {
	struct run *run;
	const char *command;		/* told with rejects */
	size_t batch;			/* lines in a transaction */
	bool echo;			/* pass on, in their order, the lines that were taken */
	inbox_translate_fn *translate;	/* NULL: the lines are records */
	void *arg;
	input_lines_fn *lines;		/* NULL: the lines are in files */
	void *lines_arg;
	inbox_settled_fn *settled;	/* NULL: what was not taken goes to crt.rejects */
	void *settled_arg;
};

/* Everything the input has; of a dry run nothing stays.  Counts "records" and
   "rejected" in the run. */
bool inbox_run(struct inbox *, char **files, struct err *) MUSTUSE;

#endif
