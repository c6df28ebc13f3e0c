/* list.c: breach list, breach show: the breaches, and what was done about one. */
#include "breach.h"
#include "query.h"

static const struct table_column columns[] = {
	{ "id", TABLE_TEXT, TABLE_BY_KIND }, { "organization", TABLE_TEXT, TABLE_BY_KIND },
	{ "due", TABLE_TIME, TABLE_BY_KIND }, { "notified", TABLE_TIME, TABLE_BY_KIND },
	{ "closed", TABLE_TIME, TABLE_BY_KIND }, { "people", TABLE_INT, TABLE_BY_KIND },
	{ "records", TABLE_INT, TABLE_BY_KIND }, { "notices", TABLE_INT, TABLE_BY_KIND },
	{ "sent", TABLE_INT, TABLE_BY_KIND }, { "failed", TABLE_INT, TABLE_BY_KIND },
	{ "nature", TABLE_TEXT, TABLE_BY_KIND },
};

static const struct table_column acts[] = {
	{ "time", TABLE_TIME, TABLE_BY_KIND }, { "actor", TABLE_TEXT, TABLE_BY_KIND },
	{ "act", TABLE_TEXT, TABLE_BY_KIND }, { "detail", TABLE_TEXT, TABLE_BY_KIND },
};

static bool
breach_list_row(void *arg, const struct db_row *row, struct err *e)
{
	static const int times[] = { SQL_BREACH_LIST_DUE_AT, SQL_BREACH_LIST_NOTIFIED_AT,
	    SQL_BREACH_LIST_CLOSED_AT };
	struct table *t = arg;
	size_t i;
	int k;

	table_cell_text(t, db_text(row, SQL_BREACH_LIST_ID));
	table_cell_text(t, db_text(row, SQL_BREACH_LIST_ORGANIZATION));
	for (i = 0; i < COUNT(times); i++)
		table_cell_stamp(t, db_text(row, times[i]));
	for (k = SQL_BREACH_LIST_PEOPLE; k <= SQL_BREACH_LIST_FAILED; k++)
		if (db_text(row, k))
			table_cell_int(t, db_int(row, k));
		else
			table_cell_none(t);
	table_cell_text(t, db_text(row, SQL_BREACH_LIST_NATURE));
	return table_row_end(t, e);
}

static bool
breach_act_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	table_cell_stamp(t, db_text(row, SQL_BREACH_DOCUMENTED_AT));
	for (i = SQL_BREACH_DOCUMENTED_ACTOR; i <= SQL_BREACH_DOCUMENTED_DETAIL; i++)
		table_cell_text(t, db_text(row, i));
	return table_row_end(t, e);
}

/* id: NULL lists the breaches. */
static bool
breach_print(struct run *r, const struct gdpr *set, const char *id, struct err *e)
{
	struct array organizations;
	struct tenants all;
	struct table *t;
	size_t i;
	bool ok = tenants_open(&all, r, e);

	array_open(&organizations);
	for (i = 0; i < all.n; i++)
		array_add(&organizations, all.list[i].id);
	if (ok) {
		const char *params[] = { array_param(&organizations),
		    id ? id : set->closed ? "true" : "false" };

		t = id ? table_open(acts, COUNT(acts), option_output(r->common))
		    : table_open(columns, COUNT(columns), option_output(r->common));
		ok = db_each(r->db, id ? sql_breach_documented : sql_breach_list, COUNT(params), params,
		    id ? breach_act_row : breach_list_row, t, e);
		ok = table_close(t, e) && ok;
	}
	array_free(&organizations);
	tenants_close(&all);
	return ok;
}

bool
gdpr_breach_list(void *settings, char **operands UNUSED, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES, e)
	    && breach_print(&run, set, NULL, e);

	return run_close(&run, ok, e);
}

bool
gdpr_breach_show(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	unsigned char id[IDENT_BYTES];
	struct run run;
	bool ok;

	if (!ident_read(operands[0], id)) {
		err_set(e, ERR_USAGE, "\"%.64s\" is not the id of a breach", operands[0]);
		return err_hint(e, "list them: crt-gdpr breach list");
	}
	ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES, e)
	    && breach_print(&run, set, operands[0], e);
	return run_close(&run, ok, e);
}
