/* verdict.c: whether a run that rejected records says so with its exit status. */
#include "run/reject.h"
#include "ingest.h"

bool
ingest_verdict(const struct run *r, struct err *e)
{
	int64_t bad = run_counted(r, COUNTER_rejected);

	return reject_verdict(r, bad, bad + run_counted(r, COUNTER_records), e);
}
