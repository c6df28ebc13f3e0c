/*
 * spec.h: what a store should be: checked word by word, then put into the database.
 *
 * Keys are those of a store's YAML: organization, platform, store_url, name,
 * currency, locale, timezone, status (active or paused), the settings of
 * setting.def, and in a file credentials_file and webhook_secret_file, which say
 * where secrets are.  What is not said stays as it is; of a new store it gets its
 * preset.
 */
#ifndef CRT_STORE_SPEC_H
#define CRT_STORE_SPEC_H

#include "db/db.h"
#include "record/value.h"

#define WISH_SLUG_MAX 63
#define WISH_TEXT_MAX 2048		/* bytes of any value */
#define WISH_STORES_MAX 10000		/* in a file */
#define WISH_ORGANIZATION "main"	/* where none is said */

enum wish_column { WISH_PLATFORM, WISH_NAME, WISH_URL, WISH_CURRENCY, WISH_LOCALE,
    WISH_TIMEZONE, WISH_STATUS, WISH_COLUMNS };

struct wish {
	char *slug, *organization, *column[WISH_COLUMNS];	/* NULL: not said */
	json_t *settings;
	char *credentials_file, *webhook_secret_file;	/* whoever puts the wish reads them */
};

void wish_open(struct wish *);
void wish_close(struct wish *);

/* db tells whether a time zone exists; NULL: that is not asked.  ERR_CONFIG. */
bool wish_slug(struct wish *, const char *slug, struct err *) MUSTUSE;
bool wish_set(struct wish *, struct db *, const char *key, const char *value,
    struct err *) MUSTUSE;

/* Everything is said that a new store must say; else ERR_CONFIG. */
bool wish_whole(const struct wish *, struct err *) MUSTUSE;

struct wishes {
	struct wish *list;
	size_t n;
};

/* One store, or stores: a list of them.  Errors read "file:line:column: ...". */
bool wishes_read(struct wishes *, const char *file, struct db *, struct err *) MUSTUSE;
void wishes_close(struct wishes *);

/* In the caller's transaction; *outcome: "added", "changed" or "same". */
bool wish_add(const struct wish *, struct db *, const char **outcome, struct err *) MUSTUSE;

/* The same of a store that must be there (ERR_USAGE); "changed" or "same". */
bool wish_change(const struct wish *, struct db *, const char **outcome, struct err *) MUSTUSE;

#endif
