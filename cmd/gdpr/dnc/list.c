/* list.c: dnc list, dnc status: the evidence of the registry's files, and how old its data is. */
#include "../gdpr.h"
#include "query.h"
#include "hours/hours.h"

#define SOON (5 * CLOCK_DAY)		/* before the data is too old */

static const struct table_column imports[] = {
	{ "organization", TABLE_TEXT, TABLE_BY_KIND }, { "id", TABLE_TEXT, TABLE_BY_KIND },
	{ "kind", TABLE_TEXT, TABLE_BY_KIND }, { "file", TABLE_TEXT, TABLE_BY_KIND },
	{ "sha256", TABLE_TEXT, TABLE_BY_KIND }, { "account", TABLE_TEXT, TABLE_BY_KIND },
	{ "downloaded", TABLE_TIME, TABLE_BY_KIND }, { "lines", TABLE_INT, TABLE_BY_KIND },
	{ "refused", TABLE_INT, TABLE_BY_KIND }, { "added", TABLE_INT, TABLE_BY_KIND },
	{ "deleted", TABLE_INT, TABLE_BY_KIND }, { "area_codes", TABLE_TEXT, TABLE_BY_KIND },
	{ "actor", TABLE_TEXT, TABLE_BY_KIND }, { "imported", TABLE_TIME, TABLE_BY_KIND },
};

static const struct table_column areas[] = {
	{ "organization", TABLE_TEXT, TABLE_BY_KIND }, { "area_code", TABLE_TEXT, TABLE_BY_KIND },
	{ "numbers", TABLE_INT, TABLE_BY_KIND }, { "downloaded", TABLE_TIME, TABLE_BY_KIND },
	{ "expires", TABLE_TIME, TABLE_BY_KIND }, { "state", TABLE_TEXT, TABLE_BY_KIND },
};

static bool
dnc_import_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	for (i = SQL_DNC_IMPORT_LIST_ORGANIZATION; i <= SQL_DNC_IMPORT_LIST_ACCOUNT; i++)
		table_cell_text(t, db_text(row, i));
	table_cell_stamp(t, db_text(row, SQL_DNC_IMPORT_LIST_VERSION));
	for (i = SQL_DNC_IMPORT_LIST_LINES; i <= SQL_DNC_IMPORT_LIST_REMOVED; i++)
		table_cell_int(t, db_int(row, i));
	table_cell_text(t, db_text(row, SQL_DNC_IMPORT_LIST_AREAS));
	table_cell_text(t, db_text(row, SQL_DNC_IMPORT_LIST_ACTOR));
	table_cell_stamp(t, db_text(row, SQL_DNC_IMPORT_LIST_IMPORTED_AT));
	return table_row_end(t, e);
}

static bool
dnc_area_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	crt_time version = db_time(row, SQL_DNC_AREA_LIST_VERSION);
	crt_time left = version + hours_registry_age() - clock_now();

	table_cell_text(t, db_text(row, SQL_DNC_AREA_LIST_ORGANIZATION));
	table_cell_text(t, db_text(row, SQL_DNC_AREA_LIST_AREA_CODE));
	table_cell_int(t, db_int(row, SQL_DNC_AREA_LIST_NUMBERS));
	table_cell_time(t, version);
	table_cell_time(t, version + hours_registry_age());
	table_cell_text(t, left < 0 ? "expired" : left < SOON ? "expires soon" : "ok");
	return table_row_end(t, e);
}

/* The organizations of the run's stores. */
static bool
dnc_organizations(struct run *r, struct array *ids, struct err *e)
{
	struct tenants all;
	bool ok = tenants_open(&all, r, e);
	size_t i;

	for (i = 0; i < all.n; i++)
		array_add(ids, all.list[i].id);
	tenants_close(&all);
	return ok;
}

static bool
dnc_list_all(struct run *r, const char *organizations, struct table *t, struct err *e)
{
	unsigned char id[IDENT_BYTES];
	char limit[RUN_LIMIT_TEXT];
	const char *params[] = { organizations, run_limit(r, limit), r->common->after };

	if (r->common->after && !ident_read(r->common->after, id))
		return err_set(e, ERR_USAGE, "--after: \"%.64s\" is not the id of an import",
		    r->common->after);
	return db_each(r->db, sql_dnc_import_list, COUNT(params), params, dnc_import_row, t, e);
}

static bool
dnc_print(struct gdpr *set, const struct table_column *columns, size_t n, bool list, struct err *e)
{
	struct array organizations;
	struct table *t = NULL;
	struct run run;
	bool ok;

	array_open(&organizations);
	ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES, e)
	    && dnc_organizations(&run, &organizations, e);
	if (ok) {
		const char *params[] = { array_param(&organizations) };

		t = table_open(columns, n, option_output(run.common));
		ok = list ? dnc_list_all(&run, *params, t, e)
		    : db_each(run.db, sql_dnc_area_list, 1, params, dnc_area_row, t, e);
		ok = table_close(t, e) && ok;
	}
	array_free(&organizations);
	return run_close(&run, ok, e);
}

bool
gdpr_dnc_list(void *settings, char **operands UNUSED, struct err *e)
{
	return dnc_print(settings, imports, COUNT(imports), true, e);
}

bool
gdpr_dnc_status(void *settings, char **operands UNUSED, struct err *e)
{
	return dnc_print(settings, areas, COUNT(areas), false, e);
}
