/* health.c: run the checks, print one row each, and fail if one finds a fault. */
#include <stdio.h>
#include <string.h>

#include "campaign/active.h"
#include "platform/shop.h"
#include "query.h"
#include "report.h"
#include "report/health.h"
#include "report/table.h"
#include "secret/key_missing.h"

#define FAULT_TEXT 400
#define GAPS_SHOWN "10"		/* shown per store: fields that were not read */

/* The runs of a command; with a lateness of their own, only once it has ever run. */
struct heartbeat {
	const char *check, *command;
	crt_time late;			/* 0: --late, and the command must run */
};

static const struct heartbeat heartbeats[] = {
	{ "run", "crt-ingest", 0 }, { "run", "crt-detect", 0 },
	{ "run", "crt-campaign", 0 }, { "run", "crt-send", 0 },
	{ "run", "crt-report rollup", HEALTH_ROLLUP_LATE },
	{ "run", "crt-send bounces", HEALTH_BOUNCES_LATE },
	{ "run", "crt-send reconcile", HEALTH_RECONCILE_LATE },
	{ "run", "crt-sync reconcile", HEALTH_DAILY_LATE },
	{ "run", "crt-gdpr retain", HEALTH_DAILY_LATE },
	{ "canary", "crt-canary", HEALTH_CANARY_LATE },
};

static const struct table_column columns[] = {
	{ "check", TABLE_TEXT, TABLE_BY_KIND }, { "of", TABLE_TEXT, TABLE_BY_KIND },
	{ "state", TABLE_TEXT, TABLE_BY_KIND }, { "what", TABLE_TEXT, TABLE_BY_KIND },
	{ "advice", TABLE_TEXT, TABLE_BY_KIND },
};

struct checking {
	struct run *run;
	report_check_fn *each;
	void *arg;
	const struct heartbeat *beat;	/* whose run is read */
	crt_time now, late;
	int64_t left_out;
	bool polled;			/* crt-sync polls at least one store */
};

/* The table of the verb, and the fault to fix first, or the first warning. */
struct printing {
	struct table *table;
	char fault[FAULT_TEXT];		/* "" without */
	const char *advice;		/* what to do about it */
	bool follows;			/* that fault is another one's consequence */
	int64_t faults, warnings;
};

static bool
report_health_print(void *arg, const char *check, const char *of, const struct health_check *c,
    struct err *e)
{
	struct printing *p = arg;

	if ((c->state == HEALTH_FAULT && (p->faults++ == 0 || (p->follows && !c->follows)))
	    || (c->state == HEALTH_WARNING && p->warnings++ == 0 && p->faults == 0)) {
		p->follows = c->follows;
		snprintf(p->fault, sizeof p->fault, "%s: %.300s", of, c->what);
		p->advice = c->advice;
	}
	table_cell_text(p->table, check);
	table_cell_text(p->table, of);
	table_cell_text(p->table, health_word(c->state));
	table_cell_text(p->table, c->what);
	table_cell_text(p->table, c->advice);
	return table_row_end(p->table, e);
}

static bool
report_health_found(struct checking *h, const char *check, const char *of,
    const struct health_check *c, struct err *e)
{
	return h->each(h->arg, check, of, c, e);
}

static bool
report_health_run_row(void *arg, const struct db_row *row, struct err *e)
{
	struct checking *h = arg;
	struct health_check c;
	struct health_run r = { .open = db_int(row, SQL_RUN_LAST_OPEN),
	    .exit = db_int(row, SQL_RUN_LAST_EXIT), .reason = db_text(row, SQL_RUN_LAST_REASON),
	    .began_at = db_time(row, SQL_RUN_LAST_BEGAN),
	    .ended_at = db_time(row, SQL_RUN_LAST_ENDED_AT) };

	r.began = r.began_at != DB_NO_TIME;
	r.ended = r.ended_at != DB_NO_TIME;
	if (!r.began && h->beat->late)
		return true;
	health_run(&c, &r, h->now, h->beat->late ? h->beat->late : h->late);
	return report_health_found(h, h->beat->check, h->beat->command, &c, e);
}

