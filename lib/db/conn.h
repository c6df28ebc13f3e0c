/* conn.h: a connection with a deadline for each call; internal to lib/db. */
#ifndef CRT_CONN_H
#define CRT_CONN_H

#include <libpq-fe.h>

#include "db/db.h"

#define CONN_SEEN_MAX 64	/* statements kept prepared */
#define CONN_CHANGES_MAX 4	/* of the settings, by db_session */

struct db {
	PGconn *pg;
	bool open;		/* a transaction is open */
	bool dry;		/* a dry run: never committed */
	bool pooler;		/* each transaction has another session */
	bool fragile;		/* the server would lose commits in a crash */
	bool lost;		/* the deadline passed; the connection is unusable */
	bool stopped;		/* a statement was canceled after a request to stop */
	bool pipelined;		/* in this transaction, results are awaited only when they are needed */
	size_t due;		/* results not yet received */
	const char *seen[CONN_SEEN_MAX];	/* statements used before */
	bool prepared[CONN_SEEN_MAX];
	size_t nseen;
	db_shadow_fn *shadow;	/* NULL: none */
	const char *changes[CONN_CHANGES_MAX];	/* of the settings, for each transaction */
	size_t nchanges;
	const char *command;
	bool holds;		/* locks of the session */
	struct db *holder;	/* through a pooler, the connection with the locks; NULL: none */
	struct { db_journal_fn *fn; void *arg; struct str lines; } journal;
};

struct db_row {
	const PGresult *result;
	int row;
	bool *misread;		/* set when a column's text does not parse as its reader expects */
};

#define CONN_TEXT_MAX 512
#define CONN_CANCELED "57014"	/* SQLSTATE query_canceled */

/* The first line of libpq's message. */
void conn_line(char out[CONN_TEXT_MAX], const char *text);

/* The next result; NULL when there is none left. Waits until the deadline. False: the
   connection is lost. */
bool conn_result(struct db *, PGresult **, struct err *) MUSTUSE;

/* Waits until all queued data is sent. */
bool conn_flush(struct db *, struct err *) MUSTUSE;

/* After a failure, discards the remaining results. */
void conn_drain(struct db *);

/* A statement. Its parameters are text when lengths and formats are NULL. */
struct statement {
	const char *sql;
	int n;
	const char *const *params;
	const int *lengths, *formats;
};

/* Sends it, prepared if it was sent before, after checking all outstanding results. */
bool conn_query(struct db *, const struct statement *, struct err *) MUSTUSE;

/* Reads the results of one statement and keeps the last one if wanted. */
bool conn_finish(struct db *, PGresult **keep, struct err *) MUSTUSE;

/* A statement without a result set. Waits now, or in a pipelined transaction at the next
   request. */
bool conn_report(struct db *, const struct statement *, struct err *) MUSTUSE;

/* Turns an unexpected result into an err. Always false. */
bool conn_explain_error(struct db *, const PGresult *, struct err *);

/* Stores the lines that came for the journal. */
bool conn_journal(struct db *, struct err *) MUSTUSE;

/* The whole text is a number. */
bool conn_int(const char *, int64_t *out) MUSTUSE;

/* Makes the settings of a new session. */
bool conn_settings(struct db *, struct err *) MUSTUSE;

/* Through a pooler, begins a transaction with the settings: it may have any session. */
bool conn_begin(struct db *, bool snapshot, struct err *) MUSTUSE;

/* Whether the result is not an error. */
bool conn_good(const PGresult *);

#endif
