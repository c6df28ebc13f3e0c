/* published.c: print the published attribution of past periods. */
#include "attribution.h"
#include "query.h"

struct publications {
	struct table *table;
	bool recoveries;
};

static bool
published_row(void *arg, const struct db_row *row, struct err *e)
{
	const struct publications *p = arg;

	table_cell_time(p->table, db_time(row, SQL_PUBLICATION_LIST_SINCE));
	table_cell_time(p->table, db_time(row, SQL_PUBLICATION_LIST_UNTIL));
	table_cell_text(p->table, db_text(row,
	    SQL_PUBLICATION_LIST_ATTRIBUTION_LIST + SQL_ATTRIBUTION_LIST_STORE));
	table_cell_int(p->table, db_int(row, SQL_PUBLICATION_LIST_VERSION));
	table_cell_time(p->table, db_time(row, SQL_PUBLICATION_LIST_PUBLISHED_AT));
	attribution_cells(p->table, row, SQL_PUBLICATION_LIST_ATTRIBUTION_LIST, p->recoveries);
	table_cell_text(p->table, db_text(row, SQL_PUBLICATION_LIST_SETTINGS));
	return table_row_end(p->table, e);
}

static bool
published_print(struct run *r, const struct report *set, const char *since, const char *until,
    struct err *e)
{
	const enum table_kind kind = attribution_kind(set);
	const struct table_column columns[] = {
		{ "since", TABLE_TIME, TABLE_BY_KIND }, { "until", TABLE_TIME, TABLE_BY_KIND },
		{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "version", TABLE_INT, TABLE_BY_KIND },
		{ "published_at", TABLE_TIME, TABLE_BY_KIND }, ATTRIBUTION_COLUMNS(kind),
		{ "settings", TABLE_TEXT, TABLE_BY_KIND },
	};
	struct publications p = { .recoveries = attribution_recoveries(set) };
	const char *params[] = { str_text(&r->stores.array), since, until,
	    attribution_measures[set->measure], set->all ? "true" : "false" };
	bool ok;

	p.table = table_open(columns, COUNT(columns), option_output(&set->common));
	ok = db_each(r->db, sql_publication_list, COUNT(params), params, published_row, &p, e);
	return table_close(p.table, e) && ok;
}

bool
report_published(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	char since[CLOCK_TEXT], until[CLOCK_TEXT];
	struct run run;

	return run_close(&run, run_open(&run, &set->common, "crt-report", RUN_STORES, e)
	    && published_print(&run, set, set->since ? clock_print(set->since, since) : NULL,
	    set->until ? clock_print(set->until, until) : NULL, e), e);
}
