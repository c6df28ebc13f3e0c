/* stores.c: read the stores and their signing secrets again every few seconds. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/wait.h"
#include "serve.h"
#include "store/setting.h"
#include "query.h"

#define REPORT_REFUSED CLOCK_MINUTE

static void
table_free(struct serve_table *t)
{
	size_t i;

	for (i = 0; i < t->n; i++) {
		free(t->list[i].slug);
		free(t->list[i].name);
		free(t->list[i].url);
		free(t->list[i].color);
		free(t->list[i].hooks_url);
		secrets_close(&t->list[i].store_secrets);
	}
	keyring_close(t->ring);
	free(t->list);
	free(t);
}

void
serve_table_done(struct serve_table *t)
{
	if (t && atomic_fetch_sub(&t->users, 1) == 1)
		table_free(t);
}

static int
store_compare(const void *a, const void *b)
{
	const struct serve_store *x = a, *y = b;

	return strcmp(x->slug, y->slug);
}

static int
store_compare_slug(const void *slug, const void *store)
{
	return strcmp(slug, ((const struct serve_store *)store)->slug);
}

const struct serve_store *
serve_table_find(const struct serve_table *t, const char *slug)
{
	return t && t->n ? bsearch(slug, t->list, t->n, sizeof *t->list, store_compare_slug) : NULL;
}

/* A link names a store by its id.  They are few, and opt-outs are rare. */
const struct serve_store *
serve_table_by_id(const struct serve_table *t, const char *id_text)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (!strcmp(t->list[i].id, id_text))
			return &t->list[i];
	return NULL;
}

/* ---- reading ---- */

struct reading {
	struct serve_stores *of;
	struct serve_table *table;
	struct hash *sum;
};

static struct serve_count *
store_count(struct serve_stores *d, const unsigned char id[16])
{
	void **place = map_put(&d->counts, &d->arena, id);

	if (*place == NULL)
		*place = arena_get(&d->arena, sizeof (struct serve_count));
	return *place;
}

/* The store's webhook secrets, and the app's secret, which signs if the shop chose none. */
static void
gather_secrets(struct serve_store *s)
{
	const char *app = value_text(value_get(s->store_secrets.credentials, "client_secret"));
	size_t n;

	for (n = 0; n < s->store_secrets.secrets; n++)
		s->secret[n] = s->store_secrets.secret[n];
	if (app && *app)
		s->secret[n] = app;
}

static void
sum_row(struct hash *h, const struct db_row *row)
{
	int i;

	for (i = SQL_STORE_WEBHOOKS_ID; i < SQL_STORE_WEBHOOKS_COLUMNS; i++) {
		const char *text = db_text(row, i);

		hash_add(h, text ? text : "", text ? strlen(text) + 1 : 1);
	}
}

/* With -s, only the named stores. */
static bool
serve_stores_meant(const struct common *common, const char *slug)
{
	size_t i;

	for (i = 0; i < common->stores.n; i++)
		if (!strcmp(common->stores.item[i], slug))
			return true;
	return common->stores.n == 0;
}

