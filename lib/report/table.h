/*
 * table.h: print rows on standard output for people or machines.
 * OUTPUT_TABLE   aligned for a terminal. Invalid text and control characters become U+FFFD,
 *                so that no cell can control the terminal. Rows are kept until there are
 *                TABLE_ROWS_MAX of them, then printed.
 * OUTPUT_JSON    one object per line, at once
 * OUTPUT_CSV     quoted as in RFC 4180, lines end with \n. A text that a spreadsheet would
 *                read as a formula gets a leading '.
 *
 *   t = table_open(columns, COUNT(columns), option_output(&common));
 *   table_cell_text(t, id); table_cell_int(t, n);      in the order of the columns
 *   if (!table_row_end(t, e)) ...
 *   ok = table_close(t, e);
 */
#ifndef CRT_TABLE_H
#define CRT_TABLE_H

#include "base/clock.h"
#include "option/option.h"

#define TABLE_COLUMNS_MAX 64
#define TABLE_ROWS_MAX    1000	/* rows over which widths are measured */
#define TABLE_WIDTH_MAX   60	/* width of a cell for people; the last of a row is not cut */
#define TABLE_WIDTH_WIDE  240	/* the same on a wide terminal: half its width, at most this */

enum table_kind { TABLE_TEXT, TABLE_INT, TABLE_MONEY, TABLE_TIME, TABLE_PERCENT };
enum table_align { TABLE_BY_KIND, TABLE_LEFT, TABLE_RIGHT };	/* by kind: numbers right */

struct table_column {
	const char *name;		/* "cart_id"; CSV adds NAME_currency to TABLE_MONEY */
	enum table_kind kind;
	enum table_align align;
};

struct table;

/* The columns must live until table_close. */
struct table *table_open(const struct table_column *, size_t n, enum output_form);

void table_cell_none(struct table *);				/* null, of any kind */
void table_cell_unknown(struct table *);			/* null, shown to people as "unknown" */
void table_cell_text(struct table *, const char *);		/* NULL: null */
void table_cell_int(struct table *, int64_t);
void table_cell_money(struct table *, int64_t minor, const char *currency);
void table_cell_time(struct table *, crt_time);
void table_cell_stamp(struct table *, const char *);	/* RFC 3339; NULL: null */
void table_cell_percent(struct table *, double percent);	/* 12.5; NaN: null */
void table_cell_count(struct table *, double);		/* rounded up; NaN: null */
void table_cell_amount(struct table *, double minor, const char *currency);	/* NaN: null */

/* Cells left out are null. ERR_IO: the output is lost. ERR_BUG: the cells do not match the
   columns. */
bool table_row_end(struct table *, struct err *) MUSTUSE;

/* For people: a table without rows is not printed at all. */
void table_skip_empty(struct table *);
bool table_is_empty(const struct table *);

/* Prints the remaining rows and frees the table. Returns false too when the err already has
   a failure. */
bool table_close(struct table *, struct err *) MUSTUSE;

#endif
