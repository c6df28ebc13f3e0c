/* stores.h: which stores there are, with their secrets, as the door knows them. */
#ifndef CRT_INGEST_SERVE_STORES_H
#define CRT_INGEST_SERVE_STORES_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/map.h"
#include "conf/option.h"
#include "crypto/ident.h"
#include "store/secrets.h"
#include "platform/platform.h"

#define DOOR_FRESH (5 * CLOCK_SECOND)	/* the keeper reads anew what is older */
#define DOOR_LEAST CLOCK_SECOND		/* and never more often than this */
#define DOOR_SEEN CLOCK_MINUTE		/* the database is told no more often when a webhook came */
#define DOOR_SECRETS_MAX (WEBHOOK_SECRETS_MAX + 1)

/* What outlives a reading: what was counted of a store's requests. */
struct door_count {
	atomic_size_t waiting, refused;
	_Atomic(crt_time) seen;			/* when the last genuine one came; 0: none yet */
	crt_time seen_kept;			/* what the database knows of that; the keeper's */
};

struct door_store {
	char *slug, id[IDENT_TEXT];
	const struct platform *platform;	/* NULL: none that sends anything */
	struct store_secrets store_secrets;
	const char *secret[DOOR_SECRETS_MAX + 1];	/* what deliveries may be signed with */
	struct door_count *count;
};

/* One reading.  Never changed once it is there. */
struct door_table {
	atomic_size_t users;
	/* Every store is asked for as many secrets, with this one behind its own; so is where there
	   is no store: how long it takes to refuse does not say which of them there are. */
	char decoy[PLATFORM_DECOY_MAX];
	const char *nobody[DOOR_SECRETS_MAX + 1];
	struct door_store *list;		/* by slug */
	size_t n;
	uint64_t version;			/* another when something in it has changed */
	unsigned char sum[HASH_BYTES];		/* of all that was read */
};

struct door_stores {
	const struct common *common;
	pthread_mutex_t lock;
	pthread_cond_t changed;			/* both ways: wanted, read */
	pthread_t keeper;
	bool keeping;				/* the thread is there */
	struct door_table *table;		/* NULL: never read */
	crt_time read_at, tried_at;		/* steady */
	bool wanted, failing, ending;
	struct arena arena;			/* of counts, for good */
	struct map counts;
};

/* Reads once, so that the first request finds something; a failure is told and tried again. */
bool door_stores_open(struct door_stores *, const struct common *, struct err *) MUSTUSE;
void door_stores_close(struct door_stores *);

/* The reading in force, NULL if there is none; give it back. */
struct door_table *door_stores_use(struct door_stores *);
void door_table_done(struct door_table *);		/* NULL is fine */
const struct door_store *door_table_find(const struct door_table *, const char *slug);

/* Something was not found: waits for a reading made after the call, if one may be had in time. */
void door_stores_again(struct door_stores *);

/* The last reading worked and is not old. */
bool door_stores_fresh(struct door_stores *);

/* For the keeper: tells the database of what came least or more after what it knows. */
void door_seen_keep(const struct door_table *, struct db *, crt_time least);

#endif
