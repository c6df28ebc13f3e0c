/* scan.c: whether a text is anywhere in the database. */
#include <string.h>

#include "gdpr.h"
#include "query.h"

#define TEXT_MIN 4			/* bytes; a shorter one is everywhere */

static const struct table_column columns[] = {
	{ "table", TABLE_TEXT, TABLE_BY_KIND }, { "column", TABLE_TEXT, TABLE_BY_KIND },
	{ "rows", TABLE_INT, TABLE_BY_KIND },
};

struct scanning {
	struct table *table;
	size_t columns;
};

static bool
scan_row(void *arg, const struct db_row *row, struct err *e)
{
	struct scanning *s = arg;

	s->columns++;
	table_cell_text(s->table, db_text(row, SQL_TEXT_SEARCH_TABLE_NAME));
	table_cell_text(s->table, db_text(row, SQL_TEXT_SEARCH_COLUMN_NAME));
	table_cell_int(s->table, db_int(row, SQL_TEXT_SEARCH_ROWS));
	return table_row_end(s->table, e);
}

static bool
scan_texts(struct array *a, char **texts, struct err *e)
{
	int i;

	for (i = 0; texts[i]; i++) {
		if (strlen(texts[i]) < TEXT_MIN)
			return err_set(e, ERR_USAGE, "operand %d has fewer than %d bytes", i + 1,
			    TEXT_MIN);
		array_add(a, texts[i]);
	}
	return true;
}

static bool
scan_all(struct run *r, char **texts, struct err *e)
{
	struct scanning s = { .columns = 0 };
	struct array list;
	bool ok;

	array_open(&list);
	ok = scan_texts(&list, texts, e);
	if (ok) {
		const char *params[] = { array_param(&list) };

		s.table = table_open(columns, COUNT(columns), option_output(r->common));
		ok = db_each(r->db, sql_text_search, COUNT(params), params, scan_row, &s, e);
		ok = table_close(s.table, e) && ok;
	}
	array_free(&list);
	return ok && (s.columns == 0 || err_set(e, ERR_REJECTS, "%zu columns hold it", s.columns));
}

bool
gdpr_scan(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_DATABASE, e)
	    && scan_all(&run, operands, e);

	return run_close(&run, ok, e);
}
