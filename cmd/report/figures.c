/* figures.c: print the daily figures of a period, and the attribution of its orders. */
#include <math.h>

#include "query.h"
#include "report.h"
#include "report/table.h"

static const char *const units[] = { "campaign", "variant", "step", "channel" };

static double
figures_share(int64_t part, int64_t whole)
{
	return whole ? 100.0 * (double)part / (double)whole : NAN;
}

static void
figures_money(struct table *t, int64_t minor, const char *currency)
{
	if (currency)
		table_cell_money(t, minor, currency);
	else
		table_cell_none(t);
}

static const struct table_column performance_columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "campaign", TABLE_TEXT, TABLE_BY_KIND },
	{ "variant", TABLE_TEXT, TABLE_BY_KIND }, { "step", TABLE_INT, TABLE_BY_KIND },
	{ "channel", TABLE_TEXT, TABLE_BY_KIND }, { "currency", TABLE_TEXT, TABLE_BY_KIND },
	{ "abandoned", TABLE_INT, TABLE_BY_KIND }, { "mailable", TABLE_INT, TABLE_BY_KIND },
	{ "sent", TABLE_INT, TABLE_BY_KIND }, { "delivered", TABLE_INT, TABLE_BY_KIND },
	{ "clicked", TABLE_INT, TABLE_BY_KIND }, { "recovered", TABLE_INT, TABLE_BY_KIND },
	{ "recovered_sent", TABLE_INT, TABLE_BY_KIND }, { "revenue_unknown", TABLE_INT, TABLE_BY_KIND },
	{ "recovery_rate", TABLE_PERCENT, TABLE_BY_KIND },
	{ "revenue", TABLE_MONEY, TABLE_BY_KIND }, { "refunded", TABLE_MONEY, TABLE_BY_KIND },
	{ "messages", TABLE_INT, TABLE_BY_KIND }, { "messages_delivered", TABLE_INT, TABLE_BY_KIND },
	{ "messages_opened", TABLE_INT, TABLE_BY_KIND },
	{ "messages_clicked", TABLE_INT, TABLE_BY_KIND },
	{ "messages_bounced", TABLE_INT, TABLE_BY_KIND },
	{ "messages_complained", TABLE_INT, TABLE_BY_KIND },
	{ "messages_unsubscribed", TABLE_INT, TABLE_BY_KIND },
	{ "messages_skipped", TABLE_INT, TABLE_BY_KIND },
	{ "messages_failed", TABLE_INT, TABLE_BY_KIND },
	{ "click_rate", TABLE_PERCENT, TABLE_BY_KIND },
};

static bool
performance_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	const char *currency = db_text(row, SQL_PERFORMANCE_SUM_CURRENCY);
	int64_t gross = db_int(row, SQL_PERFORMANCE_SUM_GROSS);
	int64_t refunded = db_int(row, SQL_PERFORMANCE_SUM_REFUNDED);
	int i;

	for (i = SQL_PERFORMANCE_SUM_STORE; i <= SQL_PERFORMANCE_SUM_VARIANT; i++)
		table_cell_text(t, db_text(row, i));
	if (db_text(row, SQL_PERFORMANCE_SUM_STEP))
		table_cell_int(t, db_int(row, SQL_PERFORMANCE_SUM_STEP));
	else
		table_cell_none(t);
	table_cell_text(t, db_text(row, SQL_PERFORMANCE_SUM_CHANNEL));
	table_cell_text(t, currency);
	for (i = SQL_PERFORMANCE_SUM_ABANDONED; i <= SQL_PERFORMANCE_SUM_UNKNOWN; i++)
		if (db_text(row, SQL_PERFORMANCE_SUM_CHANNEL))
			table_cell_none(t);
		else
			table_cell_int(t, db_int(row, i));
	table_cell_percent(t, figures_share(db_int(row, SQL_PERFORMANCE_SUM_RECOVERED),
	    db_int(row, SQL_PERFORMANCE_SUM_ABANDONED)));
	figures_money(t, gross - refunded, currency);
	figures_money(t, refunded, currency);
	for (i = SQL_PERFORMANCE_SUM_MESSAGES; i <= SQL_PERFORMANCE_SUM_MESSAGES_FAILED; i++)
		table_cell_int(t, db_int(row, i));
	table_cell_percent(t, figures_share(db_int(row, SQL_PERFORMANCE_SUM_MESSAGES_CLICKED),
	    db_int(row, SQL_PERFORMANCE_SUM_MESSAGES_DELIVERED)));
	return table_row_end(t, e);
}

bool
report_performance(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	char since[CLOCK_TEXT], until[CLOCK_TEXT];
	struct table *t;
	struct run run;
	bool ok;

	if (!report_times(set, since, until, e))
		return false;
	ok = run_open(&run, &set->common, "crt-report", RUN_STORES, e);
	if (ok) {
		const char *params[] = { str_text(&run.stores.array), since, until,
		    units[set->figures_by] };

		t = table_open(performance_columns, COUNT(performance_columns),
		    option_output(&set->common));
		ok = db_each(run.db, sql_performance_sum, COUNT(params), params, performance_row, t, e);
		ok = table_close(t, e) && ok;
	}
	return run_close(&run, ok, e);
}

static const struct table_column funnel_columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "stage", TABLE_TEXT, TABLE_BY_KIND },
	{ "carts", TABLE_INT, TABLE_BY_KIND }, { "share", TABLE_PERCENT, TABLE_BY_KIND },
};

static bool
funnel_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int64_t carts = db_int(row, SQL_FUNNEL_SUM_CARTS);

	table_cell_text(t, db_text(row, SQL_FUNNEL_SUM_STORE));
	table_cell_text(t, db_text(row, SQL_FUNNEL_SUM_STAGE));
	table_cell_int(t, carts);
	table_cell_percent(t, figures_share(carts, db_int(row, SQL_FUNNEL_SUM_ABANDONED)));
	return table_row_end(t, e);
}

bool
report_funnel(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	char since[CLOCK_TEXT], until[CLOCK_TEXT];
	struct table *t;
	struct run run;
	bool ok;

	if (!report_times(set, since, until, e))
		return false;
	ok = run_open(&run, &set->common, "crt-report", RUN_STORES, e);
	if (ok) {
		const char *params[] = { str_text(&run.stores.array), since, until };

		t = table_open(funnel_columns, COUNT(funnel_columns), option_output(&set->common));
		ok = db_each(run.db, sql_funnel_sum, COUNT(params), params, funnel_row, t, e);
		ok = table_close(t, e) && ok;
	}
	return run_close(&run, ok, e);
}
