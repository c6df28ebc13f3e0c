/*
 * inbox.h: read lines, store their facts, and keep rejected lines in crt.rejects.
 *
 * All data enters by this path: crt-ingest, the webhook server, and crt-sync share it. A batch
 * is one transaction. With several connections, a checkpoint is committed only after everything
 * before it. A rejected line is stored whole with the reason. When only the database refuses a
 * line, the batch is split until the line is alone. A batch is closed when it is full or
 * INPUT_LINGER after its first line. So a caller that waits for a line's commit
 * (inbox.committed) waits no longer than that plus the commit.
 */
#ifndef CRT_INBOX_INBOX_H
#define CRT_INBOX_INBOX_H

#include "record/record.h"
#include "run/input.h"
#include "run/output.h"
#include "run/run.h"

#define INBOX_BATCH 5000		/* lines; the fastest in make bench */
#define INBOX_CONNECTIONS 2		/* the fastest on two or more cores: one thread decodes */
#define INBOX_CONNECTIONS_MAX 4
#define INBOX_TRIES_MAX 5		/* attempts for a batch that met a deadlock */

/* Turns a line with a form, that is, a platform's payload, into records. A line that changes
   nothing sets *ignored to the reason (static text). ERR_INPUT rejects the line; *ignored is
   then not NULL if the line is, or may be, about an order. */
typedef bool inbox_translate_fn(const struct line *, crt_time received, record_line_fn *,
    void *arg, const char **ignored, struct err *);

struct reject;

/* Receives the result of a line, inside its batch's transaction. reject NULL: accepted. */
typedef bool inbox_resolved_fn(void *arg, struct db *, const struct line *, const struct reject *,
    struct err *);

/* Writes more in the transaction of a batch with n accepted records. */
typedef bool inbox_also_fn(void *arg, struct db *, size_t n, struct err *);

/* Receives lines whose result is on disk: accepted, ignored, or rejected. Called by the
   thread that committed them, never by two at once. Each line of the input comes once; with
   one connection, in order. After inbox_run has failed, lines that never came are
   uncommitted, or their commit is uncertain. */
typedef void inbox_committed_fn(void *arg, const struct line *lines, size_t n);

struct inbox {
	struct run *run;
	const char *command;		/* stored with rejects */
	size_t batch;			/* maximum lines of a transaction */
	/* 0 means 1. With more, a full batch is split by person among the connections, one
	   transaction each. With echo or resolved, one connection is used. */
	size_t connections;
	bool again;			/* a replay: fields left out of these lines are counted already */
	bool echo;			/* print the accepted records, in their order */
	struct form form;		/* of all lines that have none of their own */
	inbox_translate_fn *translate;	/* for lines with a form */
	input_lines_fn *lines;		/* NULL: the lines come from files */
	void *lines_arg;
	inbox_resolved_fn *resolved;	/* NULL: rejected lines go to crt.rejects */
	void *resolved_arg;
	inbox_also_fn *also;		/* NULL: nothing more */
	void *also_arg;
	inbox_committed_fn *committed;	/* NULL: nobody waits; must be NULL in a dry run */
	void *committed_arg;
};

/* Reads the whole input; a dry run stores nothing. Counts "records", "rejected", "left_out"
   fields, and, for lines with a form, "ignored". */
bool inbox_run(struct inbox *, char **files, struct err *) MUSTUSE;

#endif
