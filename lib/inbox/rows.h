/* rows.h: the folded rows of a batch in the form that the server takes. */
#ifndef CRT_INBOX_ROWS_H
#define CRT_INBOX_ROWS_H

#include "db/tuples.h"
#include "inbox/fold.h"

/* One buffer a table; the order is the order of folding. */
enum rows_table { ROWS_EVENTS, ROWS_CUSTOMERS, ROWS_IDENTITIES, ROWS_CARTS, ROWS_ORDERS,
    ROWS_CONSENTS, ROWS_TABLES };

struct rows {
	struct tuples table[ROWS_TABLES];
};

void rows_open(struct rows *);
void rows_close(struct rows *);
void rows_reset(struct rows *);		/* empty, the memory is kept for the next batch */

/* Append what fold holds.  Needs no connection. */
void rows_fill(struct rows *, const struct fold *);

/* Fold them into the tables; inside the caller's transaction. */
bool rows_write(struct rows *, struct db *, struct err *) MUSTUSE;

#endif
