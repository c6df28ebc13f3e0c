/* attribution.c: print which messages earned the orders of a period, by each model. */
#include <stdio.h>

#include "query.h"
#include "report.h"
#include "report/result_cell.h"

#define PARTS_SHOWN  10000	/* a hundredth */
#define SECONDS_TEXT 24
#define PART_TEXT    40

struct attribution {
	struct table *table;
	bool recoveries;
};

/* 2.50 recoveries; each part is rounded by itself. */
static void
attribution_recoveries(struct table *t, int64_t parts)
{
	char text[PART_TEXT];
	int64_t hundredths = (parts + PARTS_SHOWN / 2) / PARTS_SHOWN;

	snprintf(text, sizeof text, "%lld.%02lld", (long long)(hundredths / 100),
	    (long long)(hundredths % 100));
	table_cell_text(t, text);
}

static bool
attribution_row(void *arg, const struct db_row *row, struct err *e)
{
	struct attribution *a = arg;
	const char *currency = db_text(row, SQL_ATTRIBUTION_LIST_CURRENCY);
	const char *campaign = db_text(row, SQL_ATTRIBUTION_LIST_CAMPAIGN);
	const char *channel = db_text(row, SQL_ATTRIBUTION_LIST_CHANNEL);
	int i;

	table_cell_text(a->table, db_text(row, SQL_ATTRIBUTION_LIST_STORE));
	table_cell_text(a->table, currency);
	table_cell_text(a->table, campaign);
	result_cell_int(a->table, row, SQL_ATTRIBUTION_LIST_STEP);
	table_cell_text(a->table, channel ? channel : words_recovery_method[METHOD_DIRECT]);
	for (i = SQL_ATTRIBUTION_LIST_LAST_CLICK; i <= SQL_ATTRIBUTION_LIST_VIEW_THROUGH; i++)
		if (db_text(row, i) == NULL || (currency == NULL && !a->recoveries))
			table_cell_none(a->table);
		else if (a->recoveries)
			attribution_recoveries(a->table, db_int(row, i));
		else
			table_cell_money(a->table, db_int(row, i), currency);
	return table_row_end(a->table, e);
}

static bool
attribution_print(struct run *r, const struct report *set, const char *since,
    const char *until, struct err *e)
{
	const bool recoveries = set->measure != 0;
	const enum table_kind kind = recoveries ? TABLE_TEXT : TABLE_MONEY;
	const struct table_column columns[] = {
		{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "currency", TABLE_TEXT, TABLE_BY_KIND },
		{ "campaign", TABLE_TEXT, TABLE_BY_KIND }, { "step", TABLE_INT, TABLE_BY_KIND },
		{ "channel", TABLE_TEXT, TABLE_BY_KIND }, { "last_click", kind, TABLE_RIGHT },
		{ "last_touch", kind, TABLE_RIGHT }, { "any_touch", kind, TABLE_RIGHT },
		{ "linear", kind, TABLE_RIGHT }, { "position", kind, TABLE_RIGHT },
		{ "time_decay", kind, TABLE_RIGHT }, { "view_through", kind, TABLE_RIGHT },
	};
	char click[REPORT_PERIOD], opened[REPORT_PERIOD], view[REPORT_PERIOD], half[SECONDS_TEXT];
	const char *params[] = { str_text(&r->stores.array), since, until,
	    report_period(set->click_window, click), report_period(set->open_window, opened),
	    set->view_through ? report_period(set->view_window, view) : NULL, half,
	    recoveries ? "true" : "false" };
	struct attribution a = { .recoveries = recoveries };
	bool ok;

	snprintf(half, sizeof half, "%lld", (long long)(set->half_life / CLOCK_SECOND));
	a.table = table_open(columns, COUNT(columns), option_output(&set->common));
	ok = db_each(r->db, sql_attribution_list, COUNT(params), params, attribution_row, &a, e);
	return table_close(a.table, e) && ok;
}

bool
report_attribution(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	char since[CLOCK_TEXT], until[CLOCK_TEXT];
	struct run run;
	bool ok;

	if (!report_times(set, since, until, e))
		return false;
	if (set->half_life < CLOCK_SECOND)
		return err_set(e, ERR_USAGE, "--half-life is less than a second");
	ok = run_open(&run, &set->common, "crt-report", RUN_STORES, e)
	    && attribution_print(&run, set, since, until, e);
	return run_close(&run, ok, e);
}
