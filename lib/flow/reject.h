/* reject.h: what could not be used, kept whole with reason and place (P14). */
#ifndef CRT_REJECT_H
#define CRT_REJECT_H

#include "flow/batch.h"

/* The temporary staging table, once a connection. */
bool reject_prepare(struct db *, struct err *) MUSTUSE;

void reject_add(struct batch *, const struct line *, const struct store *, const char *reason);

/* The batch's rejects; inside the caller's transaction.  The same line from the
   same place is kept once, however often it comes. */
bool reject_write(const struct batch *, struct db *, struct err *) MUSTUSE;

#endif
