/* suppressions.c: list and lift suppressions that a bounce has caused. */
#include <stdio.h>

#include "base/log.h"
#include "query.h"
#include "report/table.h"
#include "send.h"

static const struct table_column columns[] = {
	{ "organization", TABLE_TEXT, TABLE_BY_KIND }, { "channel", TABLE_TEXT, TABLE_BY_KIND },
	{ "code", TABLE_TEXT, TABLE_BY_KIND }, { "since", TABLE_TIME, TABLE_BY_KIND },
	{ "addresses", TABLE_INT, TABLE_BY_KIND },
};

enum { STORES, SINCE, CODE, PARAMS };

/* Sets the parameters that select suppressions; since is the room for the time. */
static void
suppressions_choose(const struct run *r, const struct send *set, char since[CLOCK_TEXT],
    const char *params[PARAMS])
{
	params[STORES] = str_text(&r->stores.array);
	params[SINCE] = set->since ? clock_print(set->since, since) : NULL;
	params[CODE] = set->reason;
}

static bool
suppressions_row(void *arg, const struct db_row *r, struct err *e)
{
	table_cell_text(arg, db_text(r, SQL_SUPPRESSION_LIST_ORGANIZATION));
	table_cell_text(arg, db_text(r, SQL_SUPPRESSION_LIST_CHANNEL));
	table_cell_text(arg, db_text(r, SQL_SUPPRESSION_LIST_CODE));
	table_cell_time(arg, db_time(r, SQL_SUPPRESSION_LIST_CREATED_AT));
	table_cell_int(arg, db_int(r, SQL_SUPPRESSION_LIST_ADDRESSES));
	return table_row_end(arg, e);
}

bool
send_suppressions_list(void *settings, char **operands UNUSED, struct err *e)
{
	const struct send *set = settings;
	char since[CLOCK_TEXT];
	const char *params[PARAMS];
	struct table *t;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-send", RUN_STORES, e);

	if (ok) {
		suppressions_choose(&run, set, since, params);
		t = table_open(columns, COUNT(columns), option_output(&set->common));
		ok = db_each(run.db, sql_suppression_list, COUNT(params), params, suppressions_row, t, e);
		ok = table_close(t, e) && ok;
	}
	return run_close(&run, ok, e);
}

static bool
suppressions_lift(struct run *r, const struct send *set, struct err *e)
{
	char since[CLOCK_TEXT];
	const char *params[PARAMS];
	int64_t n = 0;
	bool ok;

	suppressions_choose(r, set, since, params);
	ok = db_begin(r->db, e) && db_do(r->db, sql_suppression_lift, COUNT(params), params, &n, e);
	ok = run_keep(r, r->db, ok, e);
	if (!ok)
		return false;
	log_line(LOG_INFO, NULL, "%lld suppressions by bounce %s; since %s, code %s", (long long)n,
	    set->common.dry_run ? "would be lifted" : "are lifted", set->since ? since : "ever",
	    set->reason ? set->reason : "any");
	printf("%lld addresses %s\n", (long long)n,
	    set->common.dry_run ? "would get mail again" : "get mail again");
	return true;
}

bool
send_suppressions_lift(void *settings, char **operands UNUSED, struct err *e)
{
	const struct send *set = settings;
	struct run run;
	bool ok;

	if (!set->yes && !set->common.dry_run) {
		err_set(e, ERR_USAGE, "addresses that bounced would get mail again");
		return err_hint(e, "list them: crt-send suppressions list; then add --yes to confirm");
	}
	ok = run_open(&run, &set->common, "crt-send", RUN_STORES, e) && suppressions_lift(&run, set, e);
	return run_close(&run, ok, e);
}
