/* episode.c: carts become episodes, and episodes end. */
#include <stdio.h>
#include <stdlib.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/stop.h"
#include "campaign/episode.h"
#include "query.h"
#include "record/line.h"

#define ROUNDS_MAX 100000		/* chunks of one run */

struct printing {
	struct run *run;
	struct output *out;
	int64_t rows, seen;
	struct str line;
};

static const char *
slug_of(const struct printing *t, const char *store)
{
	return stores_by_id(&t->run->stores, store)->slug;
}

static bool
episode_recovered(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct printing *t = arg;
	const char *episode = db_text(row, SQL_ORDER_RESOLVE_ID);
	struct str *s = &t->line;
	char id[64];

	snprintf(id, sizeof id, "%s.recovered", episode);
	str_cut(s, 0);
	line_open(s, &(struct line_head){ RECORD_cart_recovered, id,
	    slug_of(t, db_text(row, SQL_ORDER_RESOLVE_STORE_ID)),
	    db_time(row, SQL_ORDER_RESOLVE_RECOVERED_AT), NULL, episode });
	line_text(s, "episode", episode);
	line_text(s, "order", db_text(row, SQL_ORDER_RESOLVE_EXTERNAL_ID));
	line_text(s, "method", db_text(row, SQL_ORDER_RESOLVE_RECOVERY_METHOD));
	if (db_text(row, SQL_ORDER_RESOLVE_RECOVERY_REVENUE))
		line_money(s, "revenue", db_int(row, SQL_ORDER_RESOLVE_RECOVERY_REVENUE),
		    db_text(row, SQL_ORDER_RESOLVE_REVENUE_CURRENCY));
	line_end(s);
	output_line(t->out, str_text(s), s->len);
	t->rows++;
	return true;
}

static bool
episode_left(struct run *r, bool *more, struct err *e)
{
	const char *params[] = { str_text(&r->stores.array) };

	return db_query_bool(r->db, sql_order_waiting, COUNT(params), params, more, e);
}

bool
episode_resolve(struct run *r, struct output *out, struct err *e)
{
	struct printing t = { r, out, 0, 0, STR_MAX(RECORD_LINE_MAX) };
	const char *params[] = { str_text(&r->stores.array), EPISODE_CHUNK };
	bool more, ok = episode_left(r, &more, e);
	int round;

	for (round = 0; ok && more && round < ROUNDS_MAX; round++)
		ok = db_end(r->db, stop_check(e) && db_begin(r->db, e)
		    && db_each(r->db, sql_order_resolve, COUNT(params), params, episode_recovered, &t, e),
		    e) && output_flush(out, e) && episode_left(r, &more, e);
	run_count(r, COUNTER_recovered, t.rows);
	str_free(&t.line);
	return ok;
}

static bool
episode_verdict(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct printing *t = arg;

	t->seen = db_int(row, SQL_CART_ABANDON_IDLE);
	run_count(t->run, COUNTER_abandoned, db_int(row, SQL_CART_ABANDON_ABANDONED));
	run_count(t->run, COUNTER_bought, db_int(row, SQL_CART_ABANDON_BOUGHT));
	return true;
}

/* Durations of the episodes, in the order of the stores. */
static void
episode_lasting(const struct stores *all, struct str *s)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		str_printf(s, "%s%lld seconds", i ? "," : "{",
		    (long long)(all->list[i].expire / CLOCK_SECOND));
	str_puts(s, all->n ? "}" : "{}");
}

static bool
carts_left(struct run *r, bool *more, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), run_now(now) };

	return db_query_bool(r->db, sql_cart_waiting, COUNT(params), params, more, e);
}

static bool
episode_abandon(struct run *r, struct err *e)
{
	struct printing t = { .run = r };
	struct str expire = STR_MAX((size_t)1 << 20);
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), NULL, run_now(now), EPISODE_CHUNK };
	bool more, ok = carts_left(r, &more, e);
	int round = 0;

	episode_lasting(&r->stores, &expire);
	params[1] = str_text(&expire);
	while (ok && more) {
		ok = db_end(r->db, stop_check(e) && db_begin(r->db, e)
		    && db_each(r->db, sql_cart_abandon, COUNT(params), params, episode_verdict, &t, e), e);
		log_progress("%lld carts abandoned", (long long)run_counted(r, COUNTER_abandoned));
		/* Rows that another session has locked are left for the next run. */
		more = t.seen && ++round < ROUNDS_MAX;
		ok = ok && (!more || (run_replan(r, round, (size_t)t.seen, e) && carts_left(r, &more, e)));
	}
	str_free(&expire);
	return ok;
}