static bool
check_run(struct checking *h, const struct heartbeat *beat, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { beat->command, clock_print(h->now, now) };

	h->beat = beat;
	return db_each(h->run->db, sql_run_last, COUNT(params), params, report_health_run_row, h, e);
}

static bool
check_runs(struct checking *h, struct err *e)
{
	size_t i;

	for (i = 0; i < COUNT(heartbeats); i++)
		if (!check_run(h, &heartbeats[i], e))
			return false;
	return true;
}

static bool
sync_row(void *arg, const struct db_row *row, struct err *e)
{
	struct checking *h = arg;
	struct health_sync s = { .failures = db_int(row, SQL_STORE_POLLED_SYNC_FAILURES),
	    .error = db_true(row, SQL_STORE_POLLED_ERROR),
	    .last = db_time(row, SQL_STORE_POLLED_SYNC_FAILED_AT),
	    .reason = db_text(row, SQL_STORE_POLLED_SYNC_REASON),
	    .polled = db_true(row, SQL_STORE_POLLED_POLLED) };
	struct health_check c;

	h->polled = true;
	health_sync(&c, &s, h->now);
	return report_health_found(h, "sync", db_text(row, SQL_STORE_POLLED_SLUG), &c, e);
}

/* If no store is polled, crt-sync need not run. */
static bool
check_sync(struct checking *h, struct err *e)
{
	static const struct heartbeat sync = { "run", "crt-sync", 0 };
	const char *params[] = { str_text(&h->run->stores.array) };

	return db_each(h->run->db, sql_store_polled, COUNT(params), params, sync_row, h, e)
	    && (!h->polled || check_run(h, &sync, e));
}

static bool
report_health_order_row(void *arg, const struct db_row *row, struct err *e)
{
	struct checking *h = arg;
	const struct store *s = stores_by_id(&h->run->stores, db_text(row, SQL_ORDER_SEEN_ID));
	struct health_check c;
	crt_time seen = db_time(row, SQL_ORDER_SEEN_ORDERS_SEEN_AT);

	health_orders(&c, s->orders_max_age, seen == DB_NO_TIME ? NULL : &seen,
	    !db_true(row, SQL_ORDER_SEEN_POLLS) ? HEALTH_FEED
	    : db_true(row, SQL_ORDER_SEEN_CREDENTIALS) ? HEALTH_POLLED : HEALTH_NO_CREDENTIALS, h->now);
	return report_health_found(h, "orders", s->slug, &c, e);
}

static bool
hook_row(void *arg, const struct db_row *row, struct err *e)
{
	struct checking *h = arg;
	const struct store *s = stores_by_id(&h->run->stores, db_text(row, SQL_HOOK_MISSED_ID));
	const struct platform *p = platform_find(s->platform);
	struct health_check c;

	if (s->hooks_url[0] == '\0' || (s->hook_seen == DB_NO_TIME
	    && (p == NULL || p->api == NULL || p->api->hooks == NULL)))
		return true;
	health_hooks(&c, s->hook_seen == DB_NO_TIME ? NULL : &s->hook_seen,
	    db_int(row, SQL_HOOK_MISSED_MISSED), db_time(row, SQL_HOOK_MISSED_FIRST), h->now);
	return report_health_found(h, "webhooks", s->slug, &c, e);
}

/* Only for stores whose webhooks have an address. */
static bool
check_hooks(struct checking *h, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&h->run->stores.array), clock_print(h->now, now) };

	return db_each(h->run->db, sql_hook_missed, COUNT(params), params, hook_row, h, e);
}

