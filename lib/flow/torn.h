/* torn.h: a line of a feed that cannot be read as a record: whose it is, as far as it shows. */
#ifndef CRT_TORN_H
#define CRT_TORN_H

#include "flow/input.h"
#include "flow/store.h"

/* The store that its source names, else of an order the only one that is served; NULL: it is
   not known. */
const struct store *torn_store(const struct line *, const struct stores *);

/* It is, or may be, an order: its type says so, or is not there to say anything else. */
bool torn_order(const struct line *);

#endif
