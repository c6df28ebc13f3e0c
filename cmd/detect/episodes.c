/* episodes.c: resolve episodes by orders, find idle carts, and print open episodes. */
#include "detect.h"
#include "campaign/episode.h"

static bool
episodes_find(struct run *r, struct output *out, struct err *e)
{
	bool mine;

	if (!run_alone(r, &mine, e))
		return false;
	return !mine || (episode_resolve(r, out, e) && episode_find(r, e) && episode_offer(r, out, e));
}

bool
detect_find(void *settings, char **operands UNUSED, struct err *e)
{
	struct detect *set = settings;
	struct output out;
	struct run run;
	bool ok;

	output_init(&out);
	ok = run_open(&run, &set->common, "crt-detect",
	    RUN_STORES | RUN_ACTIVE | RUN_HEARTBEAT | RUN_INDEXED, e)
	    && (!set->common.dry_run || db_dry(run.db, e)) && episodes_find(&run, &out, e);
	output_free(&out);
	return run_close(&run, ok, e);
}
