/* store.h: the stores a run works for, with what they say about themselves. */
#ifndef CRT_STORE_STORE_H
#define CRT_STORE_STORE_H

#include "base/clock.h"
#include "conf/option.h"
#include "crypto/ident.h"
#include "db/db.h"
#include "db/array.h"

#define STORE_RESUME "crt-sync store set %.64s status=active"	/* a hint */

enum store_basis { STORE_GRANTED, STORE_NOT_DENIED };

typedef crt_time store_DURATION;
typedef crt_time store_AGE;		/* 0: off */
typedef int64_t store_COUNT;
typedef char *store_TEXT;
typedef char *store_MAILBOX;
typedef char *store_ADDRESS;
typedef char *store_URL;
typedef char *store_CODE;
typedef enum store_basis store_BASIS;

struct store {
	unsigned char id[IDENT_BYTES], organization[IDENT_BYTES];
	char id_text[IDENT_TEXT];
	char *slug, *name, *url, *currency, *locale, *timezone, *platform;
	bool paused;
	crt_time hook_seen;		/* the last genuine webhook; DB_NO_TIME: none has come */
	struct err fault;		/* why none of its messages may go; kind ERR_NONE: they may */
#define SETTING(name, kind, default_value, meaning) store_##kind name;
#include "store/setting.def"
#undef SETTING
};

struct stores {
	struct store *list;
	size_t n;
	bool paused;			/* those that are paused too */
	struct str array;		/* their ids as a PostgreSQL array: the $1 of hot statements */
};

/* Those named, or all that can be seen.  paused: those that are paused too.  A name that is
   not there is ERR_USAGE, as is one of a store that is paused and is not to be seen. */
bool stores_open(struct stores *, struct db *, const struct option_list *names, bool paused,
    struct err *) MUSTUSE;
void stores_close(struct stores *);

/* Is each of those named there, be it paused?  For a run that opens none. */
bool stores_check(struct db *, const struct option_list *names, struct err *) MUSTUSE;

/* Slugs as a parameter of a statement, till slugs are freed; NULL where no store is named. */
const char *stores_named(struct array *slugs, const struct option_list *names);

/* NULL when it is not among them. */
const struct store *stores_find(const struct stores *, const char *slug);
const struct store *stores_by_id(const struct stores *, const char *id_text);

/* That there is no such store: ERR_USAGE, always false. */
bool store_missing(const char *slug, struct err *);

#endif
