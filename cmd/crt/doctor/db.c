/* db.c: the checks of crt doctor that query the database. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "doctor.h"
#include "campaign/active.h"
#include "report/health.h"
#include "run/migrate.h"
#include "query.h"
#include "secret/key_missing.h"
#include "store/setting.h"

#define VERSION_LEAST 150000
#define ZONES         5		/* zones that server_settings looks up */
#define SKEW_WARNING  (2 * CLOCK_SECOND)
#define SKEW_FAULT    CLOCK_MINUTE

/* *go: whether a connection can succeed. */
static bool
doctor_db_report_private(struct doctor *d, bool *go, struct err *e)
{
	static const char *const todo[] = { "run: crt init", "run: crt db start", "",
	    "run: crt db start" };
	struct err why = { 0 };
	enum cluster_state state;
	struct cluster *c;

	*go = true;
	if (d->s->server == NULL)
		return true;
	if (!cluster_open(&c, d->s->server, &why))
		return doctor_explain_error(d, "private server", &why, e);
	state = cluster_state(c);
	*go = state == CLUSTER_RUNNING;
	cluster_close(c);
	return doctor_report(d, "private server", *go ? HEALTH_OK : HEALTH_FAULT,
	    cluster_state_name(state), todo[state], e);
}

bool
doctor_server(struct doctor *d, struct err *e)
{
	struct err why = { 0 };
	bool go;

	if (!doctor_db_report_private(d, &go, e))
		return false;
	if (!go || front_db(d->s, &d->db, &why))
		return true;
	db_close(d->db);
	d->db = NULL;
	return doctor_explain_error(d, "database", &why, e);
}

static bool
doctor_db_report_durable(struct doctor *d, const struct db_row *r, struct err *e)
{
	if (strcmp(db_text(r, SQL_SERVER_LOOK_FSYNC), "on")
	    || strcmp(db_text(r, SQL_SERVER_LOOK_FULL_PAGE_WRITES), "on"))
		return doctor_report(d, "durability", HEALTH_FAULT,
		    "fsync or full_page_writes is off: a power failure may destroy the database",
		    "turn both on before you mail real customers", e);
	if (strcmp(db_text(r, SQL_SERVER_LOOK_DATA_CHECKSUMS), "on"))
		return doctor_report(d, "durability", HEALTH_WARNING, "data checksums are off",
		    "run pg_checksums --enable while the server is stopped", e);
	return doctor_report(d, "durability", HEALTH_OK, "", "", e);
}

static bool
doctor_db_report_writes(struct doctor *d, const struct db_row *r, struct err *e)
{
	if (db_true(r, SQL_SERVER_LOOK_STANDBY))
		return doctor_report(d, "writes", HEALTH_FAULT, "this server is a standby",
		    "connect to the primary", e);
	if (db_true(r, SQL_SERVER_LOOK_READ_ONLY))
		return doctor_report(d, "writes", HEALTH_FAULT, "this server is read-only",
		    "set default_transaction_read_only to off for it, the database and the role", e);
	return doctor_report(d, "writes", HEALTH_OK, "", "", e);
}

static bool
doctor_db_inspect(void *arg, const struct db_row *r, struct err *e)
{
	struct doctor *d = arg;
	int64_t version = db_int(r, SQL_SERVER_LOOK_VERSION);
	int64_t zones = db_int(r, SQL_SERVER_LOOK_ZONES);
	char text[64];

	snprintf(text, sizeof text, "%" PRId64 ".%" PRId64, version / 10000, version % 10000);
	if (!doctor_report(d, "server version", version < VERSION_LEAST ? HEALTH_FAULT : HEALTH_OK,
	    text, version < VERSION_LEAST ? "crt needs PostgreSQL 15 or newer" : "", e))
		return false;
	snprintf(text, sizeof text, "%" PRId64 " of %d known", zones, ZONES);
	if (!doctor_report(d, "time zones", zones < ZONES ? HEALTH_FAULT : HEALTH_OK, text,
	    zones < ZONES ? "install tzdata where the server runs" : "", e))
		return false;
	return doctor_db_report_writes(d, r, e) && doctor_db_report_durable(d, r, e);
}

