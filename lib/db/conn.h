/* conn.h: a connection as the rooms of lib/db see it: libpq with a deadline. */
#ifndef CRT_CONN_H
#define CRT_CONN_H

#include <libpq-fe.h>

#include "db/db.h"

#define CONN_SEEN_MAX 64	/* statements that are kept prepared */

struct db {
	PGconn *pg;
	bool open;		/* a transaction has been begun */
	bool dry;		/* and is never committed */
	bool lost;		/* the deadline passed; nothing more is asked of it */
	bool stopped;		/* a statement that outlived a request to stop was cancelled */
	bool pipelined;		/* in this transaction nobody waits for an answer before he needs one */
	size_t due;		/* answers that were not waited for */
	const char *seen[CONN_SEEN_MAX];	/* statements asked before */
	bool prepared[CONN_SEEN_MAX];
	size_t nseen;
};

struct db_row {
	const PGresult *result;
	int row;
	bool *misread;		/* set where a column's text was not what its reader wants */
};

#define CONN_TEXT_MAX 512

/* The first line of libpq's text. */
void conn_line(char out[CONN_TEXT_MAX], const char *text);

/* The next result of what was sent, NULL when there is none left; waits no
   longer than the deadline.  False when the connection is gone. */
bool conn_result(struct db *, PGresult **, struct err *) MUSTUSE;

/* Wait until what was queued for sending has left. */
bool conn_flush(struct db *, struct err *) MUSTUSE;

/* Throw away what is still to come, after a failure. */
void conn_drain(struct db *);

/* A statement; its parameters are text when lengths and formats are NULL. */
struct statement {
	const char *sql;
	int n;
	const char *const *params;
	const int *lengths, *formats;
};

/* Prepared and sent; what was due before has been answered, and well. */
bool conn_query(struct db *, const struct statement *, struct err *) MUSTUSE;

/* Run to the end of one statement; its last result is kept when wanted. */
bool conn_finish(struct db *, PGresult **keep, struct err *) MUSTUSE;

/* A statement whose answer tells only whether it went well: waited for now, or in a
   pipelined transaction when something else is asked. */
bool conn_tell(struct db *, const struct statement *, struct err *) MUSTUSE;

/* Turn a result that is not as wanted into an err.  Always false. */
bool conn_blame(struct db *, const PGresult *, struct err *);

/* A result that is none of an error. */
bool conn_good(const PGresult *);

#endif
