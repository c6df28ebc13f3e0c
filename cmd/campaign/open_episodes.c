/* open_episodes.c: read the open episodes of a campaign's store, page by page. */
#include "campaign/trigger_facts.h"
#include "open_episodes.h"

#define PAGE "2000"			/* episodes of a query */
#define PAGES_MAX 1000000

static bool
open_episodes_row(void *arg, const struct db_row *row, struct err *e)
{
	struct open_episodes *o = arg;
	struct condition_facts f;
	bool ok = trigger_facts_read(&f, row, SQL_EPISODE_OPEN_EPISODE_TAKE, e);

	o->n++;
	db_fill(row, SQL_EPISODE_OPEN_ID, o->last, sizeof o->last);
	f.segments = o->campaign->segments;
	f.nsegments = o->campaign->nsegments;
	ok = ok && o->fn(o->arg, row, o->last, &f, e);
	trigger_facts_free(&f);
	return ok;
}

bool
open_episodes_page(struct open_episodes *o, bool *more, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { o->campaign->store->id_text, o->campaign->id, run_now(now), o->carts,
	    *o->last ? o->last : NULL, PAGE };
	bool ok;

	o->n = 0;
	ok = db_each(o->db, sql_episode_open, COUNT(params), params, open_episodes_row, o, e);
	*more = ok && o->n > 0 && ++o->pages < PAGES_MAX;
	return ok;
}
