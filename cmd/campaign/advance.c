/* advance.c: take episodes in, go from step to step, tell what is due. */
#include "campaign.h"
#include "campaign/advance.h"
#include "campaign/due.h"
#include "campaign/enroll.h"
#include "run/reject.h"

static bool
advance(struct run *r, struct output *out, struct err *e)
{
	struct program program = { 0 };
	struct judge judge;
	bool mine, ok;

	if (!run_alone(r, &mine, e))
		return false;
	if (!mine)
		return enroll_pass(r, e);
	judge_open(&judge, r, out);
	ok = program_open(&program, r->db, &r->stores, e) && enroll_run(r, &program, NULL, e)
	    && advance_run(&judge, &program, e) && due_run(r, out, e);
	judge_close(&judge);
	program_close(&program);
	return ok;
}

bool
campaign_advance(void *settings, char **operands UNUSED, struct err *e)
{
	struct campaign_settings *set = settings;
	struct output out;
	struct run run;
	bool ok;

	output_init(&out);
	ok = run_open(&run, &set->common, "crt-campaign",
	    RUN_STORES | RUN_ACTIVE | RUN_KEYS | RUN_HEARTBEAT | RUN_INDEXED, e)
	    && (!set->common.dry_run || db_dry(run.db, e)) && advance(&run, &out, e)
	    && reject_verdict(&run, run_counted(&run, "rejected"), run_counted(&run, "read"), e);
	output_free(&out);
	return run_close(&run, ok, e);
}
