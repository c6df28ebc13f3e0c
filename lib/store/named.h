/* named.h: the ids that a name may stand for, which a person gives on the command line. */
#ifndef CRT_STORE_NAMED_H
#define CRT_STORE_NAMED_H

#include "db/array.h"
#include "store/store.h"

/* Pairs of a store and an id, as parameters of a statement. */
struct named {
	struct array stores, ids;
};

void named_open(struct named *);
void named_free(struct named *);
void named_add(struct named *, const struct store *, const char *id);
void named_add_key(struct named *, const struct store *, const unsigned char id[16]);

/* The name as crt's own id, if it is one, and as the shop's id of a customer. */
void named_add_customer(struct named *, const struct store *, const char *name);

#endif
