/* attribution.c: print which messages earned the orders of a period, by each model. */
#include <stdio.h>

#include "attribution.h"
#include "query.h"
#include "csv/rates.h"
#include "record/money.h"
#include "report/result_cell.h"

#define PARTS_SHOWN  10000	/* a hundredth */
#define SECONDS_TEXT 24
#define PART_TEXT    40

const char *const attribution_measures[] = { "revenue", "goods", "recoveries", NULL };

struct attribution {
	struct table *table;
	bool recoveries;
};

/* 2.50 recoveries; each part is rounded by itself. */
static void
attribution_recovery_cell(struct table *t, int64_t parts)
{
	char text[PART_TEXT];
	int64_t hundredths = (parts + PARTS_SHOWN / 2) / PARTS_SHOWN;

	snprintf(text, sizeof text, "%lld.%02lld", (long long)(hundredths / 100),
	    (long long)(hundredths % 100));
	table_cell_text(t, text);
}

void
attribution_cells(struct table *t, const struct db_row *row, int first, bool recoveries)
{
	const char *currency = db_text(row, first + SQL_ATTRIBUTION_LIST_CURRENCY);
	const char *channel = db_text(row, first + SQL_ATTRIBUTION_LIST_CHANNEL);
	int i, last = first + SQL_ATTRIBUTION_LIST_VIEW_THROUGH;

	table_cell_text(t, currency);
	table_cell_text(t, db_text(row, first + SQL_ATTRIBUTION_LIST_CAMPAIGN));
	result_cell_int(t, row, first + SQL_ATTRIBUTION_LIST_STEP);
	table_cell_text(t, channel ? channel : words_recovery_method[METHOD_DIRECT]);
	for (i = first + SQL_ATTRIBUTION_LIST_LAST_CLICK; i <= last; i++)
		if (db_text(row, i) == NULL || (currency == NULL && !recoveries))
			table_cell_none(t);
		else if (recoveries)
			attribution_recovery_cell(t, db_int(row, i));
		else
			table_cell_money(t, db_int(row, i), currency);
}

static bool
attribution_row(void *arg, const struct db_row *row, struct err *e)
{
	struct attribution *a = arg;

	table_cell_text(a->table, db_text(row, SQL_ATTRIBUTION_LIST_STORE));
	attribution_cells(a->table, row, SQL_ATTRIBUTION_LIST_STORE, a->recoveries);
	return table_row_end(a->table, e);
}

crt_time
attribution_sms_click(const struct report *set)
{
	return set->sms_click_window ? set->sms_click_window : set->click_window;
}

crt_time
attribution_sms_view(const struct report *set)
{
	return set->sms_view_window ? set->sms_view_window : set->view_window;
}

/* What is read from options and files. */
struct attribution_files {
	struct rates rates;
	struct array models, windows;
};

static bool
attribution_query(struct run *r, const struct report *set, const char *since, const char *until,
    struct attribution_files *f, db_row_fn *row, void *arg, struct err *e)
{
	char click[REPORT_PERIOD], opened[REPORT_PERIOD], view[REPORT_PERIOD], half[SECONDS_TEXT];
	char sms_click[REPORT_PERIOD], sms_view[REPORT_PERIOD];
	const char *params[] = { str_text(&r->stores.array), since, until,
	    report_period(set->click_window, click), report_period(set->open_window, opened),
	    set->view_through ? report_period(set->view_window, view) : NULL, half,
	    attribution_measures[set->measure], set->currency, array_param(&f->rates.date),
	    array_param(&f->rates.currency), array_param(&f->rates.rate),
	    report_period(attribution_sms_click(set), sms_click),
	    set->view_through ? report_period(attribution_sms_view(set), sms_view) : NULL,
	    array_param(&f->models), array_param(&f->windows) };

	snprintf(half, sizeof half, "%lld", (long long)(set->half_life / CLOCK_SECOND));
	return db_each(r->db, sql_attribution_list, COUNT(params), params, row, arg, e);
}

bool
attribution_each(struct run *r, const struct report *set, const char *since, const char *until,
    db_row_fn *row, void *arg, struct err *e)
{
	struct attribution_files f;
	bool ok = rates_read(&f.rates, set->rates, e);

	array_open(&f.models);
	array_open(&f.windows);
	ok = ok && model_windows_read(set->model_windows, &f.models, &f.windows, e)
	    && attribution_query(r, set, since, until, &f, row, arg, e);
	rates_free(&f.rates);
	array_free(&f.models);
	array_free(&f.windows);
	return ok;
}

bool
attribution_check(const struct report *set, struct err *e)
{
	if (set->half_life < CLOCK_SECOND)
		return err_set(e, ERR_USAGE, "--half-life is less than a second");
	if ((set->rates == NULL) != (set->currency == NULL))
		return err_set(e, ERR_USAGE, "--rates and --currency need each other");
	return set->currency == NULL || currency_exponent(set->currency) >= 0
	    || err_set(e, ERR_USAGE, "unknown currency \"%.8s\"", set->currency);
}

static bool
attribution_print(struct run *r, const struct report *set, const char *since, const char *until,
    struct err *e)
{
	const enum table_kind kind = attribution_kind(set);
	const struct table_column columns[] = {
		{ "store", TABLE_TEXT, TABLE_BY_KIND }, ATTRIBUTION_COLUMNS(kind),
	};
	struct attribution a = { .recoveries = attribution_recoveries(set) };
	bool ok;

	a.table = table_open(columns, COUNT(columns), option_output(&set->common));
	ok = attribution_each(r, set, since, until, attribution_row, &a, e);
	return table_close(a.table, e) && ok;
}

bool
report_attribution(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	char since[CLOCK_TEXT], until[CLOCK_TEXT];
	struct run run;
	bool ok;

	if (!report_times(set, since, until, e) || !attribution_check(set, e))
		return false;
	ok = run_open(&run, &set->common, "crt-report", RUN_STORES | RUN_ANALYZED, e)
	    && attribution_print(&run, set, since, until, e);
	return run_close(&run, ok, e);
}
