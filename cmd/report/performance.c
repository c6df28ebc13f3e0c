/* performance.c: print the figures of each campaign, variant, step, channel, or day. */
#include "query.h"
#include "report.h"
#include "report/result_cell.h"

static const char *const units[] = { "campaign", "variant", "step", "channel", "day" };

static const struct table_column performance_columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "campaign", TABLE_TEXT, TABLE_BY_KIND },
	{ "date", TABLE_TEXT, TABLE_BY_KIND }, { "variant", TABLE_TEXT, TABLE_BY_KIND },
	{ "step", TABLE_INT, TABLE_BY_KIND },
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
	{ "click_rate", TABLE_PERCENT, TABLE_BY_KIND }, { "tax", TABLE_MONEY, TABLE_BY_KIND },
	{ "shipping", TABLE_MONEY, TABLE_BY_KIND }, { "goods", TABLE_MONEY, TABLE_BY_KIND },
	{ "goods_unknown", TABLE_INT, TABLE_BY_KIND },
};

static bool
performance_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	for (i = SQL_PERFORMANCE_SUM_STORE; i <= SQL_PERFORMANCE_SUM_VARIANT; i++)
		table_cell_text(t, db_text(row, i));
	result_cell_int(t, row, SQL_PERFORMANCE_SUM_STEP);
	table_cell_text(t, db_text(row, SQL_PERFORMANCE_SUM_CHANNEL));
	table_cell_text(t, db_text(row, SQL_PERFORMANCE_SUM_CURRENCY));
	for (i = SQL_PERFORMANCE_SUM_ABANDONED; i <= SQL_PERFORMANCE_SUM_UNKNOWN; i++)
		if (db_text(row, SQL_PERFORMANCE_SUM_CHANNEL))
			table_cell_none(t);
		else
			table_cell_int(t, db_int(row, i));
	table_cell_percent(t, report_share(db_int(row, SQL_PERFORMANCE_SUM_RECOVERED),
	    db_int(row, SQL_PERFORMANCE_SUM_ABANDONED)));
	result_cell_money(t, row, SQL_PERFORMANCE_SUM_NET, SQL_PERFORMANCE_SUM_CURRENCY);
	result_cell_money(t, row, SQL_PERFORMANCE_SUM_REFUNDED, SQL_PERFORMANCE_SUM_CURRENCY);
	for (i = SQL_PERFORMANCE_SUM_MESSAGES; i <= SQL_PERFORMANCE_SUM_MESSAGES_FAILED; i++)
		table_cell_int(t, db_int(row, i));
	table_cell_percent(t, report_share(db_int(row, SQL_PERFORMANCE_SUM_MESSAGES_CLICKED),
	    db_int(row, SQL_PERFORMANCE_SUM_MESSAGES_DELIVERED)));
	for (i = SQL_PERFORMANCE_SUM_TAX; i <= SQL_PERFORMANCE_SUM_GOODS; i++)
		result_cell_money(t, row, i, SQL_PERFORMANCE_SUM_CURRENCY);
	if (db_text(row, SQL_PERFORMANCE_SUM_CHANNEL))
		table_cell_none(t);
	else
		table_cell_int(t, db_int(row, SQL_PERFORMANCE_SUM_GOODS_UNKNOWN));
	return table_row_end(t, e);
}

bool
report_performance(void *settings, char **operands UNUSED, struct err *e)
{
	static const struct report_period_table table = { performance_columns,
	    COUNT(performance_columns), sql_performance_sum, performance_row };
	const struct report *set = settings;

	return report_period_print(set, &table, units[set->figures_by], e);
}
