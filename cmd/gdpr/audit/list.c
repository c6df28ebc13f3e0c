/* list.c: list the audit log, of all acts or of those about a person. */
#include <stdlib.h>
#include <string.h>

#include "../gdpr.h"
#include "query.h"

#define NUMBER_MAX 18			/* digits of a row's number */

static const struct table_column columns[] = {
	{ "organization", TABLE_TEXT, TABLE_BY_KIND }, { "id", TABLE_INT, TABLE_BY_KIND },
	{ "time", TABLE_TIME, TABLE_BY_KIND }, { "actor", TABLE_TEXT, TABLE_BY_KIND },
	{ "action", TABLE_TEXT, TABLE_BY_KIND }, { "object", TABLE_TEXT, TABLE_BY_KIND },
	{ "rows", TABLE_INT, TABLE_BY_KIND }, { "subject", TABLE_TEXT, TABLE_BY_KIND },
};

static bool
audit_list_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;

	table_cell_text(t, db_text(row, SQL_AUDIT_PAGE_ORGANIZATION));
	table_cell_int(t, db_int(row, SQL_AUDIT_PAGE_NUMBER));
	table_cell_stamp(t, db_text(row, SQL_AUDIT_PAGE_TIME));
	table_cell_text(t, db_text(row, SQL_AUDIT_PAGE_ACTOR));
	table_cell_text(t, db_text(row, SQL_AUDIT_PAGE_ACTION));
	table_cell_text(t, db_text(row, SQL_AUDIT_PAGE_OBJECT));
	table_cell_int(t, db_int(row, SQL_AUDIT_PAGE_ROWS));
	table_cell_text(t, db_text(row, SQL_AUDIT_PAGE_SUBJECT));
	return table_row_end(t, e);
}

static bool
audit_list_after(const struct run *r, struct err *e)
{
	const char *after = r->common->after;

	return after == NULL
	    || (*after && strlen(after) <= NUMBER_MAX && strspn(after, "0123456789") == strlen(after))
	    || err_set(e, ERR_USAGE, "--after: \"%.64s\" is not the number of a row", after);
}

static bool
audit_list(struct run *r, const struct gdpr *set, char **subjects, struct err *e)
{
	char since[CLOCK_TEXT], limit[RUN_LIMIT_TEXT];
	struct array organizations, people;
	struct tenants all;
	struct table *t;
	size_t i;
	bool ok = tenants_audited(&all, r, e) && audit_list_after(r, e);

	array_open(&organizations);
	array_open(&people);
	for (i = 0; ok && i < all.n; i++) {
		array_add(&organizations, all.list[i].id);
		ok = all.list[i].store == NULL
		    || gdpr_audit_people(r, all.list[i].store, subjects, &people, e);
	}
	if (ok) {
		const char *params[] = { array_param(&organizations), array_param(&people),
		    set->since ? clock_print(set->since, since) : NULL, run_limit(r, limit),
		    r->common->after };

		t = table_open(columns, COUNT(columns), option_output(r->common));
		ok = db_each(r->db, sql_audit_page, COUNT(params), params, audit_list_row, t, e);
		ok = table_close(t, e) && ok;
	}
	array_free(&organizations);
	array_free(&people);
	tenants_close(&all);
	return ok;
}

bool
gdpr_audit_list(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr",
	    *operands ? RUN_STORES | RUN_KEYS : RUN_STORES, e) && audit_list(&run, set, operands, e);

	return run_close(&run, ok, e);
}
