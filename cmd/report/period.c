/* period.c: print a table of the stores and the period of the options. */
#include "report.h"

bool
report_period_print(const struct report *set, const struct report_period_table *q, const char *by,
    struct err *e)
{
	char since[CLOCK_TEXT], until[CLOCK_TEXT];
	struct run run;
	bool ok;

	if (!report_times(set, since, until, e))
		return false;
	ok = run_open(&run, &set->common, "crt-report", RUN_STORES, e);
	if (ok) {
		const char *params[] = { str_text(&run.stores.array), since, until, by };
		struct table *t = table_open(q->columns, q->n, option_output(&set->common));

		ok = db_each(run.db, q->sql, by ? 4 : 3, params, q->row, t, e);
		ok = table_close(t, e) && ok;
	}
	return run_close(&run, ok, e);
}