static bool
doctor_db_report_clock(struct doctor *d, struct err *e)
{
	crt_time before = clock_now(), skew;
	char text[64], *server_clock;

	if (d->s->common.now)		/* --now stopped the clock, so there is nothing to compare */
		return true;
	if (!db_query(d->db, sql_clock_read, 0, NULL, &server_clock, e))
		return false;
	skew = strtoll(server_clock, NULL, 10) - (before + (clock_now() - before) / 2);
	free(server_clock);
	skew = skew < 0 ? -skew : skew;
	snprintf(text, sizeof text, "%" PRId64 " ms apart", skew / 1000);
	return doctor_report(d, "clock", skew > SKEW_FAULT ? HEALTH_FAULT : skew > SKEW_WARNING ?
	    HEALTH_WARNING : HEALTH_OK, text, skew > SKEW_WARNING ?
	    "set both clocks with NTP: this machine's and the server's" : "", e);
}

bool
doctor_settings(struct doctor *d, struct err *e)
{
	return db_each(d->db, sql_server_look, 0, NULL, doctor_db_inspect, d, e)
	    && doctor_db_report_clock(d, e);
}

bool
doctor_schema(struct doctor *d, struct err *e)
{
	struct migrate_state state;
	struct err why = { 0 };
	char text[64];

	if (!migrate_inspect(d->db, &state, &why)) {
		db_close(d->db);	/* the checks below would only repeat this failure */
		d->db = NULL;
		return doctor_explain_error(d, "schema", &why, e);
	}
	snprintf(text, sizeof text, "%d of %d files", state.applied, state.known);
	return doctor_report(d, "schema", state.applied < state.known ? HEALTH_FAULT : HEALTH_OK,
	    text, state.applied < state.known ? "run: crt db migrate" : "", e);
}

static bool
doctor_db_report_run(void *arg, const struct db_row *r, struct err *e)
{
	struct doctor *d = arg;
	int64_t status = db_int(r, SQL_RUN_LATEST_EXIT);
	bool ended = db_true(r, SQL_RUN_LATEST_ENDED), good = ended && (status == 0 || status == 3);
	char check[64], text[256];

	snprintf(check, sizeof check, "last %.40s", db_text(r, SQL_RUN_LATEST_COMMAND));
	snprintf(text, sizeof text, "%s%s%.180s", db_text(r, SQL_RUN_LATEST_BEGAN),
	    !ended ? ", not ended" : good ? "" : ", failed: ",
	    good ? "" : db_text(r, SQL_RUN_LATEST_REASON));
	return doctor_report(d, check, good ? HEALTH_OK : HEALTH_WARNING, text,
	    good ? "" : "see its log", e);
}

/* A missing table is already reported by the schema's own row. */
static bool
doctor_db_there(struct doctor *d, bool *yes, struct err *e)
{
	struct migrate_state state;

	*yes = d->db && migrate_inspect(d->db, &state, e) && state.applied == state.known;
	return e->kind == ERR_NONE;
}

bool
doctor_runs(struct doctor *d, struct err *e)
{
	bool yes;

	return doctor_db_there(d, &yes, e) &&
	    (!yes || db_each(d->db, sql_run_latest, 0, NULL, doctor_db_report_run, d, e));
}

static bool
doctor_db_report_store(void *arg, const struct db_row *r, struct err *e)
{
	char check[96];

	snprintf(check, sizeof check, "store %.80s", db_text(r, SQL_STORE_UNGATED_SLUG));
	return doctor_report(arg, check, HEALTH_WARNING,
	    "orders_max_age is off: if an order's webhook is lost, the buyer may be mailed",
	    "poll the orders with crt-sync, and set orders_max_age", e);
}

static bool
doctor_db_report_polled(void *arg, const struct db_row *r, struct err *e)
{
	int64_t failures = db_int(r, SQL_STORE_POLLED_SYNC_FAILURES);
	const char *reason = db_text(r, SQL_STORE_POLLED_SYNC_REASON);
	bool error = db_true(r, SQL_STORE_POLLED_ERROR);
	char check[96], text[256], polls[HEALTH_FAILURES_TEXT];

	if (failures == 0)
		return true;
	snprintf(check, sizeof check, "store %.80s", db_text(r, SQL_STORE_POLLED_SLUG));
	health_failures(failures, polls);
	snprintf(text, sizeof text, "%s: %.180s", polls, reason ? reason : "");
	return doctor_report(arg, check, error ? HEALTH_FAULT : HEALTH_WARNING, text,
	    "fix the cause, then run: crt-sync --include-backed-off | crt-ingest", e);
}

