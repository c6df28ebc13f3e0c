/* verdict.c: set the exit status of a run that rejected records. */
#include "run/reject.h"
#include "ingest.h"

bool
ingest_verdict(const struct run *r, struct err *e)
{
	int64_t bad = run_counted(r, COUNTER_rejected);

	return reject_verdict(r, bad, bad + run_counted(r, COUNTER_records), e);
}
