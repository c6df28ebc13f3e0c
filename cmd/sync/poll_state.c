/* poll_state.c: read which stores to poll and their checkpoints, and store the results. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "platform/backoff.h"
#include "poll.h"
#include "query.h"

static bool
poll_state_add_shop(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct poll *p = arg;
	const struct store *s = stores_by_id(&p->run.stores, db_text(row, SQL_STORE_POLL_ID));
	const struct platform *platform = s ? platform_find(s->platform) : NULL;
	struct poll_shop *shop;

	if (platform == NULL || platform->api == NULL)
		return true;
	p->polled[s - p->run.stores.list] = true;
	if (db_true(row, SQL_STORE_POLL_BACKED_OFF) && !p->set->include_backed_off) {
		p->backed_off++;
		return true;
	}
	shop = &p->shop[p->n++];
	*shop = (struct poll_shop){ .poll = p, .store = s, .platform = platform,
	    .failures = db_int(row, SQL_STORE_POLL_SYNC_FAILURES) };
	return true;
}

/* Logged as an error, because the timers run with -q; but only once a day. */
static bool
poll_state_print_backoff(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct poll *p = arg;
	const struct store *s = stores_by_id(&p->run.stores, db_text(row, SQL_STORE_BACKOFF_ID));
	char until[CLOCK_TEXT];

	if (s)
		log_line(LOG_ERROR, s->slug, "is in back-off until %s: %lld runs failed in a row",
		    clock_print(db_time(row, SQL_STORE_BACKOFF_SYNC_BACKOFF_UNTIL), until),
		    (long long)db_int(row, SQL_STORE_BACKOFF_SYNC_FAILURES));
	return true;
}

static bool
list_backoff(struct poll *p, struct err *e)
{
	char now[CLOCK_TEXT], since[CLOCK_TEXT];
	const char *params[] = { str_text(&p->run.stores.array), run_now(now),
	    clock_print(clock_now() - CLOCK_DAY, since) };

	return p->backed_off == 0 || p->set->common.dry_run || (db_begin(p->run.db, e)
	    && db_end(p->run.db, db_each(p->run.db, sql_store_backoff, COUNT(params), params,
	    poll_state_print_backoff, p, e), e));
}

/* A store that -s names, and that no run polls. */
static void
list_unpolled(const struct poll *p)
{
	const struct stores *all = &p->run.stores;
	size_t i;

	for (i = 0; p->set->common.stores.n && i < all->n; i++) {
		const struct store *s = &all->list[i];
		const struct platform *platform = platform_find(s->platform);

		if (p->polled[i])
			continue;
		if (platform && platform->api)
			log_line(LOG_WARN, s->slug, "it is not polled: it has no credentials; run: crt-sync "
			    "store set %s --credentials FILE", s->slug);
		else
			log_line(LOG_WARN, s->slug, "it is not polled: crt cannot poll the platform %s; pipe "
			    "its records to crt-ingest", s->platform);
	}
}

bool
poll_list(struct poll *p, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&p->run.stores.array), run_now(now) };

	p->shop = mem_get((p->run.stores.n + 1) * sizeof *p->shop);
	p->polled = mem_get(p->run.stores.n + 1);
	if (!db_each(p->run.db, sql_store_poll, COUNT(params), params, poll_state_add_shop, p, e))
		return false;
	list_unpolled(p);
	return list_backoff(p, e);
}

static bool
add_cursor(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct poll_shop *s = arg;

	s->cursor = mem_more(s->cursor, s->cursors, sizeof *s->cursor);
	s->cursor[s->cursors++] = (struct poll_cursor){
	    db_copy(row, SQL_CURSOR_LIST_STREAM), db_copy(row, SQL_CURSOR_LIST_CURSOR) };
	return true;
}

static bool
poll_state_add_fetch(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct poll_shop *s = arg;

	session_add_fetch(&s->session, db_text(row, SQL_FETCH_LIST_ENDPOINT),
	    db_text(row, SQL_FETCH_LIST_EXTERNAL_ID), db_time(row, SQL_FETCH_LIST_WANTED_AT));
	return true;
}

bool
poll_read(struct poll_shop *s, struct err *e)
{
	struct poll *p = s->poll;
	struct str limit = STR_MAX(16);
	const char *params[] = { s->store->id_text, NULL };
	bool ok;

	str_printf(&limit, "%d", POLL_FETCHES_MAX);
	params[1] = str_text(&limit);
	ok = secrets_read(&s->store_secrets, p->run.db, p->run.ring, s->store->id_text, clock_now(), e)
	    && db_each(p->run.db, sql_cursor_list, 1, params, add_cursor, s, e)
	    && (!p->fetches
	    || db_each(p->run.db, sql_fetch_list, COUNT(params), params, poll_state_add_fetch, s, e));
	str_free(&limit);
	return ok;
}

bool
poll_store_succeeded(struct poll_shop *s, struct err *e)
{
	struct db *db = s->poll->run.db;
	char now[CLOCK_TEXT];
	const char *params[] = { s->store->id_text, run_now(now) };

	return !s->failures || (db_begin(db, e)
	    && db_end(db, db_do(db, sql_store_succeeded, COUNT(params), params, NULL, e), e));
}

/* A lasting failure is logged as an error at once, a temporary one only after repetition. */
bool
poll_store_failed(struct poll_shop *s, const struct err *why, struct err *e)
{
	struct db *db = s->poll->run.db;
	crt_time now = clock_now(), backoff = backoff_store(s->failures + 1);
	bool error = why->kind != ERR_AGAIN || s->failures + 1 >= BACKOFF_FAILURES;
	char when[CLOCK_TEXT], until[CLOCK_TEXT];
	const char *params[] = { s->store->id_text, clock_print(now, when), why->text,
	    error ? "true" : "false", NULL };

	if (backoff < s->session.retry_after)
		backoff = s->session.retry_after;
	if (backoff)
		params[4] = clock_print(now + backoff, until);
	return db_begin(db, e)
	    && db_end(db, db_do(db, sql_store_failed, COUNT(params), params, NULL, e), e);
}
