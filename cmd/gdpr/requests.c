/* requests.c: list the privacy requests. */
#include "gdpr.h"
#include "query.h"

static const struct table_column columns[] = {
	{ "id", TABLE_TEXT, TABLE_BY_KIND }, { "store", TABLE_TEXT, TABLE_BY_KIND },
	{ "kind", TABLE_TEXT, TABLE_BY_KIND }, { "opened", TABLE_TIME, TABLE_BY_KIND },
	{ "due", TABLE_TIME, TABLE_BY_KIND }, { "closed", TABLE_TIME, TABLE_BY_KIND },
	{ "identity", TABLE_TEXT, TABLE_BY_KIND },
};

static bool
request_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	for (i = SQL_REQUEST_LIST_ID; i <= SQL_REQUEST_LIST_KIND; i++)
		table_cell_text(t, db_text(row, i));
	for (i = SQL_REQUEST_LIST_OPENED_AT; i <= SQL_REQUEST_LIST_CLOSED_AT; i++)
		table_cell_stamp(t, db_text(row, i));
	table_cell_text(t, db_text(row, SQL_REQUEST_LIST_IDENTITY));
	return table_row_end(t, e);
}

bool
gdpr_requests(void *settings, char **operands UNUSED, struct err *e)
{
	struct gdpr *set = settings;
	struct table *t;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES, e);

	if (ok) {
		const char *params[] = { str_text(&run.stores.array), set->closed ? "true" : "false" };

		t = table_open(columns, COUNT(columns), option_output(&set->common));
		ok = db_each(run.db, sql_request_list, COUNT(params), params, request_row, t, e);
		ok = table_close(t, e) && ok;
	}
	return run_close(&run, ok, e);
}
