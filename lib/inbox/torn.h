/* torn.h: a line of a feed that cannot be read as a record: whose it is, as far as it shows. */
#ifndef CRT_INBOX_TORN_H
#define CRT_INBOX_TORN_H

#include "run/input.h"
#include "store/store.h"

/* The store that its source names, else of an order the only one that is served; NULL: it is
   not known. */
const struct store *torn_store(const struct line *, const struct stores *);

/* It is, or may be, an order: its type says so, or is not there to say anything else. */
bool torn_order(const struct line *);

#endif
