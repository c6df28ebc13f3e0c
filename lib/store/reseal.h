/*
 * reseal.h: all that is sealed in the database, sealed anew with the active key.
 *
 * reseal_open begins the transaction and opens every text, so that nothing is begun that
 * cannot be ended; between it and reseal_end the key may be changed.
 */
#ifndef CRT_STORE_RESEAL_H
#define CRT_STORE_RESEAL_H

#include "crypto/seal.h"
#include "db/db.h"

struct reseal {
	struct db *db;
	struct reseal_row *list;
	size_t n;
	int64_t done;			/* texts that another key had sealed */
};

/* ERR_CONFIG: a key is missing; the text names the store. */
bool reseal_open(struct reseal *, struct db *, const struct keyring *, struct err *) MUSTUSE;

/* Seals what another key than the active one has sealed, and commits. */
bool reseal_end(struct reseal *, const struct keyring *, struct err *) MUSTUSE;
void reseal_close(struct reseal *);	/* rolls back what was not committed */

#endif
