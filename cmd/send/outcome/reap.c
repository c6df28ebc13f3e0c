/* reap.c: resolve messages of senders that died, or whose lease is over. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "found.h"
#include "ledger.h"
#include "outcome.h"
#include "query.h"
#include "reap.h"

#define SENDERS_MAX 1000		/* in a run */

struct orphans {
	struct { int64_t sender; bool late; } of[SENDERS_MAX];
	size_t n;
};

static bool
reap_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct orphans *o = arg;

	if (o->n < SENDERS_MAX) {
		o->of[o->n].sender = db_int(row, SQL_MESSAGE_ORPHANS_CLAIMED_BY);
		o->of[o->n++].late = db_true(row, SQL_MESSAGE_ORPHANS_LATE);
	}
	return true;
}

/* A sender, with the evidence about its messages. */
struct reaped {
	struct claim as;
	struct ledger_copy ledger;
	struct channel *channel;	/* which can look messages up; NULL: it used another one */
};

/* False: it was on the wire.  A message that was not begun is queued as if never claimed. */
static bool
reap_fate(const struct reaped *of, const struct claimed *m, struct channel_result *r)
{
	const char *id = m->id;
	const struct channel_sought sought = { id, m->recipient, m->handed_off };

	static const struct channel_result untried = { .fate = CHANNEL_UNTRIED,
		.reason = "was not handed off" };

	*r = untried;
	if (!ledger_find(&of->ledger, id, r) || r->fate != CHANNEL_UNKNOWN)
		return true;
	*r = untried;
	return of->ledger.word == LEDGER_GOOD && of->channel && !channel_has(of->channel, &sought)
	    && channel_kept(of->channel, id, of->ledger.pid);
}

static void
reap_enter(const struct found *f, const struct store *s, const struct reaped *of, struct outcome *o)
{
	struct channel_result r;
	size_t i;

	for (i = 0; i < f->n; i++)
		if (f->list[i].store == s && reap_fate(of, &f->list[i], &r))
			outcome_add(o, &f->list[i], &r, OUTCOME_UNASKED);
}

static bool
reap_resolve(struct reaped *of, const char *provider, int64_t tries, struct err *e)
{
	struct run *r = of->as.verdicts.run;
	char sender[24];
	const char *params[] = { str_text(&r->stores.array), sender };
	struct found f = { .stores = &r->stores };
	struct outcome o;
	size_t s;
	bool ok;

	snprintf(sender, sizeof sender, "%" PRId64, of->as.sender);
	ok = db_each(r->db, sql_message_held_by, COUNT(params), params, found_see, &f, e);
	if (strcmp(f.provider, provider))
		of->channel = NULL;
	outcome_open(&o, r, &of->as, f.provider, tries);
	for (s = 0; ok && s < r->stores.n; s++) {
		reap_enter(&f, &r->stores.list[s], of, &o);
		ok = outcome_write(&o, e);
	}
	outcome_close(&o);
	found_free(&f);
	return ok;
}

/* dead: no process can begin these messages; else the sender may still report outcomes. */
static bool
reap_abandon(struct run *r, const char *sender, bool dead, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), sender, run_now(now), dead ? "t" : "f" };
	int64_t n = 0;

	fault();
	if (!db_do(r->db, sql_message_abandon, COUNT(params), params, &n, e))
		return false;
	fault();
	run_count(r, COUNTER_unknown_dead, n);
	if (n)
		log_line(LOG_WARN, NULL, "%lld messages were on the wire when their sender died",
		    (long long)n);
	return true;
}

/* late: the lease is over by the database's clock, which somebody may set.  The sender uses the
   clock of its machine; its ledger shows that time if it ran on this one. */
static bool
reap_sender(struct claim *c, struct reaped *of, bool late, const char *folder, int64_t tries,
    struct err *e)
{
	struct run *r = c->verdicts.run;
	struct ledger_copy *ledger = &of->ledger;
	char sender[24];
	const char *params[] = { sender };
	bool left, known, dead, ok, resolved = false, alive;
	crt_time looked = clock_awake();	/* taken before the ledger is read */

	snprintf(sender, sizeof sender, "%" PRId64, of->as.sender);
	if (!db_query_bool(r->db, sql_sender_dead, COUNT(params), params, &left, e))
		return false;
	ledger_read(ledger, folder, of->as.sender);
	known = ledger->word == LEDGER_GOOD || ledger->word == LEDGER_ALIVE;
	dead = left && (ledger->word == LEDGER_GOOD || ledger->word == LEDGER_OLD);
	alive = ledger->word == LEDGER_ALIVE && looked < ledger->until;
	ok = true;
	if (dead || (late && !alive))	/* else it runs, or only its own machine has evidence */
		ok = (!known || reap_resolve(of, c->provider, tries, e)) && reap_abandon(r, sender, dead, e)
		    && db_query_bool(r->db, sql_sender_resolved, COUNT(params), params, &resolved, e);
	ledger_unlook(ledger, ok && dead && resolved);
	return ok;
}

bool
reap_run(struct claim *c, const char *folder, struct channel *channel, int64_t tries,
    struct err *e)
{
	struct run *r = c->verdicts.run;
	char sender[24];
	const char *params[] = { str_text(&r->stores.array), sender };
	struct orphans o = { .n = 0 };
	size_t i;
	bool ok;

	snprintf(sender, sizeof sender, "%" PRId64, c->sender);
	ok = db_each(r->db, sql_message_orphans, COUNT(params), params, reap_row, &o, e);
	for (i = 0; ok && i < o.n; i++) {
		struct reaped of = { .as = { .verdicts.run = r, .sender = o.of[i].sender },
		    .channel = channel };

		ok = reap_sender(c, &of, o.of[i].late, folder, tries, e);
	}
	return ok;
}
