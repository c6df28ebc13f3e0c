/* unidentified.h: orders without a person: known by their cart, or rejected (P1). */
#ifndef CRT_INBOX_UNIDENTIFIED_H
#define CRT_INBOX_UNIDENTIFIED_H

#include "inbox/batch.h"

/* Write to the lines of the batch's doubtful orders whose they are, as the batch or the database
   knows their keys.  Folded again, each is its owner's, or refused.  A batch that has none
   costs nothing. */
bool unidentified_resolve(struct batch *, struct db *, struct err *) MUSTUSE;

#endif
