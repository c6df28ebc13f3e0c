/* status.c: count the messages of each store by status. */
#include "query.h"
#include "report/table.h"
#include "send.h"

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "status", TABLE_TEXT, TABLE_BY_KIND },
	{ "reason", TABLE_TEXT, TABLE_BY_KIND }, { "messages", TABLE_INT, TABLE_BY_KIND },
	{ "oldest", TABLE_TIME, TABLE_BY_KIND },
};

static bool
status_row(void *arg, const struct db_row *r, struct err *e)
{
	table_cell_text(arg, db_text(r, SQL_MESSAGE_STATUS_STORE));
	table_cell_text(arg, db_text(r, SQL_MESSAGE_STATUS_STATUS));
	table_cell_text(arg, db_text(r, SQL_MESSAGE_STATUS_REASON));
	table_cell_int(arg, db_int(r, SQL_MESSAGE_STATUS_MESSAGES));
	table_cell_stamp(arg, db_text(r, SQL_MESSAGE_STATUS_OLDEST));
	return table_row_end(arg, e);
}

bool
send_status(void *settings, char **operands UNUSED, struct err *e)
{
	struct send *set = settings;
	struct table *t = NULL;
	struct run run;
	const char *params[1];
	bool ok = run_open(&run, &set->common, "crt-send", RUN_STORES, e);

	if (ok) {
		t = table_open(columns, COUNT(columns), option_output(&set->common));
		params[0] = str_text(&run.stores.array);
		ok = db_each(run.db, sql_message_status, COUNT(params), params, status_row, t, e);
		ok = table_close(t, e) && ok;
	}
	return run_close(&run, ok, e);
}
