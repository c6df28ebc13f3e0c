/* funnel.c: print how many carts reached each stage. */
#include "query.h"
#include "report.h"

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
	table_cell_percent(t, report_share(carts, db_int(row, SQL_FUNNEL_SUM_ABANDONED)));
	return table_row_end(t, e);
}

bool
report_funnel(void *settings, char **operands UNUSED, struct err *e)
{
	static const struct report_period_table table = { funnel_columns,
	    COUNT(funnel_columns), sql_funnel_sum, funnel_row };

	return report_period_print(settings, &table, NULL, e);
}
