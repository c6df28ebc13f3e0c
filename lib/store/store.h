/* store.h: the stores of a run and their settings. */
#ifndef CRT_STORE_STORE_H
#define CRT_STORE_STORE_H

#include "base/clock.h"
#include "option/option.h"
#include "crypto/ident.h"
#include "db/db.h"
#include "db/array.h"
#include "hours/daily.h"
#include "words.h"

#define STORE_CANARY "crt-canary"	/* the store of crt canary: see STORES_CANARY */
#define STORE_RESUME "crt-sync store set %.64s status=active"	/* a hint */

typedef crt_time store_DURATION;
typedef crt_time store_AGE;		/* 0: off */
typedef int64_t store_COUNT;
typedef char *store_TEXT;
typedef char *store_MAILBOX;
typedef char *store_ADDRESS;
typedef char *store_RETURN;
typedef char *store_URL;
typedef char *store_CODE;
typedef char *store_COLOR, *store_PICTURE, *store_PRICES;
typedef crt_time store_DATE;		/* its first moment; 0: not set */
typedef int64_t store_PERCENT;	/* 0: not set */
typedef int64_t store_COST;	/* in millionths of the currency's unit */
typedef enum consent_basis store_BASIS;
typedef bool store_SWITCH;
typedef struct daily store_HOURS;

#define STORE_BOUNCE_LOCAL_MAX 18	/* what a return path leaves of MAIL_LOCAL_MAX */

struct store {
	unsigned char id[IDENT_BYTES], organization[IDENT_BYTES];
	char id_text[IDENT_TEXT];
	char *slug, *name, *url, *currency, *locale, *timezone, *platform;
	bool paused;
	crt_time hook_seen;		/* time of the latest genuine webhook; DB_NO_TIME: none so far */
	struct err fault;		/* why its messages are held; kind ERR_NONE: no fault */
	struct err no_sender;		/* why its mails are held, but no other messages */
#define SETTING(name, kind, default_value, meaning) store_##kind name;
#include "store/setting.def"
#undef SETTING
};

struct stores {
	struct store *list;
	size_t n;
	bool paused;			/* include paused stores */
	struct str array;		/* their ids as a PostgreSQL array: $1 of frequent statements */
};

enum stores_also { STORES_PAUSED = 1, STORES_CANARY = 2 };

/* The named stores, or all that the role can see; STORES_CANARY: also the store of crt canary.
   ERR_USAGE: a named store does not exist, or is paused and paused stores are left out. */
bool stores_open(struct stores *, struct db *, const struct option_list *names, int also,
    struct err *) MUSTUSE;
void stores_close(struct stores *);

/* Gives the stores without a links_url this one. ERR_CONFIG: it is no URL. */
bool stores_links(struct stores *, const char *url, struct err *) MUSTUSE;

/* Whether each named store exists, paused or not. For a run that opens no stores. */
bool stores_check(struct db *, const struct option_list *names, struct err *) MUSTUSE;

/* Slugs as a statement parameter, valid until slugs is freed; NULL when no store is named. */
const char *stores_named(struct array *slugs, const struct option_list *names);

/* NULL when it is not among them. */
const struct store *stores_find(const struct stores *, const char *slug);
const struct store *stores_by_id(const struct stores *, const char *id_text);

/* Sets ERR_USAGE, "no such store", with the nearest. Always false. */
bool store_missing(struct db *, const char *slug, struct err *);

#endif
