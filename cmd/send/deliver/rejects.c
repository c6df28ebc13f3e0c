/* rejects.c: store the records that crt-send could not read. */
#include "base/fault.h"
#include "rejects.h"

bool
rejects_keep(struct run *r, struct record_reader *in, struct err *e)
{
	bool ok;

	if (in->rejects.n == 0)
		return true;
	ok = db_begin(r->db, e)
	    && reject_write(&in->rejects, "crt-send", r->db, e);
	ok = run_keep(r, r->db, ok, e);
	fault();
	run_count(r, COUNTER_rejected, (int64_t)in->rejects.n);
	reject_log(&in->logged, &in->rejects, LOG_WARN);
	return ok;
}
