/* erasures.c: what providers must erase, and what they responded. */
#include "gdpr.h"
#include "query.h"

static const struct table_column columns[] = {
	{ "id", TABLE_TEXT, TABLE_BY_KIND }, { "store", TABLE_TEXT, TABLE_BY_KIND },
	{ "provider", TABLE_TEXT, TABLE_BY_KIND }, { "state", TABLE_TEXT, TABLE_BY_KIND },
	{ "attempts", TABLE_INT, TABLE_BY_KIND }, { "response", TABLE_TEXT, TABLE_BY_KIND },
	{ "created", TABLE_TIME, TABLE_BY_KIND }, { "responded", TABLE_TIME, TABLE_BY_KIND },
};

static bool
call_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;

	table_cell_text(t, db_text(row, SQL_ERASURE_CALL_LIST_ID));
	table_cell_text(t, db_text(row, SQL_ERASURE_CALL_LIST_STORE));
	table_cell_text(t, db_text(row, SQL_ERASURE_CALL_LIST_PROVIDER));
	table_cell_text(t, db_text(row, SQL_ERASURE_CALL_LIST_STATE));
	table_cell_int(t, db_int(row, SQL_ERASURE_CALL_LIST_ATTEMPTS));
	table_cell_text(t, db_text(row, SQL_ERASURE_CALL_LIST_RESPONSE));
	table_cell_stamp(t, db_text(row, SQL_ERASURE_CALL_LIST_CREATED_AT));
	table_cell_stamp(t, db_text(row, SQL_ERASURE_CALL_LIST_RESPONDED_AT));
	return table_row_end(t, e);
}

static bool
calls_list(struct run *r, const struct gdpr *set, struct err *e)
{
	char limit[RUN_LIMIT_TEXT];
	unsigned char id[IDENT_BYTES];
	const char *params[] = { str_text(&r->stores.array), set->all ? "true" : "false",
	    run_limit(r, limit), r->common->after };
	struct table *t;
	bool ok;

	if (r->common->after && !ident_read(r->common->after, id))
		return err_set(e, ERR_USAGE, "--after: \"%.64s\" is not the id of a call",
		    r->common->after);
	t = table_open(columns, COUNT(columns), option_output(r->common));
	ok = db_each(r->db, sql_erasure_call_list, COUNT(params), params, call_row, t, e);
	return table_close(t, e) && ok;
}

bool
gdpr_erasures(void *settings, char **operands UNUSED, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES, e)
	    && calls_list(&run, set, e);

	return run_close(&run, ok, e);
}
