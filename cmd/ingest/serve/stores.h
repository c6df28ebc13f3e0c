/* stores.h: the stores and their secrets that the webhook server has loaded. */
#ifndef CRT_INGEST_SERVE_STORES_H
#define CRT_INGEST_SERVE_STORES_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/map.h"
#include "option/option.h"
#include "crypto/ident.h"
#include "secret/secrets.h"
#include "platform/platform.h"

#define SERVE_FRESH (5 * CLOCK_SECOND)	/* the refresher replaces an older table */
#define SERVE_LEAST CLOCK_SECOND		/* shortest time between two refreshes */
#define SERVE_SEEN CLOCK_MINUTE		/* shortest time between two updates of hook_seen */
#define SERVE_SECRETS_MAX (WEBHOOK_SECRETS_MAX + 1)

/* Counters of a store's requests, which outlive a table. */
struct serve_count {
	atomic_size_t waiting, refused;
	_Atomic(crt_time) seen;			/* arrival of the last genuine one; 0: none yet */
	crt_time seen_stored;			/* the time in the database; the refresher's */
};

struct serve_store {
	char *slug, *name, *url, *color, *hooks_url, id[IDENT_TEXT];
	const struct platform *platform;	/* NULL: it sends no webhooks */
	struct store_secrets store_secrets;
	const char *secret[SERVE_SECRETS_MAX + 1];	/* what deliveries may be signed with */
	struct serve_count *count;
};

/* The result of one refresh.  It never changes after it is published. */
struct serve_table {
	atomic_size_t users;
	/* Every store is checked against equally many secrets, padded with this one, and so is an
	   unknown store: the time that a refusal takes must not show which stores exist. */
	char decoy[PLATFORM_DECOY_MAX];
	const char *nobody[SERVE_SECRETS_MAX + 1];
	struct keyring *ring;			/* verifies link tokens */
	struct serve_store *list;		/* by slug */
	size_t n;
	uint64_t version;			/* differs when the content has changed */
	unsigned char sum[HASH_BYTES];		/* of all that was read */
};

struct serve_stores {
	const struct common *common;
	pthread_mutex_t lock;
	pthread_cond_t changed;			/* a refresh is wanted, or done */
	pthread_t refresher;
	bool refreshing;				/* the thread runs */
	struct serve_table *table;		/* NULL: never read */
	crt_time read_at, tried_at;		/* steady */
	bool wanted, failing, ending;
	struct arena arena;			/* of counts, freed at the end */
	struct map counts;
};

/* Reads once, so that the first request finds a table.  A failure is logged and retried. */
bool serve_stores_open(struct serve_stores *, const struct common *, struct err *) MUSTUSE;
void serve_stores_close(struct serve_stores *);

/* The current table, or NULL; release it with serve_table_done. */
struct serve_table *serve_stores_use(struct serve_stores *);
void serve_table_done(struct serve_table *);		/* NULL is allowed */
const struct serve_store *serve_table_find(const struct serve_table *, const char *slug);
const struct serve_store *serve_table_by_id(const struct serve_table *, const char *id_text);

/* After a store was not found: waits for a refresh that began after the call, if SERVE_LEAST
   allows one. */
void serve_stores_again(struct serve_stores *);

/* True if the last refresh succeeded and is not old. */
bool serve_stores_fresh(struct serve_stores *);

/* For the refresher: stores arrival times that are at least this much newer than the stored
   ones. */
void serve_seen_put(const struct serve_table *, struct db *, crt_time least);

#endif
