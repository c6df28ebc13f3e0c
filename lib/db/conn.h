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
	const char *seen[CONN_SEEN_MAX];	/* statements asked before */
	bool prepared[CONN_SEEN_MAX];
	size_t nseen;
};

struct db_row {
	const PGresult *result;
	int row;
};

/* The next result of what was sent, NULL when there is none left; waits no
   longer than the deadline.  False when the connection is gone. */
bool conn_result(struct db *, PGresult **, struct err *) MUSTUSE;

/* Wait until what was queued for sending has left. */
bool conn_flush(struct db *, struct err *) MUSTUSE;

/* Throw away what is still to come, after a failure. */
void conn_drain(struct db *);

/* db_do with a single parameter, in binary. */
bool conn_do_binary(struct db *, const char *sql, const struct str *, struct err *) MUSTUSE;

/* Turn a result that is not as wanted into an err.  Always false. */
bool conn_blame(struct db *, const PGresult *, struct err *);

#endif
