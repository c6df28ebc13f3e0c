/* dashboard.c: write the pages of the dashboard into a folder. */
#include <stdlib.h>

#include "base/stop.h"
#include "dashboard.h"

static bool
dashboard_period(struct dashboard *d, int days, struct err *e)
{
	const struct stores *stores = &d->run->stores;
	struct store_figures *list = mem_get((stores->n + 1) * sizeof *list);
	size_t i, n = 0;
	bool ok = true;

	for (i = 0; ok && i < stores->n; i++)
		ok = stop_check(e) && figures_read(&list[n++], d->run->db, &stores->list[i], days, e)
		    && store_page(d, &list[i], e);
	ok = ok && (n < 2 || fleet_page(d, list, n, e));
	for (i = 0; i < n; i++)
		figures_free(&list[i]);
	free(list);
	return ok;
}

/* All pages are from the same moment. */
static bool
dashboard_write(struct dashboard *d, struct err *e)
{
	bool ok = db_begin(d->run->db, e) && db_do(d->run->db, sql_snapshot_hold, 0, NULL, NULL, e)
	    && lifts_read(&d->lifts, d->run, e);
	size_t i;

	for (i = 0; ok && i < PERIODS; i++)
		ok = dashboard_period(d, dashboard_periods[i], e);
	return ok && db_commit(d->run->db, e) && file_set_commit(&d->files, e);
}

bool
report_dashboard(void *settings, char **operands UNUSED, struct err *e)
{
	const struct report *set = settings;
	struct run run;
	struct dashboard d = { .run = &run, .locale = set->locale, .files.lock = -1 };
	bool ok;

	if (set->folder == NULL)
		return err_set(e, ERR_USAGE, "-o DIR is missing: the folder of the pages");
	ok = run_open(&run, &set->common, "crt-report", RUN_STORES, e);
	if (ok) {
		pages_open(&d.pages);
		ok = file_set_open(&d.files, set->folder, PAGE_MARK, e) && dashboard_write(&d, e);
		file_set_close(&d.files);
	}
	pages_close(d.pages);
	lifts_free(&d.lifts);
	return run_close(&run, ok, e);
}
