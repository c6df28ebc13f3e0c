/* verdict.c: the error with which a run of crt-send ends, by what it has counted. */
#include "run/reject.h"
#include "verdict.h"

bool
send_verdict(const struct run *r, const struct err *failed_provider, struct err *e)
{
	int64_t failed = run_counted(r, COUNTER_failed), left = run_counted(r, COUNTER_unknown_left);
	int64_t dead = run_counted(r, COUNTER_unknown_dead), unknown = run_counted(r, COUNTER_unknown)
	    + (dead < left ? dead : left);

	if (failed_provider->kind != ERR_NONE) {
		*e = *failed_provider;
		return false;
	}
	if (unknown) {
		err_set(e, ERR_REJECTS, "the delivery of %lld messages is uncertain",
		    (long long)unknown);
		return err_hint(e, "run: crt-send reconcile");
	}
	if (failed) {
		err_set(e, ERR_REJECTS, "%lld messages failed", (long long)failed);
		return err_hint(e, "for the reason of one, run: crt-campaign explain MESSAGE");
	}
	return reject_verdict(r, run_counted(r, COUNTER_rejected), run_counted(r, COUNTER_rejected)
	    + run_counted(r, COUNTER_sent), e);
}