/* A store whose secrets cannot be decrypted stays in the table; its deliveries fail. */
static bool
add_store(void *arg, const struct db_row *row, struct err *e)
{
	struct reading *r = arg;
	struct serve_table *t = r->table;
	unsigned char id[IDENT_BYTES];
	struct err why = { 0 };
	struct serve_store *s;

	if (!ident_read(db_text(row, SQL_STORE_WEBHOOKS_ID), id))
		return err_set(e, ERR_BUG, "a store has no uuid");
	if (!serve_stores_meant(r->of->common, db_text(row, SQL_STORE_WEBHOOKS_SLUG)))
		return true;
	t->list = mem_more(t->list, t->n, sizeof *s);
	s = &t->list[t->n++];
	*s = (struct serve_store){ .slug = db_copy(row, SQL_STORE_WEBHOOKS_SLUG),
	    .name = db_copy(row, SQL_STORE_WEBHOOKS_STORE_NAME),
	    .url = db_copy(row, SQL_STORE_WEBHOOKS_STORE_URL),
	    .color = setting_color(db_text(row, SQL_STORE_WEBHOOKS_COLOR)),
	    .hooks_url = db_copy(row, SQL_STORE_WEBHOOKS_HOOKS_URL),
	    .platform = platform_find(db_text(row, SQL_STORE_WEBHOOKS_PLATFORM)),
	    .count = store_count(r->of, id) };
	ident_print(id, s->id);
	sum_row(r->sum, row);
	if (secrets_open(&s->store_secrets, t->ring, s->id,
	    db_text(row, SQL_STORE_WEBHOOKS_API_CREDENTIALS),
	    db_text(row, SQL_STORE_WEBHOOKS_WEBHOOK_SECRET), clock_now(), &why))
		gather_secrets(s);
	else
		log_line(LOG_WARN, s->slug, "cannot open the store's secrets: %s", why.text);
	return true;
}

static bool
table_read(struct reading *r, struct db **db, struct err *e)
{
	r->table = mem_get(sizeof *r->table);
	r->sum = hash_begin();
	if (*db == NULL && !db_open(db, r->of->common->database, r->of->common->pooler,
	    "crt-ingest", e))
		return false;
	return keyring_open(&r->table->ring, r->of->common->key_file, e)
	    && db_each(*db, sql_store_webhooks, 0, NULL, add_store, r, e);
}

static size_t
secrets_of(const char *const *list)
{
	size_t n = 0;

	while (list[n])
		n++;
	return n;
}

/* Pads every store to the largest number of secrets, so that verifying takes equally long. */
static void
pad_secrets(struct serve_table *t)
{
	size_t most = 1, i, n;

	platform_decoy(t->decoy);
	for (i = 0; i < t->n; i++) {
		n = secrets_of(t->list[i].secret);
		most = n > most ? n : most;
	}
	for (i = 0; i < t->n; i++)
		for (n = secrets_of(t->list[i].secret); n < most; n++)
			t->list[i].secret[n] = t->decoy;
	for (n = 0; n < most; n++)
		t->nobody[n] = t->decoy;
}

/* Replaces the table if the new one differs. */
static void
table_replace(struct serve_stores *d, struct serve_table *t)
{
	struct serve_table *was = d->table;

	if (t->n)
		qsort(t->list, t->n, sizeof *t->list, store_compare);
	pad_secrets(t);
	t->version = was == NULL ? 1 : was->version + !hash_equal(was->sum, t->sum, HASH_BYTES);
	atomic_store(&t->users, 1);
	d->table = t;
	serve_table_done(was);
}

/* Called by one thread at a time, without the lock held. */
static bool
table_refresh(struct serve_stores *d, struct db **db, struct err *e)
{
	struct reading r = { .of = d };
	crt_time began = clock_steady();
	bool ok = table_read(&r, db, e);

	pthread_mutex_lock(&d->lock);
	hash_end(r.sum, r.table->sum);
	if (ok) {
		table_replace(d, r.table);
		d->read_at = began;
	} else
		table_free(r.table);
	d->failing = !ok;
	d->tried_at = clock_steady();
	d->wanted = false;
	pthread_cond_broadcast(&d->changed);
	pthread_mutex_unlock(&d->lock);
	if (!ok) {
		db_close(*db);
		*db = NULL;
	}
	return ok;
}

/* ---- the refresher ---- */

/* False: the thread must end. */
static bool
refresher_wait(struct serve_stores *d)
{
	bool on;

	pthread_mutex_lock(&d->lock);
	while (!d->ending) {
		crt_time next = d->tried_at + (d->wanted ? SERVE_LEAST : SERVE_FRESH);

		if (clock_steady() >= next)
			break;
		wait_until(&d->changed, &d->lock, next);
	}
	on = !d->ending;
	pthread_mutex_unlock(&d->lock);
	return on;
}

