/* set_status.c: pause, activate and delete: set a campaign's status. */
#include "base/fault.h"
#include "campaign.h"
#include "campaign/active.h"
#include "query.h"
#include "report/table.h"

static bool
campaign_status_report(const struct found *f, const char *name,
    enum campaign_status becomes, int64_t stopped, enum output_form form, struct err *e)
{
	static const struct table_column columns[] = {
		{ "store", TABLE_TEXT, 0 }, { "name", TABLE_TEXT, 0 }, { "was", TABLE_TEXT, 0 },
		{ "status", TABLE_TEXT, 0 }, { "stopped", TABLE_INT, 0 },
	};
	struct table *t = table_open(columns, COUNT(columns), form);
	bool ok;

	table_cell_text(t, f->slug);
	table_cell_text(t, name);
	table_cell_text(t, words_campaign_status[f->status]);
	table_cell_text(t, words_campaign_status[becomes]);
	table_cell_int(t, stopped);
	ok = table_row_end(t, e);
	return table_close(t, e) && ok;
}

static bool
campaign_status_stop(struct run *r, const struct found *f, enum campaign_status status,
    int64_t *stopped, struct err *e)
{
	const char *params[] = { f->store, f->id, "campaign_deleted" };

	return status != CAMPAIGN_DELETED
	    || db_do(r->db, sql_enrollment_stop, COUNT(params), params, stopped, e);
}

/* Stores and templates may have changed during the pause, so the rules are checked again. */
static bool
campaign_still_valid(struct run *r, const struct found *f, struct err *e)
{
	struct active_campaigns active;
	bool ok = active_open(&active, r->db, &r->stores, e)
	    && campaign_allows(&active, stores_by_id(&r->stores, f->store), e);

	active_close(&active);
	return ok;
}

static bool
campaign_status_set(struct run *r, const char *name, enum campaign_status status,
    struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { NULL, NULL, words_campaign_status[status], run_now(now) };
	struct found f = { 0 };
	int64_t stopped = 0;
	bool ok;

	ok = db_begin(r->db, e) && found_open(&f, r, name, e);
	params[0] = f.store;
	params[1] = f.id;
	if (ok && f.status != status)
		ok = db_do(r->db, sql_campaign_set_status, COUNT(params), params, NULL, e)
		    && campaign_status_stop(r, &f, status, &stopped, e) && campaign_still_valid(r, &f, e);
	fault();
	ok = run_keep(r, r->db, ok, e)
	    && campaign_status_report(&f, name, status, stopped, option_output(r->common), e);
	found_free(&f);
	return ok;
}

static bool
set_status_to(struct campaign_settings *set, const char *name, enum campaign_status status,
    struct err *e)
{
	struct run run;

	return run_close(&run, run_open(&run, &set->common, "crt-campaign", RUN_STORES, e)
	    && campaign_status_set(&run, name, status, e), e);
}

bool
campaign_pause(void *settings, char **operands, struct err *e)
{
	return set_status_to(settings, operands[0], CAMPAIGN_PAUSED, e);
}

bool
campaign_activate(void *settings, char **operands, struct err *e)
{
	return set_status_to(settings, operands[0], CAMPAIGN_ACTIVE, e);
}

bool
campaign_delete(void *settings, char **operands, struct err *e)
{
	const struct campaign_settings *set = settings;

	if (set->yes || set->common.dry_run)
		return set_status_to(settings, operands[0], CAMPAIGN_DELETED, e);
	err_set(e, ERR_USAGE, "campaign \"%.64s\" and its enrollments would end for good",
	    operands[0]);
	return err_hint(e, "add --yes to confirm; -n shows what would end");
}