static bool
doctor_db_report_mute(void *arg, const struct db_row *r, struct err *e)
{
	const char *slug = db_text(r, SQL_STORE_MUTE_SLUG);
	char check[96], todo[160];

	snprintf(check, sizeof check, "store %.80s", slug);
	snprintf(todo, sizeof todo, "crt-sync store set %.80s 'address=STREET, CITY'", slug);
	if (db_true(r, SQL_STORE_MUTE_IDLE) && !doctor_report(arg, check, HEALTH_WARNING,
	    "it has no active campaign", "crt-campaign apply FILE, or crt-campaign activate NAME", e))
		return false;
	if (db_true(r, SQL_STORE_MUTE_NOWHERE) && !doctor_report(arg, check, HEALTH_WARNING,
	    "its mails have no postal address, which several laws require", todo, e))
		return false;
	snprintf(todo, sizeof todo, "crt-sync store set %.80s links_url=https://HOST", slug);
	return !db_true(r, SQL_STORE_MUTE_CLICKLESS) || doctor_report(arg, check, HEALTH_WARNING,
	    "its mails have no one-click unsubscribe link, which Gmail and Yahoo require", todo, e);
}

static bool
doctor_db_report_unlisted(void *arg, const struct db_row *r, struct err *e)
{
	char check[96];

	snprintf(check, sizeof check, "store %.80s", db_text(r, SQL_STORE_UNLISTED_SLUG));
	return db_true(r, SQL_STORE_UNLISTED_IMPORTED) || doctor_report(arg, check, HEALTH_WARNING,
	    "sms_written is no, and no data of the Do-Not-Call registry of the US was imported",
	    "crt-gdpr dnc import, or the texts to people there are held", e);
}

/* A store without a step by e-mail needs no sender of mails. */
static const struct err *
doctor_store_fault(const struct active_campaigns *p, const struct store *s)
{
	return store_fault(s, active_sends_by(p, CHANNEL_EMAIL) || !(active_sends_by(p, CHANNEL_SMS)
	    || active_sends_by(p, CHANNEL_PUSH)) ? CHANNEL_EMAIL : CHANNEL_SMS);
}

/* Reports what holds a store's mails until a person acts, and what is never sent. */
static bool
fault_report(struct doctor *d, const struct active_campaigns *p, const struct store *s,
    struct err *e)
{
	struct err why = *doctor_store_fault(p, s), never = { 0 };
	char check[96];

	snprintf(check, sizeof check, "store %.80s", s->slug);
	if (why.kind != ERR_NONE)
		err_in(&why, "no mail is sent");
	if (why.kind != ERR_NONE && !doctor_probed(d, s->slug)
	    && !doctor_report(d, check, HEALTH_WARNING, why.text, why.hint, e))
		return false;
	return campaign_allows(p, s, &never)
	    || doctor_report(d, check, HEALTH_WARNING, never.text, never.hint, e);
}

static bool
doctor_db_report_faults(struct doctor *d, struct err *e)
{
	struct active_campaigns program = { 0 };
	struct stores all;
	bool ok = stores_open(&all, d->db, NULL, 0, e) && active_open(&program, d->db, &all, e);
	size_t i;

	for (i = 0; ok && i < all.n; i++)
		ok = fault_report(d, &program, &all.list[i], e);
	active_close(&program);
	stores_close(&all);
	return ok;
}

/* Whether the key file is an outdated copy. Without one, doctor_key has reported it. */
static bool
doctor_db_keys(struct doctor *d, struct err *e)
{
	struct str text = STR_MAX(KEY_MISSING_MAX);
	bool ok = key_missing(d->db, d->s->common.key_file, &text, e);

	if (ok && text.len)
		ok = doctor_report(d, "key", HEALTH_FAULT, str_text(&text), KEY_MISSING_TODO, e);
	str_free(&text);
	return ok;
}

bool
doctor_stores(struct doctor *d, struct err *e)
{
	const char *all[] = { NULL };
	bool yes;

	return doctor_db_there(d, &yes, e) &&
	    (!yes || (doctor_db_keys(d, e) && doctor_backup(d, e)
	    && (d->s->offline || doctor_shops(d, e))
	    && db_each(d->db, sql_store_ungated, 0, NULL, doctor_db_report_store, d, e)
	    && db_each(d->db, sql_store_unlisted, 0, NULL, doctor_db_report_unlisted, d, e)
	    && db_each(d->db, sql_store_polled, COUNT(all), all, doctor_db_report_polled, d, e)
	    && doctor_db_report_faults(d, e)
	    && db_each(d->db, sql_store_mute, 1, &d->s->common.links_url, doctor_db_report_mute,
	    d, e)
	    && doctor_report(d, "pipeline", HEALTH_OK,
	    "runs, orders, and messages have a check of their own", "run: crt-report health", e)));
}
