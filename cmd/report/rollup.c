/* rollup.c: count the days that have changed into crt.analytics. */
#include <stdlib.h>

#include "base/stop.h"
#include "query.h"
#include "report.h"

#define BATCH_DAYS  "366"	/* in one transaction */
#define BATCH_CARTS "200000"	/* unless a single day has more */
#define BATCH_FEW   7		/* days that are read by index */
#define PRUNE_ROWS "10000"	/* in one transaction */
#define PRUNE_ROUNDS 100	/* of one run */

/* The next days to count. */
struct batch {
	const struct store *store;
	int64_t days;
	bool more;
	char **text;		/* by column of rollup_next */
};

static bool
rollup_batch_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct batch *b = arg;

	b->days = db_int(row, SQL_ROLLUP_NEXT_DAYS);
	b->more = db_true(row, SQL_ROLLUP_NEXT_MORE);
	b->text = db_copy_row(row);
	return true;
}

static bool
rollup_count(struct db *db, const struct batch *b, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { b->store->id_text, b->text[SQL_ROLLUP_NEXT_FIRST],
	    b->text[SQL_ROLLUP_NEXT_LAST], b->text[SQL_ROLLUP_NEXT_SINCE],
	    b->text[SQL_ROLLUP_NEXT_UNTIL], run_now(now) };

	return (b->days > BATCH_FEW || db_do(db, sql_rollup_by_key, 0, NULL, NULL, e))
	    && db_do(db, sql_rollup_clear, 3, params, NULL, e)
	    && db_do(db, sql_rollup_fill, COUNT(params), params, NULL, e);
}

/* One transaction. *more: whether there are other days to count. */
static bool
rollup_batch(struct run *r, const struct store *s, bool *more, struct err *e)
{
	struct batch b = { .store = s };
	const char *params[] = { s->id_text, BATCH_DAYS, BATCH_CARTS };
	bool ok = stop_check(e) && db_begin(r->db, e)
	    && db_each(r->db, sql_rollup_next, COUNT(params), params, rollup_batch_row, &b, e)
	    && (b.days == 0 || rollup_count(r->db, &b, e));

	ok = db_end(r->db, ok, e);
	*more = ok && b.more;
	run_count(r, COUNTER_days, ok ? b.days : 0);
	free(b.text);
	return ok;
}

static bool
rollup_store(struct run *r, const struct store *s, bool full, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { s->id_text, run_now(now), full ? "true" : "false" };
	bool more = true;
	bool ok = db_begin(r->db, e) && db_do(r->db, sql_rollup_open, COUNT(params), params, NULL, e)
	    && db_do(r->db, sql_provider_fold, 1, params, NULL, e);

	ok = db_end(r->db, ok, e);
	while (ok && more)
		ok = rollup_batch(r, s, &more, e);
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
	bool mine, ok = run_alone(r, &mine, e);
	size_t i;

	run_count(r, COUNTER_days, 0);
	for (i = 0; ok && mine && i < r->stores.n; i++)
		ok = rollup_store(r, &r->stores.list[i], full, e);
	return ok && (!mine || rollup_prune(r, e));
}

bool
report_rollup(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-report", RUN_STORES, e)
	    && (!set->common.dry_run || db_dry(run.db, e)) && rollup_run(&run, set->full, e);

	return run_close(&run, ok, e);
}
