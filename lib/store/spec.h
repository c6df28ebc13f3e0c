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

#define SPEC_SLUG_MAX 63
#define SPEC_TEXT_MAX 2048		/* bytes of any value */
#define SPEC_STORES_MAX 10000		/* in a file */
#define SPEC_ORGANIZATION "main"	/* where none is said */

enum spec_column { SPEC_PLATFORM, SPEC_NAME, SPEC_URL, SPEC_CURRENCY, SPEC_LOCALE,
    SPEC_TIMEZONE, SPEC_STATUS, SPEC_COLUMNS };

struct spec {
	char *slug, *organization, *column[SPEC_COLUMNS];	/* NULL: not said */
	json_t *settings;
	char *credentials_file, *webhook_secret_file;	/* whoever puts the spec reads them */
};

void spec_open(struct spec *);
void spec_close(struct spec *);

/* db tells whether a time zone exists; NULL: that is not asked.  ERR_CONFIG. */
bool spec_slug(struct spec *, const char *slug, struct err *) MUSTUSE;
bool spec_set(struct spec *, struct db *, const char *key, const char *value,
    struct err *) MUSTUSE;

/* Everything is said that a new store must say; else ERR_CONFIG. */
bool spec_whole(const struct spec *, struct err *) MUSTUSE;

struct specs {
	struct spec *list;
	size_t n;
};

/* One store, or stores: a list of them.  Errors read "file:line:column: ...". */
bool specs_read(struct specs *, const char *file, struct db *, struct err *) MUSTUSE;
void specs_close(struct specs *);

/* In the caller's transaction; *outcome: "added", "changed" or "same". */
bool spec_add(const struct spec *, struct db *, const char **outcome, struct err *) MUSTUSE;

/* The same of a store that must be there (ERR_USAGE); "changed" or "same". */
bool spec_change(const struct spec *, struct db *, const char **outcome, struct err *) MUSTUSE;

#endif
