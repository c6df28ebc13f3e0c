/* backtest.c: replay history with the campaigns of files, and print what they would have sent. */
#include "../campaign.h"
#include "../put/put.h"
#include "outcome.h"
#include "replay.h"

struct backtest {
	struct campaign_settings *set;
	struct piece *pieces;
	size_t n;
	const char **stores;		/* of the campaigns */
	struct run run;
	struct replay replay;
	crt_time from, to;
};

static bool
backtest_period(struct backtest *b, struct err *e)
{
	crt_time now = clock_now();

	b->from = option_moment(b->set->from);
	b->to = b->set->to ? option_moment(b->set->to) : now;
	if (b->set->from == 0)
		return err_set(e, ERR_USAGE, "--from is missing: carts abandoned since then are enrolled");
	if (b->to > now)
		return err_set(e, ERR_USAGE, "--to is in the future");
	return b->from < b->to || err_set(e, ERR_USAGE, "--from is not before --to");
}

/* Without -s: the stores of the campaigns. A draft is replayed as if it were active. */
static bool
backtest_files(struct backtest *b, struct err *e)
{
	size_t i, n = 0;

	b->stores = mem_get((b->n + 1) * sizeof *b->stores);
	for (i = 0; i < b->n; i++)
		if (b->pieces[i].document.kind == DOCUMENT_CAMPAIGN) {
			b->pieces[i].campaign.status = CAMPAIGN_ACTIVE;
			b->stores[n++] = b->pieces[i].campaign.store;
		}
	if (n == 0)
		return err_set(e, ERR_USAGE, "none of the files is a campaign");
	if (b->set->common.stores.n == 0)
		b->set->common.stores = (struct option_list){ b->stores, n };
	return true;
}

static bool
backtest_replay(struct backtest *b, struct err *e)
{
	struct run *r = &b->run;
	crt_time last;

	return replay_open(&b->replay, r, b->from, b->to, b->set->every, e)
	    && db_end(r->db, db_begin(r->db, e) && pieces_put(r, b->pieces, b->n, e), e)
	    && replay_run(&b->replay, b->from, e)
	    && (last = b->replay.n ? b->replay.times[b->replay.n - 1] : b->from,
	    outcome_print(r, b->from, last, (enum outcome_by)b->set->by,
	    option_output(&b->set->common), e));
}

bool
campaign_backtest(void *settings, char **operands, struct err *e)
{
	struct backtest b = { .set = settings };
	struct paths paths;
	bool ok = backtest_period(&b, e) && paths_find(&paths, operands, e);

	if (!ok)
		return false;
	b.set->common.dry_run = false;	/* only the copies can be written, and they are committed */
	b.n = paths.n;
	b.pieces = mem_get(b.n * sizeof *b.pieces);
	ok = pieces_read(b.pieces, &paths, e) && backtest_files(&b, e)
	    && run_open(&b.run, &b.set->common, "crt-campaign", RUN_STORES | RUN_KEYS | RUN_INDEXED
	    | RUN_UNJOURNALED, e) && db_own_session(b.run.db, e) && backtest_replay(&b, e);
	replay_close(&b.replay);
	ok = run_close(&b.run, ok, e);
	pieces_free(b.pieces, b.n);
	paths_free(&paths);
	free(b.stores);
	return ok;
}
