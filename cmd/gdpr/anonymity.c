/* anonymity.c: anonymity: whether what is left of people who were removed is k-anonymous. */
#include <stdio.h>

#include "gdpr.h"
#include "query.h"

#define K_TEXT 24

struct anonymity {
	struct table *table;
	int64_t below;
};

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "table", TABLE_TEXT, TABLE_BY_KIND },
	{ "rows", TABLE_INT, TABLE_BY_KIND }, { "groups", TABLE_INT, TABLE_BY_KIND },
	{ "smallest", TABLE_INT, TABLE_BY_KIND }, { "below", TABLE_INT, TABLE_BY_KIND },
};

static bool
anonymity_row(void *arg, const struct db_row *row, struct err *e)
{
	struct anonymity *x = arg;
	int i;

	table_cell_text(x->table, db_text(row, SQL_ANONYMITY_SUM_STORE));
	table_cell_text(x->table, db_text(row, SQL_ANONYMITY_SUM_TABLE_NAME));
	for (i = SQL_ANONYMITY_SUM_ROWS; i <= SQL_ANONYMITY_SUM_BELOW; i++)
		table_cell_int(x->table, db_int(row, i));
	x->below += db_int(row, SQL_ANONYMITY_SUM_BELOW);
	return table_row_end(x->table, e);
}

bool
gdpr_anonymity(void *settings, char **operands UNUSED, struct err *e)
{
	struct gdpr *set = settings;
	struct anonymity x = { .below = 0 };
	char k[K_TEXT];
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES, e);

	if (ok) {
		const char *params[] = { str_text(&run.stores.array), k };

		snprintf(k, sizeof k, "%lld", (long long)set->k);
		x.table = table_open(columns, COUNT(columns), option_output(&set->common));
		ok = db_each(run.db, sql_anonymity_sum, COUNT(params), params, anonymity_row, &x, e);
		ok = table_close(x.table, e) && ok;
	}
	if (ok && x.below) {
		ok = err_set(e, ERR_REJECTS, "%lld rows are in groups of fewer than %lld",
		    (long long)x.below, (long long)set->k);
		err_hint(e, "a person who knows the day and the amount can recognize them");
	}
	return run_close(&run, ok, e);
}
