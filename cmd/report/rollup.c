/* rollup.c: count the days that have changed into crt.analytics. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/stop.h"
#include "campaign/scores.h"
#include "query.h"
#include "report.h"

#define BATCH_DAYS  "366"	/* of a statement */
#define BATCH_CARTS "200000"	/* unless a single day has more */
#define BATCH_FEW   7		/* days that are read by index */
#define COMMIT_CARTS 20000	/* a transaction ends when it has counted as many, or more */
#define SCORED (20 * CLOCK_HOUR)	/* until customers are compared again */
#define PRUNE_ROWS "10000"	/* in one transaction */
#define PRUNE_ROUNDS 100	/* of one run */

struct rolling {
	struct run *run;
	bool full;
	bool begun;			/* a transaction, which has counted: */
	const char *few;		/* the last parameter of rollup_by_key in it */
	int64_t days, carts;
	struct rollup_store {
		size_t place;
		bool changed;
	} *stores;			/* those with days to count */
	size_t n;
};

/* The next days of a store. */
struct batch {
	int64_t days, carts;
	bool more;
	char **text;			/* by column of rollup_next */
};

static bool
rollup_batch_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct batch *b = arg;

	b->days = db_int(row, SQL_ROLLUP_NEXT_DAYS);
	b->carts = db_int(row, SQL_ROLLUP_NEXT_CARTS);
	b->more = db_true(row, SQL_ROLLUP_NEXT_MORE);
	b->text = db_copy_row(row);
	return true;
}

/* Few days are read by index. */
static bool
rollup_by_key(struct rolling *r, bool few, struct err *e)
{
	const char *params[] = { few ? "true" : "false" };

	if (r->few && !strcmp(r->few, params[0]))
		return true;
	r->few = params[0];
	return db_do(r->run->db, sql_rollup_by_key, COUNT(params), params, NULL, e);
}

static bool
rollup_count(struct rolling *r, const struct store *s, const struct batch *b, struct err *e)
{
	struct db *db = r->run->db;
	char now[CLOCK_TEXT];
	const char *params[] = { s->id_text, b->text[SQL_ROLLUP_NEXT_FIRST],
	    b->text[SQL_ROLLUP_NEXT_LAST], b->text[SQL_ROLLUP_NEXT_SINCE],
	    b->text[SQL_ROLLUP_NEXT_UNTIL], run_now(now), b->text[SQL_ROLLUP_NEXT_ZONE] };

	return rollup_by_key(r, b->days <= BATCH_FEW, e)
	    && db_do(db, sql_rollup_fill, COUNT(params), params, NULL, e);
}

/* A commit waits for the disk, so the days of several stores have one. */
static bool
rollup_commit(struct rolling *r, bool ok, struct err *e)
{
	if (!r->begun)
		return ok;
	ok = db_end(r->run->db, ok, e);
	run_count(r->run, COUNTER_days, ok ? r->days : 0);
	r->begun = false;
	r->few = NULL;
	r->days = r->carts = 0;
	return ok;
}

static bool
rollup_batch(struct rolling *r, const struct store *s, bool *more, struct err *e)
{
	struct db *db = r->run->db;
	const char *params[] = { s->id_text, BATCH_DAYS, BATCH_CARTS };
	struct batch b = { .days = 0 };
	bool ok = stop_check(e) && (r->begun || (r->begun = db_begin(db, e)))
	    && db_each(db, sql_rollup_next, COUNT(params), params, rollup_batch_row, &b, e)
	    && (b.days == 0 || rollup_count(r, s, &b, e));

	r->days += b.days;
	r->carts += b.carts;
	*more = ok && b.more;
	free(b.text);
	return ok && r->carts < COMMIT_CARTS ? ok : rollup_commit(r, ok, e);
}

/* Opens the days that have changed. */
static bool
rollup_open(struct rolling *r, const struct store *s, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { s->id_text, run_now(now), r->full ? "true" : "false" };

	return (r->begun || (r->begun = db_begin(r->run->db, e)))
	    && db_do(r->run->db, sql_rollup_open, COUNT(params), params, NULL, e);
}

static bool
rollup_store(struct rolling *r, const struct rollup_store *x, struct err *e)
{
	const struct store *s = &r->run->stores.list[x->place];
	bool more = true, ok = !x->changed || rollup_open(r, s, e);

	while (ok && more)
		ok = rollup_batch(r, s, &more, e);
	return ok;
}

static bool
rollup_seen_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct rolling *r = arg;

	r->stores = mem_more(r->stores, r->n, sizeof *r->stores);
	r->stores[r->n++] = (struct rollup_store){ (size_t)db_int(row, SQL_ROLLUP_SEEN_PLACE),
	    db_true(row, SQL_ROLLUP_SEEN_CHANGED) };
	return true;
}

static bool
rollup_stores(struct rolling *r, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&r->run->stores.array), run_now(now),
	    r->full ? "true" : "false" };
	bool ok = (r->begun = db_begin(r->run->db, e))
	    && db_do(r->run->db, sql_provider_fold, 1, params, NULL, e)
	    && db_each(r->run->db, sql_rollup_seen, COUNT(params), params, rollup_seen_row, r, e);
	size_t i;

	for (i = 0; ok && i < r->n; i++)
		ok = rollup_store(r, &r->stores[i], e);
	ok = rollup_commit(r, ok, e);
	free(r->stores);
	return ok;
}

/* Deletes records of crt-report follow that are older than a week. */
static bool
rollup_prune(struct run *r, struct err *e)
{
	const char *params[] = { PRUNE_ROWS };
	int64_t pruned = 1;
	bool ok = true;
	int i;

	for (i = 0; ok && pruned && i < PRUNE_ROUNDS; i++)
		ok = stop_check(e) && db_do(r->db, sql_outbox_prune, COUNT(params), params, &pruned, e);
	return ok;
}

static bool
rollup_run(struct run *r, bool full, struct err *e)
{
	struct rolling rolling = { .run = r, .full = full };
	bool mine, ok = run_alone(r, &mine, e);

	run_count(r, COUNTER_days, 0);
	ok = ok && (!mine || rollup_stores(&rolling, e));
	return ok && (!mine || (scores_compare(r->db, &r->stores, full ? 0 : clock_now() - SCORED, e)
	    && rollup_prune(r, e)));
}

bool
report_rollup(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-report rollup",
	    RUN_STORES | RUN_ANALYZED | RUN_HEARTBEAT, e)
	    && (!set->common.dry_run || db_dry(run.db, e)) && rollup_run(&run, set->full, e);

	return run_close(&run, ok, e);
}
