/* conn.h: a connection as the rooms of lib/db see it: libpq with a deadline. */
#ifndef CRT_CONN_H
#define CRT_CONN_H

#include <libpq-fe.h>

#include "crypto/ident.h"
#include "db/db.h"

#define CONN_SEEN_MAX 64	/* statements that are kept prepared */

struct conn_statement {
	const char *sql;	/* a constant: its address names it */
	char first[IDENT_TEXT];	/* its $1 where it is planned for that, else "" */
	char *text;		/* with that in its place; NULL: as it stands */
	bool prepared;
};

struct db {
	PGconn *pg;
	bool open;		/* a transaction has been begun */
	bool dry;		/* and is never committed */
	bool lost;		/* the deadline passed; nothing more is asked of it */
	bool by_first;		/* db_plan_by_first */
	struct conn_statement seen[CONN_SEEN_MAX];	/* asked before */
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