static void
serve_stores_report_refused(struct serve_stores *d, crt_time *reported)
{
	struct serve_table *t;
	size_t i;

	if (clock_steady() - *reported < REPORT_REFUSED || (t = serve_stores_use(d)) == NULL)
		return;
	*reported = clock_steady();
	for (i = 0; i < t->n; i++) {
		size_t n = atomic_exchange(&t->list[i].count->refused, 0);

		if (n)
			log_line(LOG_WARN, t->list[i].slug,
			    "%zu deliveries were refused: wrong signature", n);
	}
	serve_table_done(t);
}

/* Does nothing without a database connection. */
static void
stores_put_seen(struct serve_stores *d, struct db *db, crt_time least)
{
	struct serve_table *t = db ? serve_stores_use(d) : NULL;

	if (t)
		serve_seen_put(t, db, least);
	serve_table_done(t);
}

static void *
serve_stores_refresh(void *arg)
{
	struct serve_stores *d = arg;
	crt_time reported = clock_steady();
	struct err e = { 0 };
	struct db *db = NULL;
	bool ok = true;

	while (refresher_wait(d)) {
		bool was = ok;

		ok = table_refresh(d, &db, &e);
		if (was && !ok)
			log_line(LOG_WARN, NULL, "cannot read the stores: %s", e.text);
		serve_stores_report_refused(d, &reported);
		stores_put_seen(d, db, SERVE_SEEN);
	}
	if (ok && (db || db_open(&db, d->common->database, d->common->pooler,
	    "crt-ingest", &e)))
		stores_put_seen(d, db, 0);
	db_close(db);
	return NULL;
}

bool
serve_stores_open(struct serve_stores *d, const struct common *common, struct err *e)
{
	struct err why = { 0 };
	struct db *db = NULL;

	*d = (struct serve_stores){ .common = common };
	pthread_mutex_init(&d->lock, NULL);
	wait_open(&d->changed);
	if (!table_refresh(d, &db, &why)) {
		if (why.kind != ERR_AGAIN) {
			*e = why;
			return false;
		}
		log_line(LOG_WARN, NULL, "cannot read the stores: %s", why.text);
	}
	db_close(db);
	d->refreshing = !pthread_create(&d->refresher, NULL, serve_stores_refresh, d);
	return d->refreshing || err_set(e, ERR_AGAIN, "cannot start a thread");
}

void
serve_stores_close(struct serve_stores *d)
{
	pthread_mutex_lock(&d->lock);
	d->ending = true;
	pthread_cond_broadcast(&d->changed);
	pthread_mutex_unlock(&d->lock);
	if (d->refreshing)
		pthread_join(d->refresher, NULL);
	serve_table_done(d->table);
	arena_free(&d->arena);
	pthread_cond_destroy(&d->changed);
	pthread_mutex_destroy(&d->lock);
}

/* ---- called by requests ---- */

struct serve_table *
serve_stores_use(struct serve_stores *d)
{
	struct serve_table *t;

	pthread_mutex_lock(&d->lock);
	t = d->table;
	if (t)
		atomic_fetch_add(&t->users, 1);
	pthread_mutex_unlock(&d->lock);
	return t;
}

void
serve_stores_again(struct serve_stores *d)
{
	crt_time began = clock_steady(), until = began + SERVE_LEAST + CLOCK_SECOND / 2;

	pthread_mutex_lock(&d->lock);
	while (d->read_at < began && !d->failing && !d->ending && clock_steady() < until) {
		d->wanted = true;
		pthread_cond_broadcast(&d->changed);
		wait_until(&d->changed, &d->lock, until);
	}
	pthread_mutex_unlock(&d->lock);
}

bool
serve_stores_fresh(struct serve_stores *d)
{
	bool fresh;

	pthread_mutex_lock(&d->lock);
	fresh = d->table && !d->failing && clock_steady() - d->read_at < 4 * SERVE_FRESH;
	pthread_mutex_unlock(&d->lock);
	return fresh;
}
