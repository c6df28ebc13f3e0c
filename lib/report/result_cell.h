/*
 * result_cell.h: print a column of a query's result as a cell; null as an empty one.
 */
#ifndef CRT_RESULT_CELL_H
#define CRT_RESULT_CELL_H

#include "db/db.h"
#include "report/table.h"

void result_cell_int(struct table *, const struct db_row *, int column);
void result_cell_money(struct table *, const struct db_row *, int minor, int currency);

#endif
