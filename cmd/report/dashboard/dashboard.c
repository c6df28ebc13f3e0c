/* dashboard.c: write the pages of the dashboard into a folder. */
#include <stdlib.h>

#include "base/stop.h"
#include "dashboard.h"

/* The pages of a store and of its campaigns. */
static bool
dashboard_store(struct dashboard *d, const struct store_figures *f, struct err *e)
{
	bool ok = store_page(d, f, e);
	size_t i;

	for (i = 0; ok && i < f->ncampaigns; i++)
		ok = f->campaigns[i].name == NULL || campaign_page(d, f, &f->campaigns[i], e);
	return ok;
}

/* Reads the periods of a store, the longest first. A campaign of that one has a page of each. */
static bool
dashboard_read(struct dashboard *d, struct store_figures *of[PERIODS], size_t i, struct err *e)
{
	size_t k;

	for (k = PERIODS; k-- > 0; ) {
		if (!stop_check(e) || !figures_read(&of[k][i], d->run->db, &d->run->stores.list[i],
		    dashboard_periods[k], e))
			return false;
		figures_add_campaigns(&of[k][i], &of[PERIODS - 1][i]);
	}
	return true;
}

static bool
dashboard_pages(struct dashboard *d, struct store_figures *of[PERIODS], struct err *e)
{
	size_t i, k, n = d->run->stores.n;
	bool ok = true;

	for (i = 0; ok && i < n; i++)
		ok = dashboard_read(d, of, i, e);
	for (k = 0; ok && k < PERIODS; k++) {
		for (i = 0; ok && i < n; i++)
			ok = stop_check(e) && dashboard_store(d, &of[k][i], e);
		ok = ok && (n < 2 || fleet_page(d, of[k], n, e));
	}
	return ok;
}

static bool
dashboard_figures(struct dashboard *d, struct err *e)
{
	struct store_figures *of[PERIODS];
	size_t i, k, n = d->run->stores.n;
	bool ok;

	for (k = 0; k < PERIODS; k++)
		of[k] = mem_get((n + 1) * sizeof *of[k]);
	ok = dashboard_pages(d, of, e);
	for (k = 0; k < PERIODS; k++) {
		for (i = 0; i < n; i++)
			figures_free(&of[k][i]);
		free(of[k]);
	}
	return ok;
}

/* All pages are from the same moment. */
static bool
dashboard_write(struct dashboard *d, struct err *e)
{
	const char *locale = dashboard_locale_all(d);

	return db_snapshot(d->run->db, e)
	    && health_read(d, e) && lifts_read(&d->lifts, d->run, e) && dashboard_figures(d, e)
	    && health_page(d, locale, e) && live_page(d, locale, e) && db_commit(d->run->db, e)
	    && file_set_commit(&d->files, e);
}

bool
report_dashboard(void *settings, char **operands UNUSED, struct err *e)
{
	const struct report *set = settings;
	struct run run;
	struct dashboard d = { .run = &run, .locale = set->locale, .set = set,
	    .files.lock = -1 };
	bool ok;

	if (set->folder == NULL)
		return err_set(e, ERR_USAGE, "-o DIR is missing: the folder of the pages");
	ok = run_open(&run, &set->common, "crt-report", RUN_STORES | RUN_ANALYZED, e);
	if (ok) {
		pages_open(&d.pages);
		ok = file_set_open(&d.files, set->folder, PAGE_MARK, e) && dashboard_write(&d, e);
		file_set_close(&d.files);
	}
	pages_close(d.pages);
	lifts_free(&d.lifts);
	value_free(d.health);
	return run_close(&run, ok, e);
}
