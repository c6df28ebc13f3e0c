/* stores.h: which stores there are, with their secrets, as the webhook server knows them. */
#ifndef CRT_INGEST_SERVE_STORES_H
#define CRT_INGEST_SERVE_STORES_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/map.h"
#include "conf/option.h"
#include "crypto/ident.h"
#include "store/secrets.h"
#include "platform/platform.h"

#define SERVE_FRESH (5 * CLOCK_SECOND)	/* the refresher reads anew what is older */
#define SERVE_LEAST CLOCK_SECOND		/* and never more often than this */
#define SERVE_SEEN CLOCK_MINUTE		/* the database is told no more often when a webhook came */
#define SERVE_SECRETS_MAX (WEBHOOK_SECRETS_MAX + 1)

/* What outlives a reading: what was counted of a store's requests. */
struct serve_count {
	atomic_size_t waiting, refused;
	_Atomic(crt_time) seen;			/* when the last genuine one came; 0: none yet */
	crt_time seen_kept;			/* what the database knows of that; the refresher's */
};

struct serve_store {
	char *slug, id[IDENT_TEXT];
	const struct platform *platform;	/* NULL: none that sends anything */
	struct store_secrets store_secrets;
	const char *secret[SERVE_SECRETS_MAX + 1];	/* what deliveries may be signed with */
	struct serve_count *count;
};

/* One reading.  Never changed once it is there. */
struct serve_table {
	atomic_size_t users;
	/* Every store is asked for as many secrets, with this one behind its own; so is where there
	   is no store: how long it takes to refuse does not say which of them there are. */
	char decoy[PLATFORM_DECOY_MAX];
	const char *nobody[SERVE_SECRETS_MAX + 1];
	struct serve_store *list;		/* by slug */
	size_t n;
	uint64_t version;			/* another when something in it has changed */
	unsigned char sum[HASH_BYTES];		/* of all that was read */
};

struct serve_stores {
	const struct common *common;
	pthread_mutex_t lock;
	pthread_cond_t changed;			/* both ways: wanted, read */
	pthread_t refresher;
	bool refreshing;				/* the thread is there */
	struct serve_table *table;		/* NULL: never read */
	crt_time read_at, tried_at;		/* steady */
	bool wanted, failing, ending;
	struct arena arena;			/* of counts, for good */
	struct map counts;
};

/* Reads once, so that the first request finds something; a failure is told and tried again. */
bool serve_stores_open(struct serve_stores *, const struct common *, struct err *) MUSTUSE;
void serve_stores_close(struct serve_stores *);

/* The reading in force, NULL if there is none; give it back. */
struct serve_table *serve_stores_use(struct serve_stores *);
void serve_table_done(struct serve_table *);		/* NULL is fine */
const struct serve_store *serve_table_find(const struct serve_table *, const char *slug);

/* Something was not found: waits for a reading made after the call, if one may be had in time. */
void serve_stores_again(struct serve_stores *);

/* The last reading worked and is not old. */
bool serve_stores_fresh(struct serve_stores *);

/* For the refresher: tells the database of what came least or more after what it knows. */
void serve_seen_keep(const struct serve_table *, struct db *, crt_time least);

#endif
