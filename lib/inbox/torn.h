/* torn.h: find the store of a line that cannot be read as a record, and whether it is an
   order. */
#ifndef CRT_INBOX_TORN_H
#define CRT_INBOX_TORN_H

#include "run/input.h"
#include "store/store.h"

/* The store that the line's source names. For an order without one: the only store that the
   run has. NULL: not known. */
const struct store *torn_store(const struct line *, const struct stores *);

/* Whether the line is, or may be, an order: by its type, or because the type is missing. */
bool torn_order(const struct line *);

#endif