/* Finds steps that come later than an episode of their store can last. */
static bool
check_steps(struct checking *h, struct err *e)
{
	const struct stores *all = &h->run->stores;
	struct active_campaigns program;
	bool ok = active_open(&program, h->run->db, all, e);
	size_t i;

	for (i = 0; ok && i < all->n; i++) {
		struct health_check c = { .state = HEALTH_WARNING };
		struct err never = { 0 };

		if (campaign_allows(&program, &all->list[i], &never))
			continue;
		snprintf(c.what, sizeof c.what, "%.300s", never.text);
		c.advice = never.hint;
		ok = report_health_found(h, "steps", all->list[i].slug, &c, e);
	}
	active_close(&program);
	return ok;
}

static bool
rejected_row(void *arg, const struct db_row *row, struct err *e)
{
	struct checking *h = arg;
	const char *store = db_text(row, SQL_REJECT_ORDERS_STORE_ID);
	const struct store *s = stores_by_id(&h->run->stores, store);
	struct health_check c;

	health_rejected_orders(&c, db_int(row, SQL_REJECT_ORDERS_ORDERS),
	    db_text(row, SQL_REJECT_ORDERS_FIRST), db_time(row, SQL_REJECT_ORDERS_SINCE), h->now);
	return report_health_found(h, "rejected orders", s->slug, &c, e);
}

static bool
reason_row(void *arg, const struct db_row *row, struct err *e)
{
	struct checking *h = arg;
	const char *store = db_text(row, SQL_MESSAGE_REASONS_STORE_ID);
	const struct store *s = stores_by_id(&h->run->stores, store);
	struct health_check c;

	health_reason(&c, db_text(row, SQL_MESSAGE_REASONS_REASON),
	    db_int(row, SQL_MESSAGE_REASONS_N), db_int(row, SQL_MESSAGE_REASONS_TOTAL));
	return c.state == HEALTH_OK || report_health_found(h, "skipped", s->slug, &c, e);
}

static bool
report_health_message_row(void *arg, const struct db_row *row, struct err *e)
{
	struct checking *h = arg;
	struct health_messages m = { .held = db_int(row, SQL_MESSAGE_WAITING_HELD),
	    .held_overdue = db_int(row, SQL_MESSAGE_WAITING_HELD_OVERDUE),
	    .held_settings = db_int(row, SQL_MESSAGE_WAITING_HELD_SETTINGS),
	    .unknown = db_int(row, SQL_MESSAGE_WAITING_UNKNOWN),
	    .queued_overdue = db_int(row, SQL_MESSAGE_WAITING_QUEUED_OVERDUE),
	    .lost = db_int(row, SQL_MESSAGE_WAITING_LOST),
	    .handed_off = db_int(row, SQL_MESSAGE_WAITING_HANDED_OFF),
	    .failed = db_int(row, SQL_MESSAGE_WAITING_FAILED) };
	struct health_check c;

	health_held(&c, &m);
	if (!report_health_found(h, "messages", "held", &c, e))
		return false;
	health_unknown(&c, &m);
	if (!report_health_found(h, "messages", "unknown", &c, e))
		return false;
	health_queued(&c, &m);
	if (!report_health_found(h, "messages", "queued", &c, e))
		return false;
	health_failed(&c, &m);
	return report_health_found(h, "messages", "failed", &c, e);
}

static bool
report_health_reject_row(void *arg, const struct db_row *row, struct err *e)
{
	struct health_check c;

	health_rejects(&c, db_int(row, SQL_REJECT_RECENT_REJECTS),
	    db_int(row, SQL_REJECT_RECENT_RECORDS), db_int(row, SQL_REJECT_RECENT_REJECTED));
	return report_health_found(arg, "rejects", "crt-ingest", &c, e);
}

static bool
left_out_row(void *arg, const struct db_row *row, struct err *e)
{
	struct checking *h = arg;
	const char *store = db_text(row, SQL_LEFT_OUT_RECENT_STORE_ID);
	struct health_left_out g = { db_text(row, SQL_LEFT_OUT_RECENT_TYPE),
	    db_text(row, SQL_LEFT_OUT_RECENT_PATH), db_text(row, SQL_LEFT_OUT_RECENT_REASON),
	    db_int(row, SQL_LEFT_OUT_RECENT_N) };
	struct health_check c;

	h->left_out++;
	health_left_out(&c, &g);
	return report_health_found(h, "fields", stores_by_id(&h->run->stores, store)->slug, &c, e);
}

