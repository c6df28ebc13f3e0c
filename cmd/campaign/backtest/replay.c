/* replay.c: replay history into copies of the tables, run by run. */
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "replay.h"
#include "campaign/advance.h"
#include "campaign/enroll.h"
#include "campaign/episode.h"
#include "campaign/scores.h"
#include "inbox/inbox.h"
#include "query.h"

#define REPLAY_EVERY CLOCK_HOUR		/* where no runs are recorded */
#define REPLAY_RUNS_MAX 1000000
#define REPLAY_SCORED CLOCK_DAY		/* from one comparison of the customers to the next */
#define REPLAY_AHEAD CLOCK_DAY		/* a source's clock may be ahead of ours */
/* The records of a batch have arrival times a microsecond apart, from its beginning on. */
#define REPLAY_BATCH (2 * INBOX_BATCH * (CLOCK_SECOND / 1000000))

static bool
replay_ignore(void *arg UNUSED, const struct db_row *row UNUSED, struct err *e UNUSED)
{
	return true;
}

static bool
replay_copies(struct run *r, crt_time from, struct err *e)
{
	char time[CLOCK_TEXT];
	const char *make[] = { shadow_tables, shadow_views, shadow_functions };
	const char *fill[] = { str_text(&r->stores.array), clock_print(from, time) };

	return db_each(r->db, sql_shadow_make, COUNT(make), make, replay_ignore, NULL, e)
	    && db_each(r->db, sql_shadow_fill, COUNT(fill), fill, replay_ignore, NULL, e)
	    && db_each(r->db, sql_shadow_read_only, 0, NULL, replay_ignore, NULL, e);
}

static bool
replay_add(struct replay *p, crt_time at, struct err *e)
{
	if (p->n == REPLAY_RUNS_MAX) {
		err_set(e, ERR_USAGE, "there are more than %d runs in that time", REPLAY_RUNS_MAX);
		return err_hint(e, "choose a longer --every, or a shorter time");
	}
	p->times = mem_more(p->times, p->n, sizeof *p->times);
	p->times[p->n++] = at;
	return true;
}

static bool
replay_time_row(void *arg, const struct db_row *row, struct err *e)
{
	return replay_add(arg, db_time(row, SQL_HISTORY_RUNS_AT), e);
}

static bool
replay_times(struct replay *p, crt_time from, crt_time to, crt_time every, struct err *e)
{
	char since[CLOCK_TEXT], until[CLOCK_TEXT];
	const char *params[] = { clock_print(from, since), clock_print(to, until) };
	crt_time at;

	if (every == 0 && !db_each(p->run->db, sql_history_runs, COUNT(params), params,
	    replay_time_row, p, e))
		return false;
	if (p->n)
		return true;
	every = every ? every : REPLAY_EVERY;
	for (at = from + every; at <= to; at += every)
		if (!replay_add(p, at, e))
			return false;
	return true;
}

static bool
replay_begin_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct replay *p = arg;
	crt_time oldest = db_time(row, SQL_HISTORY_BEGIN_OLDEST);

	p->source.after = oldest == DB_NO_TIME ? clock_now() : oldest - REPLAY_AHEAD;
	return true;
}

bool
replay_open(struct replay *p, struct run *r, crt_time from, crt_time to, crt_time every,
    struct err *e)
{
	const char *params[] = { str_text(&r->stores.array) };

	*p = (struct replay){ .run = r };
	output_init(&p->silent);
	p->silent.fd = -1;
	if (!replay_source_open(&p->source, r, e))
		return false;
	p->source.stores = str_text(&r->stores.array);
	if (!db_each(p->source.db, sql_history_begin, COUNT(params), params, replay_begin_row, p, e)
	    || !replay_times(p, from, to, every, e) || !replay_copies(r, from, e))
		return false;
	db_shadow(r->db, shadow_of);
	return true;
}

void
replay_close(struct replay *p)
{
	replay_source_close(&p->source);
	active_close(&p->active);
	output_free(&p->silent);
	free(p->times);
}

/* Takes in what arrived until a time, which becomes the present. */
static bool
replay_arrivals(struct replay *p, crt_time until, struct err *e)
{
	struct run *r = p->run;
	struct inbox inbox = { .run = r, .command = r->command, .batch = INBOX_BATCH, .again = true,
	    .lines = replay_source_arrivals, .lines_arg = &p->source };
	char time[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), time };

	clock_set(until);
	clock_print(until + REPLAY_BATCH, time);
	p->source.until = until + REPLAY_BATCH;
	return inbox_run(&inbox, NULL, e)
	    && db_each(r->db, sql_shadow_learn, COUNT(params), params, replay_ignore, NULL, e)
	    && episode_resolve(r, &p->silent, e) && episode_find(r, e);
}

/* As one run of crt-campaign and crt-send, whose provider accepts every message. */
static bool
replay_campaigns(struct replay *p, struct err *e)
{
	struct run *r = p->run;
	struct verdicts verdicts;
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), run_now(now) };
	bool ok;

	verdicts_open(&verdicts, r, &p->silent);
	ok = enroll_waiting(r, &p->active, e) && advance_run(&verdicts, &p->active, e)
	    && db_do(r->db, sql_message_pass, COUNT(params), params, NULL, e);
	verdicts_close(&verdicts);
	output_drop(&p->silent);
	return ok;
}

/* The copies grow from nothing: plans for their beginning would scan them later. */
static bool
replay_analyze(struct replay *p, size_t run, struct err *e)
{
	return (run & (run - 1)) || (db_do(p->run->db, sql_shadow_analyze, 0, NULL, NULL, e)
	    && db_do(p->run->db, sql_plans_discard, 0, NULL, NULL, e));
}

static bool
replay_before(struct replay *p, crt_time from, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&p->run->stores.array), now };

	if (!replay_arrivals(p, from, e))
		return false;
	run_now(now);
	return db_do(p->run->db, sql_episode_set_aside, COUNT(params), params, NULL, e);
}

bool
replay_run(struct replay *p, crt_time from, struct err *e)
{
	char at[CLOCK_TEXT];
	bool ok = replay_before(p, from, e)
	    && active_open(&p->active, p->run->db, &p->run->stores, e);
	size_t i;

	for (i = 0; ok && i < p->n; i++) {
		ok = stop_check(e) && replay_arrivals(p, p->times[i], e)
		    && scores_compare(p->run->db, &p->run->stores, clock_now() - REPLAY_SCORED, e)
		    && replay_campaigns(p, e)
		    && replay_analyze(p, i + 1, e);
		log_progress("%.10s: run %zu of %zu, %lld messages", clock_print(p->times[i], at), i + 1,
		    p->n, (long long)run_counted(p->run, COUNTER_queued));
	}
	return ok;
}
