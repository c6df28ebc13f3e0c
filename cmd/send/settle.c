/* settle.c: messages whose hand-over is not known, settled with evidence. */
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "query.h"
#include "settle.h"

struct found {
	struct claim *claim;
	struct claimed *list;
	size_t n;
};

static bool
see(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct found *f = arg;
	struct claimed *m;

	f->list = mem_more(f->list, f->n, sizeof *f->list);
	m = &f->list[f->n++];
	*m = (struct claimed){ .store = stores_by_id(&f->claim->judge.run->stores, db_text(row, 0)),
	    .not_before = db_time(row, 3), .attempts = db_int(row, 5) };
	snprintf(m->id, sizeof m->id, "%s", db_text(row, 1));
	snprintf(m->episode, sizeof m->episode, "%s", db_text(row, 6));
	return true;
}

static void
judge_one(struct claim *c, struct outcome *o, struct channel *channel, struct claimed *m)
{
	enum channel_trace trace = channel_find(channel, m->id);
	struct channel_result r = { .fate = trace == CHANNEL_TAKEN ? CHANNEL_SENT : CHANNEL_UNTRIED };

	if (trace == CHANNEL_NO_TRACE) {
		run_count(c->judge.run, "unknown_left", 1);
		return;
	}
	snprintf(r.reason, sizeof r.reason, "settled: %s", trace == CHANNEL_TAKEN
	    ? "the provider has it" : "the provider does not have it");
	outcome_add(o, m, &r);
}

/* What is found of each store is one outcome. */
static bool
judge_all(const struct found *f, struct outcome *o, struct channel *channel, struct err *e)
{
	const struct stores *stores = &f->claim->judge.run->stores;
	size_t i, s;
	bool ok = true;

	for (s = 0; ok && s < stores->n; s++) {
		for (i = 0; i < f->n; i++)
			if (f->list[i].store == &stores->list[s])
				judge_one(f->claim, o, channel, &f->list[i]);
		ok = outcome_write(o, e);
	}
	return ok;
}

bool
settle_run(struct claim *c, struct outcome *o, struct channel *channel, struct err *e)
{
	struct run *r = c->judge.run;
	const char *params[] = { str_text(&r->stores.array), c->provider };
	struct found f = { .claim = c };
	int64_t buried = 0;
	bool ok = claim_bury(c, &buried, e)
	    && db_each(r->db, sql_message_unknown, COUNT(params), params, see, &f, e);

	if (buried)
		log_say(LOG_WARN, NULL, "%lld messages were in hand of a sender that died",
		    (long long)buried);
	ok = ok && judge_all(&f, o, channel, e);
	free(f.list);
	return ok;
}
