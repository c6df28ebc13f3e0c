/* resolve.c: resolve messages whose delivery is uncertain, by evidence. */
#include <stdlib.h>

#include "found.h"
#include "query.h"
#include "reap.h"
#include "resolve.h"

static void
resolve_one(struct run *r, struct outcome *o, struct channel *channel, struct claimed *m)
{
	struct channel_result sent = { .fate = CHANNEL_SENT,
	    .reason = "resolved: the provider has it" };

	if (channel_has(channel, &(struct channel_sought){ m->id, m->recipient, m->handed_off }))
		outcome_add(o, m, &sent, OUTCOME_UNASKED);
	else
		run_count(r, COUNTER_unknown_left, 1);
}

/* Store by store, because the outcomes of one store are written in one statement. */
static bool
resolve_all(struct run *r, const struct found *f, struct outcome *o, struct channel *channel,
    struct err *e)
{
	const struct stores *stores = &r->stores;
	size_t i, s;
	bool ok = true;

	for (s = 0; ok && s < stores->n; s++) {
		for (i = 0; i < f->n; i++)
			if (f->list[i].store == &stores->list[s])
				resolve_one(r, o, channel, &f->list[i]);
		ok = outcome_write(o, e);
	}
	return ok;
}

bool
resolve_run(struct claim *c, const char *ledgers, struct outcome *o, struct channel *channel,
    struct err *e)
{
	struct run *r = c->verdicts.run;
	const char *params[] = { str_text(&r->stores.array), c->provider };
	struct found f = { .stores = &r->stores };
	bool ok = reap_run(c, ledgers, channel, o->tries, e)
	    && db_each(r->db, sql_message_unknown, COUNT(params), params, found_see, &f, e)
	    && resolve_all(r, &f, o, channel, e);

	found_free(&f);
	return ok;
}
