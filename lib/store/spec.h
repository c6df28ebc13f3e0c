/*
 * spec.h: the facts given about a store, checked and then written to the database.
 *
 * Keys are those of a store's YAML: organization, those of store_key.def, the settings of
 * setting.def, and, in a file, credentials_file and webhook_secret_file, the paths of the
 * secrets. A key that is not given keeps its value; a new store gets the default.
 */
#ifndef CRT_STORE_SPEC_H
#define CRT_STORE_SPEC_H

#include "db/db.h"
#include "json/value.h"

#define SPEC_SLUG_MAX 63
#define SPEC_TEXT_MAX 2048		/* bytes of any value */
#define SPEC_STORES_MAX 10000		/* in a file */
#define SPEC_ORGANIZATION "main"	/* default organization */

enum spec_column {
#define STORE_KEY(key, column, argument, default_value, meaning) SPEC_##column,
#include "store/store_key.def"
#undef STORE_KEY
	SPEC_COLUMNS
};

/* "store_url" of SPEC_STORE_URL. */
extern const char *const spec_keys[SPEC_COLUMNS];

struct spec {
	char *slug, *organization, *column[SPEC_COLUMNS];	/* NULL: not given */
	json_t *settings;
	char *credentials_file, *webhook_secret_file;	/* read by the code that writes the spec */
};

void spec_open(struct spec *);
void spec_close(struct spec *);

/* db is used to check time zones; NULL skips that check. ERR_CONFIG. */
bool spec_slug(struct spec *, const char *slug, struct err *) MUSTUSE;
bool spec_set(struct spec *, struct db *, const char *key, const char *value,
    struct err *) MUSTUSE;

/* Checks that all required facts of a new store are given; else ERR_CONFIG. A store that the
   database has keeps those that are not given. db NULL: the store counts as new. */
bool spec_whole(const struct spec *, struct db *, struct err *) MUSTUSE;

struct specs {
	struct spec *list;
	size_t n;
};

/* Reads one store, or a list under "stores". Errors read "file:line:column: ...". */
bool specs_read(struct specs *, const char *file, struct db *, struct err *) MUSTUSE;
void specs_close(struct specs *);

enum spec_outcome { SPEC_SAME, SPEC_ADDED, SPEC_CHANGED };

/* In the caller's transaction. */
bool spec_add(const struct spec *, struct db *, enum spec_outcome *, struct err *) MUSTUSE;

/* The same for an existing store (else ERR_USAGE); never SPEC_ADDED. */
bool spec_change(const struct spec *, struct db *, enum spec_outcome *, struct err *) MUSTUSE;

#endif
