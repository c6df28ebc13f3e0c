/* result_cell.c: print a column of a query's result as a cell. */
#include "report/result_cell.h"

void
result_cell_int(struct table *t, const struct db_row *row, int column)
{
	if (db_text(row, column))
		table_cell_int(t, db_int(row, column));
	else
		table_cell_none(t);
}

void
result_cell_money(struct table *t, const struct db_row *row, int minor, int currency)
{
	if (db_text(row, minor) && db_text(row, currency))
		table_cell_money(t, db_int(row, minor), db_text(row, currency));
	else
		table_cell_none(t);
}
