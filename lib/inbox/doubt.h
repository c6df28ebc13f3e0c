/* doubt.h: orders whose person could not be read: known by their cart, or to be rejected (P1). */
#ifndef CRT_INBOX_DOUBT_H
#define CRT_INBOX_DOUBT_H

#include "inbox/batch.h"

/* Write to the lines of the batch's doubtful orders whose they are, as the batch or the database
   knows their keys.  Folded again, each is its owner's, or refused.  A batch that has none
   costs nothing. */
bool doubt_resolve(struct batch *, struct db *, struct err *) MUSTUSE;

#endif
