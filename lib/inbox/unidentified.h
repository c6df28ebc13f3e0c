/* unidentified.h: orders without a person: known by their cart, or rejected (P1). */
#ifndef CRT_INBOX_UNIDENTIFIED_H
#define CRT_INBOX_UNIDENTIFIED_H

#include "inbox/batch.h"

/* Looks up each such order by its keys, in the batch and in the database, and stores the
   owner in its line. When the line is folded again, the order gets its owner or is rejected.
   A batch without such orders causes no query. */
bool unidentified_resolve(struct batch *, struct db *, struct err *) MUSTUSE;

#endif