static bool
episode_expire(struct run *r, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), run_now(now), EPISODE_CHUNK };
	int64_t n = 0;
	bool ok = true;
	int round = 0;

	do {
		ok = stop_check(e) && db_do(r->db, sql_episode_expire, COUNT(params), params, &n, e);
		run_count(r, COUNTER_expired, n);
		fault();
	} while (ok && n && ++round < ROUNDS_MAX);
	return ok;
}

bool
episode_find(struct run *r, struct err *e)
{
	const char *params[] = { str_text(&r->stores.array) };
	int64_t n = 0;

	if (!db_do(r->db, sql_cart_end, COUNT(params), params, &n, e))
		return false;
	run_count(r, COUNTER_ended, n);
	fault();
	return episode_abandon(r, e) && episode_expire(r, e);
}

static void
put_offer(struct printing *t, const struct db_row *row, const char *items, size_t n)
{
	const char *episode = db_text(row, SQL_EPISODE_OFFER_ID);
	struct str *s = &t->line;

	str_cut(s, 0);
	line_open(s, &(struct line_head){ RECORD_cart_abandoned, episode,
	    slug_of(t, db_text(row, SQL_EPISODE_OFFER_STORE_ID)),
	    db_time(row, SQL_EPISODE_OFFER_ABANDONED_AT), NULL, episode });
	line_text(s, "episode", episode);
	line_cart(s, &(struct line_cart){ db_text(row, SQL_EPISODE_OFFER_TOKEN),
	    db_text(row, SQL_EPISODE_OFFER_URL), db_text(row, SQL_EPISODE_OFFER_CURRENCY),
	    db_text(row, SQL_EPISODE_OFFER_VALUE) != NULL, db_int(row, SQL_EPISODE_OFFER_VALUE),
	    items, n });
	if (db_text(row, SQL_EPISODE_OFFER_CUSTOMER)) {
		line_enter(s, "customer");
		line_text(s, "id", db_text(row, SQL_EPISODE_OFFER_CUSTOMER));
		line_leave(s);
	}
	line_time(s, "abandoned_at", db_time(row, SQL_EPISODE_OFFER_ABANDONED_AT));
	line_int(s, "idle", db_int(row, SQL_EPISODE_OFFER_IDLE));
	line_text(s, "reason", "idle");
	line_end(s);
}

/* The cart itself may be too long to print: crt-campaign reads it from the database, not
   from here. */
static bool
episode_offered(void *arg, const struct db_row *row, struct err *e)
{
	struct printing *t = arg;
	const char *list = db_text(row, SQL_EPISODE_OFFER_ITEMS);
	size_t n = db_length(row, SQL_EPISODE_OFFER_ITEMS);
	struct str items = STR_MAX(RECORD_LINE_MAX);

	put_offer(t, row, list, n);
	if (str_full(&t->line)) {
		line_items(&items, list, n, true);
		put_offer(t, row, str_text(&items), items.len);
	}
	if (str_full(&t->line) || str_full(&items))
		put_offer(t, row, "[]", 2);
	str_free(&items);
	output_line(t->out, str_text(&t->line), t->line.len);
	t->rows++;
	return !output_is_page(t->out) || output_flush(t->out, e);
}

bool
episode_offer(struct run *r, struct output *out, struct err *e)
{
	struct printing t = { r, out, 0, 0, STR_MAX(RECORD_LINE_MAX) };
	const char *params[] = { str_text(&r->stores.array) };
	bool ok = db_each(r->db, sql_episode_offer, COUNT(params), params, episode_offered, &t, e)
	    && output_flush(out, e);

	run_count(r, COUNTER_offered, t.rows);
	str_free(&t.line);
	return ok;
}
