/* export.c: audit export, audit checkpoint: the audit log as lines, with signed ends. */
#include "base/stop.h"
#include "../gdpr.h"
#include "privacy/audit_line.h"
#include "query.h"
#include "run/output.h"

struct exporting {
	struct run *run;
	struct output out;
	const struct tenant *tenant;
};

static bool
audit_export_row(void *arg, const struct db_row *row, struct err *e)
{
	struct exporting *x = arg;

	output_line(&x->out, db_text(row, SQL_AUDIT_LINES_LINE), db_length(row, SQL_AUDIT_LINES_LINE));
	return !output_is_page(&x->out) || (stop_check(e) && output_flush(&x->out, e));
}

static bool
audit_export_head(void *arg, const struct db_row *row, struct err *e)
{
	struct exporting *x = arg;
	struct str s = STR_MAX(AUDIT_LINE_MAX);
	bool ok;

	audit_line_checkpoint(&s, x->run->ring, x->tenant->slug, db_int(row, SQL_AUDIT_HEAD_NUMBER),
	    db_text(row, SQL_AUDIT_HEAD_HASH), clock_now());
	ok = !str_full(&s)
	    || err_set(e, ERR_BUG, "a checkpoint is longer than %d bytes", AUDIT_LINE_MAX);
	output_line(&x->out, str_text(&s), s.len);
	str_free(&s);
	return ok;
}

/* One snapshot: the signed end is that of the rows. */
static bool
audit_export_all(struct run *r, bool rows, struct err *e)
{
	struct exporting x = { .run = r };
	struct tenants all;
	size_t i;
	bool ok = db_snapshot(r->db, e);

	output_init(&x.out);
	ok = tenants_audited(&all, r, e) && ok;
	for (i = 0; ok && i < all.n; i++) {
		const char *params[] = { all.list[i].id };

		x.tenant = &all.list[i];
		ok = (!rows || db_each(r->db, sql_audit_lines, 1, params, audit_export_row, &x, e))
		    && db_each(r->db, sql_audit_head, 1, params, audit_export_head, &x, e);
	}
	ok = ok && db_commit(r->db, e) && output_flush(&x.out, e);
	output_free(&x.out);
	tenants_close(&all);
	return ok;
}

static bool
audit_export(struct gdpr *set, bool rows, struct err *e)
{
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS, e)
	    && audit_export_all(&run, rows, e);

	return run_close(&run, ok, e);
}

bool
gdpr_audit_export(void *settings, char **operands UNUSED, struct err *e)
{
	return audit_export(settings, true, e);
}

bool
gdpr_audit_checkpoint(void *settings, char **operands UNUSED, struct err *e)
{
	return audit_export(settings, false, e);
}
