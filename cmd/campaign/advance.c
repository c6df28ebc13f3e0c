/* advance.c: enroll episodes, advance enrollments, and print what is due. */
#include "campaign.h"
#include "campaign/advance.h"
#include "message/due.h"
#include "campaign/enroll.h"
#include "run/reject.h"

static bool
advance(struct run *r, struct output *out, struct err *e)
{
	struct active_campaigns active = { 0 };
	struct verdicts verdicts;
	bool mine, ok;

	if (!run_alone(r, &mine, e))
		return false;
	if (!mine)
		return enroll_pass(r, e);
	verdicts_open(&verdicts, r, out);
	ok = active_open(&active, r->db, &r->stores, e) && enroll_run(r, &active, NULL, e)
	    && advance_run(&verdicts, &active, e) && due_run(r, out, e);
	verdicts_close(&verdicts);
	active_close(&active);
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
	    && reject_verdict(&run, run_counted(&run, COUNTER_rejected),
	    run_counted(&run, COUNTER_read), e);
	output_free(&out);
	return run_close(&run, ok, e);
}