static bool
check_left_out(struct checking *h, const char *since, struct err *e)
{
	const struct health_left_out none = { 0 };
	const char *params[] = { str_text(&h->run->stores.array), since, GAPS_SHOWN };
	struct health_check c;

	if (!db_each(h->run->db, sql_left_out_recent, COUNT(params), params, left_out_row, h, e))
		return false;
	health_left_out(&c, &none);
	return h->left_out || report_health_found(h, "fields", "crt-ingest", &c, e);
}

/* Without a key file that this user can read, the runs report it. */
static bool
check_keys(struct checking *h, struct err *e)
{
	struct str text = STR_MAX(KEY_MISSING_MAX);
	struct health_check c = { .state = HEALTH_FAULT, .advice = KEY_MISSING_TODO };
	bool ok = key_missing(h->run->db, h->run->common->key_file, &text, e);

	if (ok && text.len) {
		snprintf(c.what, sizeof c.what, "%s", str_text(&text));
		ok = report_health_found(h, "keys", "key_file", &c, e);
	}
	str_free(&text);
	return ok;
}

static bool
check_all(struct checking *h, struct err *e)
{
	char now[CLOCK_TEXT], late[REPORT_PERIOD], yesterday[CLOCK_TEXT], named[8];
	const char *stores[] = { str_text(&h->run->stores.array), clock_print(h->now, now),
	    report_period(h->late, late), clock_print(h->now - CLOCK_DAY, yesterday) };
	const char *reasons[] = { stores[0], yesterday }, *orders[] = { stores[0], named };
	const char *rejects[] = { report_stores(h->run), yesterday };

	snprintf(named, sizeof named, "%d", HEALTH_ORDERS_NAMED);
	return check_keys(h, e) && check_runs(h, e) && check_sync(h, e)
	    && check_hooks(h, e) && check_steps(h, e)
	    && db_each(h->run->db, sql_order_seen, 1, stores, report_health_order_row, h, e)
	    && db_each(h->run->db, sql_reject_orders, COUNT(orders), orders, rejected_row, h, e)
	    && db_each(h->run->db, sql_message_waiting, COUNT(stores), stores,
	    report_health_message_row, h, e)
	    && db_each(h->run->db, sql_message_reasons, COUNT(reasons), reasons, reason_row, h, e)
	    && report_health_volume(h->run, h->now, h->each, h->arg, e)
	    && db_each(h->run->db, sql_reject_recent, COUNT(rejects), rejects,
	    report_health_reject_row, h, e) && check_left_out(h, yesterday, e);
}

bool
report_health_each(struct run *r, crt_time late, report_check_fn *each, void *arg, struct err *e)
{
	struct checking h = { .run = r, .each = each, .arg = arg, .now = clock_now(), .late = late };

	return check_all(&h, e);
}

static bool
report_health_table(struct run *r, const struct report *set, struct err *e)
{
	struct printing p = { .table = table_open(columns, COUNT(columns), option_output(r->common)) };
	bool ok = report_health_each(r, set->late, report_health_print, &p, e)
	    && report_health_expiry(r, set, report_health_print, &p, e);

	ok = table_close(p.table, e) && ok;
	if (!ok || (p.faults == 0 && !(set->monitor && p.warnings)))
		return ok;
	if (p.faults)
		err_set(e, set->monitor ? ERR_CRITICAL : ERR_UNAVAILABLE, "%lld at fault; fix first %s",
		    (long long)p.faults, p.fault);
	else
		err_set(e, ERR_WARNING, "%lld with a warning; the first is %s", (long long)p.warnings,
		    p.fault);
	return err_hint(e, "%s", p.advice);
}

bool
report_health(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-report", RUN_STORES | RUN_ACTIVE, e)
	    && report_health_table(&run, set, e);

	return run_close(&run, ok, e);
}
