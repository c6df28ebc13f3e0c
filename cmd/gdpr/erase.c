/* erase.c: erase a person (GDPR Art. 17); the hash of their addresses stays suppressed. */
#include <stdio.h>

#include "base/fault.h"
#include "gdpr.h"
#include "privacy/erase.h"

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "table", TABLE_TEXT, TABLE_BY_KIND },
	{ "rows", TABLE_INT, TABLE_BY_KIND },
};

static bool
erase_row(struct table *t, const struct erased_rows *rows, struct err *e)
{
	table_cell_text(t, rows->store->slug);
	table_cell_text(t, rows->table);
	table_cell_int(t, rows->rows);
	return table_row_end(t, e);
}

/* Rows are printed after the commit: a table keeps them until then. */
static bool
erase_committed(struct run *r, const struct tenant *t, char **handles, struct erased *done,
    struct err *e)
{
	bool ok = db_begin(r->db, e) && erase_subject(r, NULL, handles, done, e)
	    && gdpr_audit(r, t->store, "erase", "", handles, (int64_t)done->customers, e);

	fault();
	ok = run_keep(r, r->db, ok, e);
	fault();
	return ok;
}

static bool
erase_all(struct run *r, const char *receipt, char **handles, struct err *e)
{
	struct erased done = { .n = 0 };
	const struct tenant *t;
	struct tenants all;
	struct table *table;
	size_t i;
	bool ok = tenants_open(&all, r, e) && tenants_only(&all, &t, e)
	    && erase_committed(r, t, handles, &done, e)
	    && (receipt == NULL || gdpr_receipt(r, t, handles, receipt, e));

	if (ok && done.customers == 0)
		gdpr_warn_unknown(r, handles);
	if (ok) {
		table = table_open(columns, COUNT(columns), option_output(r->common));
		for (i = 0; ok && i < done.n; i++)
			ok = erase_row(table, &done.list[i], e);
		ok = table_close(table, e) && ok;
	}
	erased_free(&done);
	tenants_close(&all);
	return ok;
}

bool
gdpr_erase(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok;

	if (!set->yes && !set->common.dry_run) {
		err_set(e, ERR_USAGE, "the person's data would be erased for good");
		return err_hint(e, "see what is concerned with -n; to confirm, add --yes");
	}
	ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS | RUN_HEARTBEAT, e)
	    && (set->receipt == NULL || gdpr_receipt_free(set->receipt, e))
	    && erase_all(&run, set->common.dry_run ? NULL : set->receipt, operands, e);
	return run_close(&run, ok, e);
}
