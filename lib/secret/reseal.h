/*
 * reseal.h: encrypt all sealed data in the database again with the active key.
 *
 * reseal_open begins the transaction and opens every text, so a missing key is found before
 * anything changes. Between reseal_open and reseal_end the caller may replace the active key.
 */
#ifndef CRT_STORE_RESEAL_H
#define CRT_STORE_RESEAL_H

#include "crypto/seal.h"
#include "db/db.h"

struct reseal {
	struct db *db;
	struct reseal_row *list;
	size_t n;
	int64_t done;			/* texts sealed again */
};

/* ERR_CONFIG: a key is missing; the error names the store or user. */
bool reseal_open(struct reseal *, struct db *, const struct keyring *, struct err *) MUSTUSE;

/* Seals every text that is not under the active key, and commits. */
bool reseal_end(struct reseal *, const struct keyring *, struct err *) MUSTUSE;
void reseal_close(struct reseal *);	/* rolls back uncommitted changes */

#endif
