/* export.c: export all data as lines in an order that is the same in every run. */
#include "base/stop.h"
#include "run/output.h"
#include "query.h"
#include "report.h"

static bool
report_export_line(void *arg, const struct db_row *row, struct err *e)
{
	struct output *out = arg;

	output_line(out, db_text(row, SQL_EXPORT_CARTS_RECORD),
	    db_length(row, SQL_EXPORT_CARTS_RECORD));
	return !output_is_page(out) || (stop_check(e) && output_flush(out, e));
}

static bool
report_export_run(struct run *r, struct output *out, struct err *e)
{
	const char *const tables[] = { sql_export_customers, sql_export_identities,
	    sql_export_carts, sql_export_orders, sql_export_consents, sql_export_episodes,
	    sql_export_messages };
	const char *params[] = { str_text(&r->stores.array) };
	size_t i;
	bool ok = db_snapshot(r->db, e);

	for (i = 0; ok && i < COUNT(tables); i++)
		ok = stop_check(e) && db_each(r->db, tables[i], COUNT(params), params, report_export_line,
		    out, e);
	return ok && db_commit(r->db, e) && output_flush(out, e);
}

bool
report_export(void *settings, char **operands, struct err *e)
{
	struct report *set = settings;
	struct output out;
	struct run run;
	bool ok;

	if (*operands == NULL && (set->common.csv || set->fields))
		return err_set(e, ERR_USAGE, "--csv and --fields need an ENTITY, such as orders");
	output_init(&out);
	ok = run_open(&run, &set->common, "crt-report", RUN_STORES, e)
	    && (*operands ? report_export_entity(&run, set, *operands, e)
	    : report_export_run(&run, &out, e));
	output_free(&out);
	return run_close(&run, ok, e);
}
