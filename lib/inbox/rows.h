/* rows.h: the folded rows of a batch in the format that the server takes. */
#ifndef CRT_INBOX_ROWS_H
#define CRT_INBOX_ROWS_H

#include "db/tuples.h"
#include "fold/fold.h"

/* One buffer for each table, written in this order. */
enum rows_table { ROWS_EVENTS, ROWS_CUSTOMERS, ROWS_IDENTITIES, ROWS_CARTS, ROWS_ORDERS,
    ROWS_CONSENTS, ROWS_TABLES };

struct rows {
	struct tuples table[ROWS_TABLES];
};

void rows_open(struct rows *);
void rows_close(struct rows *);
void rows_reset(struct rows *);		/* empties the buffers and keeps their memory */

/* Appends the rows of fold. Needs no connection. */
void rows_fill(struct rows *, const struct fold *);

/* Folds the rows into the tables, inside the caller's transaction. */
bool rows_write(struct rows *, struct db *, struct err *) MUSTUSE;

#endif
