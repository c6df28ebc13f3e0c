/*
 * inbox.h: lines in, facts in the database, what could not be used in crt.rejects.
 *
 * The one path by which anything gets in: crt-ingest and the door share it.  A
 * batch is one transaction; with several connections a checkpoint is committed only
 * when everything before it has been.  A line that cannot be used is kept whole with the
 * reason; a line that only the database refuses is found by splitting the batch.
 * A batch is closed when it is full or INPUT_LINGER after its first line, so who waits
 * for the commit of a line (inbox.committed) waits no longer than that and the commit.
 */
#ifndef CRT_INBOX_INBOX_H
#define CRT_INBOX_INBOX_H

#include "run/input.h"
#include "run/output.h"
#include "run/run.h"

#define INBOX_BATCH 5000		/* lines; measured best, see make bench */
#define INBOX_CONNECTIONS 2		/* measured best on two cores and on more: one thread decodes */
#define INBOX_CONNECTIONS_MAX 4
#define INBOX_TRIES_MAX 5		/* of a batch that met a deadlock */

/* Gives a translated line's records one by one; false ends the line. */
typedef bool inbox_record_fn(void *, const char *line, size_t n, struct err *);

/* Turn a line that has a form into records: a platform's payload.  A line that is
   no news is told in *ignored (text that lives for ever); ERR_INPUT rejects it, and *ignored
   is not NULL if it is, or may be, about an order. */
typedef bool inbox_translate_fn(const struct line *, crt_time received, inbox_record_fn *,
    void *arg, const char **ignored, struct err *);

struct reject;

/* What became of a line, inside its batch's transaction; reject NULL: it was taken. */
typedef bool inbox_resolved_fn(void *arg, struct db *, const struct line *, const struct reject *,
    struct err *);

/* These lines are on disk now: taken, no news, or kept as rejects.  Called by the thread that
   has committed them, one call at a time; each line of the input is told once, with one
   connection in their order.  What is not told when inbox_run ends in an error has not been
   committed, or nobody knows. */
typedef void inbox_committed_fn(void *arg, const struct line *lines, size_t n);

struct inbox {
	struct run *run;
	const char *command;		/* told with rejects */
	size_t batch;			/* lines in a transaction at most */
	/* 0 is 1.  With more, a full batch is shared out among them by person, a transaction
	   each; who is echoed to or settles gets one connection. */
	size_t connections;
	bool again;			/* the lines were taken before: what they lack has been counted */
	bool echo;			/* pass on, in their order, the records that were taken */
	/* "PLATFORM/STORE", with "/TOPIC" if the lines are bare bodies: of all lines that
	   have no form of their own.  NULL: they are records.  Rejects remember it. */
	const char *form;
	inbox_translate_fn *translate;	/* of lines with a form */
	input_lines_fn *lines;		/* NULL: the lines are in files */
	void *lines_arg;
	inbox_resolved_fn *resolved;	/* NULL: what was not taken goes to crt.rejects */
	void *resolved_arg;
	inbox_committed_fn *committed;	/* NULL: nobody waits for it; never of a dry run */
	void *committed_arg;
};

/* Everything the input has; of a dry run nothing stays.  Counts "records", "rejected", fields
   that were "left_out" and, of lines with a form, "ignored" in the run. */
bool inbox_run(struct inbox *, char **files, struct err *) MUSTUSE;

#endif
