/* export_entity.c: export one kind of rows as CSV or NDJSON. */
#include <string.h>

#include "base/mem.h"
#include "base/stop.h"
#include "query.h"
#include "report.h"
#include "report/cell.h"
#include "run/output.h"

#define FIELDS_MAX  64
#define ROW_BYTES_MAX ((size_t)64 * 1024 * 1024)	/* a published period may have 16 MiB */

static const struct entity {
	const char *name, *sql;
	bool storeless;			/* rows may belong to no store: -s leaves them out */
} entities[] = {
	{ "abandoned_carts", sql_list_abandoned_carts, false },
	{ "analytics", sql_list_analytics, false },
	{ "audit_log", sql_list_audit_log, false },
	{ "campaigns", sql_list_campaigns, false },
	{ "carts", sql_list_carts, false },
	{ "consents", sql_list_consents, false },
	{ "customers", sql_list_customers, false },
	{ "daily_figures", sql_list_daily_figures, false },
	{ "enrollments", sql_list_enrollments, false },
	{ "events", sql_list_events, false },
	{ "experiments", sql_list_experiments, false },
	{ "identities", sql_list_identities, false },
	{ "left_out", sql_list_left_out, false },
	{ "messages", sql_list_messages, false },
	{ "orders", sql_list_orders, false },
	{ "organizations", sql_list_organizations, false },
	{ "privacy_requests", sql_list_privacy_requests, false },
	{ "provider_events", sql_list_provider_events, false },
	{ "publications", sql_list_publications, false },
	{ "rejects", sql_list_rejects, true },
	{ "runs", sql_list_runs, true },
	{ "segments", sql_list_segments, false },
	{ "stores", sql_list_stores, false },
	{ "suppressions", sql_list_suppressions, false },
	{ "templates", sql_list_templates, false },
	{ "touches", sql_list_touches, false },
	{ "users", sql_list_users, false },
};

struct exporting {
	struct output out;
	struct str line;
	bool csv, exact;
	const char *fields;		/* of --fields; NULL: all */
	int column[FIELDS_MAX];
	size_t n;
};

static int
export_column(const struct db_row *row, const char *name, size_t len)
{
	int i;

	for (i = 0; db_name(row, i); i++)
		if (strlen(db_name(row, i)) == len && memcmp(db_name(row, i), name, len) == 0)
			return i;
	return -1;
}

static bool
export_field_unknown(const struct db_row *row, const char *name, size_t len, struct err *e)
{
	struct str known = STR_MAX(4096);
	int i;

	for (i = 0; db_name(row, i); i++)
		str_printf(&known, "%s%s", i ? ", " : "", db_name(row, i));
	err_set(e, ERR_USAGE, "--fields: there is no field \"%.*s\"", (int)len, name);
	err_hint(e, "the fields are %s", str_text(&known));
	str_free(&known);
	return false;
}

/* The numbers of the wanted columns, in the wanted order. */
static bool
export_choose(struct exporting *x, const struct db_row *row, struct err *e)
{
	const char *s = x->fields;
	size_t len;
	int i;

	for (i = 0; s == NULL && db_name(row, i); i++)
		x->column[x->n++] = i;
	while (s) {
		len = strcspn(s, ",");
		if (x->n == FIELDS_MAX)
			return err_set(e, ERR_USAGE, "--fields has more than %d fields", FIELDS_MAX);
		x->column[x->n] = export_column(row, s, len);
		if (x->column[x->n++] < 0)
			return export_field_unknown(row, s, len, e);
		s = s[len] ? s + len + 1 : NULL;
	}
	return true;
}

static bool
export_head(void *arg, const struct db_row *row, struct err *e)
{
	struct exporting *x = arg;
	size_t i;

	if (!export_choose(x, row, e))
		return false;
	for (i = 0; i < x->n; i++)
		str_printf(&x->line, "%s%s", i ? "," : "", db_name(row, x->column[i]));
	if (x->csv)
		output_line(&x->out, str_text(&x->line), x->line.len);
	return true;
}

/* In CSV, null is nothing and an empty text is "", as COPY of PostgreSQL reads them. */
static void
export_cell(struct exporting *x, const struct db_row *row, int column)
{
	const char *text = db_text(row, column);

	if (!x->csv)
		str_printf(&x->line, "\"%s\":", db_name(row, column));
	if (text == NULL)
		str_puts(&x->line, x->csv ? "" : "null");
	else if (db_plain(row, column))
		str_puts(&x->line, x->csv || !db_logical(row, column) ? text
		    : *text == 't' ? "true" : "false");
	else if (!x->csv)
		cell_json(&x->line, text);
	else if (x->exact || *text == '\0')
		cell_csv_exact(&x->line, text);
	else
		cell_csv(&x->line, text);
}

static bool
export_row(void *arg, const struct db_row *row, struct err *e)
{
	struct exporting *x = arg;
	size_t i;

	str_cut(&x->line, 0);
	if (!x->csv)
		str_putc(&x->line, '{');
	for (i = 0; i < x->n; i++) {
		if (i)
			str_putc(&x->line, ',');
		export_cell(x, row, x->column[i]);
	}
	if (!x->csv)
		str_putc(&x->line, '}');
	if (str_full(&x->line))
		return err_set(e, ERR_BUG, "a row is longer than %zu bytes", ROW_BYTES_MAX);
	output_line(&x->out, str_text(&x->line), x->line.len);
	return !output_is_page(&x->out) || (stop_check(e) && output_flush(&x->out, e));
}

static const struct entity *
export_find(const char *name, struct err *e)
{
	struct str known = STR_MAX(1024);
	size_t i;

	for (i = 0; i < COUNT(entities); i++) {
		if (strcmp(entities[i].name, name) == 0) {
			str_free(&known);
			return &entities[i];
		}
		str_printf(&known, "%s%s", i ? ", " : "", entities[i].name);
	}
	err_set(e, ERR_USAGE, "there is no entity \"%s\"", name);
	err_hint(e, "the entities are %s", str_text(&known));
	str_free(&known);
	return NULL;
}

bool
report_export_entity(struct run *r, const struct report *set, const char *name, struct err *e)
{
	const struct entity *entity = export_find(name, e);
	const char *params[] = { entity && entity->storeless ? report_stores(r)
	    : str_text(&r->stores.array) };
	struct exporting x = { .line = STR_MAX(ROW_BYTES_MAX), .csv = set->common.csv,
	    .exact = set->exact, .fields = set->fields };
	bool ok = entity != NULL;

	output_init(&x.out);
	ok = ok && db_stream(r->db, entity->sql, COUNT(params), params, export_head, export_row, &x, e)
	    && output_flush(&x.out, e);
	output_free(&x.out);
	str_free(&x.line);
	return ok;
}
