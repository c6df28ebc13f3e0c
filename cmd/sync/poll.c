/* poll.c: crt-sync without a verb, and backfill: poll every store for changes. */
#include <stdlib.h>

#include "base/log.h"
#include "base/stop.h"
#include "poll.h"

/* If its credentials cannot be decrypted, only that store fails. */
static bool
start_shops(struct poll *p, struct err *e)
{
	while (!p->fatal && p->next < p->n && p->active < POLL_ACTIVE_MAX) {
		struct poll_shop *s = &p->shop[p->next++];
		struct err why = { 0 };

		p->active++;
		if (poll_shop_open(s, &why)) {
			poll_shop_step(s);
		} else if (why.kind == ERR_CONFIG) {
			poll_shop_fail(s, &why);
		} else {
			*e = why;
			return err_in(e, "store %s", s->store->slug);
		}
	}
	return true;
}

static bool
poll_late(const struct poll *p)
{
	return p->stop_at && clock_steady() >= p->stop_at;
}

/* Stores that this run does not reach in time come first in the next run. */
static bool
poll_drive(struct poll *p, struct err *e)
{
	size_t left;

	for (;;) {
		if (!stop_check(e) || (!poll_late(p) && !start_shops(p, e)))
			return false;
		if (p->fatal) {
			*e = p->why;
			return false;
		}
		if (p->active == 0)
			break;
		log_progress("%lld of %zu stores, %lld records", (long long)(p->succeeded + p->unreachable
		    + p->refused), p->n, (long long)run_counted(&p->run, COUNTER_records));
		if (!http_drive(p->http, POLL_TICK, &left, e))
			return false;
	}
	run_count(&p->run, COUNTER_unfinished, (int64_t)(p->n - p->next));
	return true;
}

static bool
poll_verdict(struct poll *p, struct err *e)
{
	int64_t bad = p->unreachable + p->refused, left_out = run_counted(&p->run, COUNTER_refused);
	enum err_kind kind = ERR_REJECTS;

	run_count(&p->run, COUNTER_unknown, platform_unknown());
	run_count(&p->run, COUNTER_stores, p->succeeded + bad);
	run_count(&p->run, COUNTER_failed, bad);
	run_count(&p->run, COUNTER_backed_off, p->backed_off);
	if (bad == 0 && left_out == 0)
		return true;
	if (bad == 0) {
		err_set(e, ERR_REJECTS, "%lld objects could not be fetched or used",
		    (long long)left_out);
		return err_hint(e, "the warnings above name them; see also: crt-ingest rejects list");
	}
	if (p->succeeded == 0 && p->refused == 0)
		kind = ERR_AGAIN;
	else if (p->succeeded == 0 && p->unreachable == 0)
		kind = ERR_UNAVAILABLE;
	err_set(e, kind, "%lld of %lld stores failed; the last is %s: %.600s", (long long)bad,
	    (long long)(p->succeeded + bad), p->last_slug, p->last.text);
	return p->last.hint[0] ? err_hint(e, "%s", p->last.hint) : false;
}

bool
poll_open(struct poll *p, const struct sync *set, const char *command, struct err *e)
{
	struct http_settings http = { (int)set->parallel, set->timeout, set->ca_file };

	*p = (struct poll){ .set = set, .record = poll_line, .reject = poll_reject };
	p->rule = (struct session_rule){ .pass = { set->overlap, set->lookback, 0 }, .suffix = "",
	    .checkpoints = true, .tries = set->tries };
	if (set->max_time)
		p->stop_at = clock_steady() + set->max_time;
	output_init(&p->out);
	return run_open(&p->run, &set->common, command,
	    RUN_STORES | RUN_ACTIVE | RUN_KEYS | RUN_HEARTBEAT, e)
	    && http_open(&p->http, &http, e);
}

bool
poll_run(struct poll *p, struct err *e)
{
	bool mine;

	if (p->set->common.dry_run)
		return poll_list(p, e) && poll_plan(p, e) && poll_verdict(p, e);
	if (!run_alone(&p->run, &mine, e))
		return false;
	return !mine || (poll_list(p, e) && poll_drive(p, e) && poll_verdict(p, e));
}

bool
poll_close(struct poll *p, bool ok, struct err *e)
{
	size_t i;

	http_close(p->http);
	for (i = 0; i < p->n; i++)
		poll_shop_close(&p->shop[i]);
	free(p->shop);
	free(p->polled);
	output_free(&p->out);
	return run_close(&p->run, ok, e);
}

bool
sync_poll(void *settings, char **operands UNUSED, struct err *e)
{
	struct poll p;
	bool ok = poll_open(&p, settings, "crt-sync", e);

	p.fetches = true;
	ok = ok && poll_run(&p, e);
	return poll_close(&p, ok, e);
}

bool
sync_backfill(void *settings, char **operands UNUSED, struct err *e)
{
	const struct sync *set = settings;
	struct poll p;
	bool ok;

	if (set->from == 0)
		return err_set(e, ERR_USAGE, "backfill needs --from TIME");
	ok = poll_open(&p, set, "crt-sync backfill", e);
	p.rule.pass.from = set->from;
	p.rule.suffix = ".backfill";
	ok = ok && poll_run(&p, e);
	return poll_close(&p, ok, e);
}
