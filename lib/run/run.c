/* run.c: begin and end one run of a command, with its heartbeat. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/stop.h"
#include "crypto/keyring.h"
#include "run/journal.h"
#include "run/key_mark.h"
#include "run/run.h"
#include "query.h"

#define HOST_MAX 256
#define REPLAN_ROWS 1000		/* with fewer rows a sequential scan is fast enough */

const char *
run_now(char buf[CLOCK_TEXT])
{
	return clock_print(clock_now(), buf);
}

const char *
run_limit(const struct run *r, char buf[RUN_LIMIT_TEXT])
{
	snprintf(buf, RUN_LIMIT_TEXT, "%lld", (long long)r->common->limit);
	return buf;
}

static bool
run_begin(struct run *r, struct err *e)
{
	char host[HOST_MAX] = "", now[CLOCK_TEXT];
	const char *params[] = { r->id, r->command, host, run_now(now) };

	if (gethostname(host, sizeof host - 1))
		host[0] = '\0';
	r->beating = db_do(r->db, sql_run_begin, COUNT(params), params, NULL, e);
	return r->beating;
}

bool
run_keys(struct run *r, struct err *e)
{
	return r->ring || keyring_open(&r->ring, r->common->key_file, e);
}

bool
run_connect(const struct run *r, struct db **db, struct err *e)
{
	return db_open(db, r->common->database, r->common->pooler, r->command, e)
	    && (!(r->needs & RUN_INDEXED) || db_session(*db, sql_session_indexed, e))
	    && (r->needs & RUN_UNJOURNALED || r->common->dry_run || journal_keep(*db, r->common, e));
}

/* A run for the canary alone is no heartbeat of its command, and does not wait for others. */
static void
run_name(struct run *r)
{
	if (r->needs & RUN_CANARY || r->stores.n != 1
	    || strcmp(r->stores.list[0].slug, STORE_CANARY))
		return;
	snprintf(r->canary, sizeof r->canary, "%s canary", r->command);
	r->command = r->canary;
}

static bool
run_stores(struct run *r, struct err *e)
{
	const struct common *c = r->common;
	const int also = (r->needs & RUN_ACTIVE ? 0 : STORES_PAUSED)
	    | (r->needs & RUN_CANARY ? STORES_CANARY : 0);

	if (!stores_open(&r->stores, r->db, &c->stores, also, e))
		return false;
	run_name(r);
	return (c->links_url == NULL || stores_links(&r->stores, c->links_url, e))
	    && (r->ring == NULL || key_mark_check(r, e));
}

bool
run_open(struct run *r, const struct common *common, const char *command, int needs, struct err *e)
{
	unsigned char id[IDENT_BYTES];

	*r = (struct run){ .command = command, .common = common, .needs = needs };
	stop_open();
	ident_random(id, clock_now());
	log_run(ident_print(id, r->id));
	if (needs & RUN_KEYS && !run_keys(r, e))
		return false;
	return run_connect(r, &r->db, e)
	    && (!(needs & RUN_ANALYZED) || db_do(r->db, sql_statistics_make, 0, NULL, NULL, e))
	    && (needs & RUN_STORES ? run_stores(r, e) : stores_check(r->db, &common->stores, e))
	    && (!(needs & RUN_HEARTBEAT) || common->dry_run || run_begin(r, e));
}

static const char *const counter_names[] = {
#define COUNTER(name) #name,
#include "run/counter.def"
#undef COUNTER
};

void
run_count(struct run *r, enum counter what, int64_t more)
{
	r->counts[what] += more;
	r->counted[what] = true;
}

int64_t
run_counted(const struct run *r, enum counter what)
{
	return r->counts[what];
}

bool
run_keep(const struct run *r, struct db *db, bool ok, struct err *e)
{
	if (ok && !r->common->dry_run)
		return db_commit(db, e);
	ok = ok && db_finish(db, e);
	db_rollback(db);
	return ok;
}

bool
run_replan(const struct run *r, int round, size_t rows, struct err *e)
{
	return rows < REPLAN_ROWS || (round & (round - 1))
	    || db_do(r->db, sql_plans_discard, 0, NULL, NULL, e);
}

bool
run_alone(struct run *r, bool *mine, struct err *e)
{
	bool ok = db_hold(r->db, sql_run_lock, r->command, mine, e);

	if (ok && !*mine)
		log_line(LOG_INFO, NULL, "another run is in progress; nothing to do");
	return ok;
}

static void
counts_json(const struct run *r, struct str *s)
{
	size_t i;

	str_putc(s, '{');
	for (i = 0; i < COUNTERS; i++)
		if (r->counted[i])
			str_printf(s, "%s\"%s\":%lld", s->len > 1 ? "," : "", counter_names[i],
			    (long long)r->counts[i]);
	str_putc(s, '}');
}

static bool
run_end(struct run *r, bool ok, const struct err *e, struct err *why)
{
	struct str counts = STR_MAX(4096), exit = STR_MAX(16);
	char now[CLOCK_TEXT];
	const char *params[] = { r->id, run_now(now), NULL, NULL, ok ? NULL : e->text };

	counts_json(r, &counts);
	str_printf(&exit, "%d", ok ? 0 : err_status(e));
	params[2] = str_text(&counts);
	params[3] = str_text(&exit);
	ok = db_do(r->db, sql_run_end, COUNT(params), params, NULL, why);
	str_free(&counts);
	str_free(&exit);
	return ok;
}

/* The summary of a run is logged only at a higher log level. */
static void
run_report(const struct run *r, bool ok, const struct err *e)
{
	struct str counts = STR_MAX(4096);
	size_t i;

	for (i = 0; i < COUNTERS; i++)
		if (r->counted[i])
			str_printf(&counts, "%s%s %lld", counts.len ? ", " : ": ", counter_names[i],
			    (long long)r->counts[i]);
	if (ok)
		log_line(LOG_INFO, NULL, "done%s%s", r->common->dry_run ? ", as a dry run" : "",
		    str_text(&counts));
	else
		log_line(LOG_INFO, NULL, "ends with %d%s", err_status(e), str_text(&counts));
	str_free(&counts);
}

bool
run_close(struct run *r, bool ok, struct err *e)
{
	struct err why = { 0 };

	db_rollback(r->db);
	if (r->beating && !run_end(r, ok, e, &why) && ok)
		ok = err_set(e, why.kind, "%s", why.text);
	run_report(r, ok, e);
	db_close(r->db);
	stores_close(&r->stores);
	keyring_close(r->ring);
	return ok;
}
