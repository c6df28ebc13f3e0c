/*
 * csv.h: one row of CSV (RFC 4180), read from lines.
 *
 * A quoted field may hold line ends, so a row may take several lines. The delimiter is a comma
 * unless the first line has none: then a semicolon or a tab, as spreadsheets write them.
 */
#ifndef CRT_TEXT_CSV_H
#define CRT_TEXT_CSV_H

#include "base/err.h"
#include "base/str.h"

#define CSV_FIELDS_MAX 200
#define CSV_ROW_MAX ((size_t)4 * 1024 * 1024)	/* bytes */

/* Initialize with csv_open. */
struct csv {
	struct str text;		/* the fields, a NUL after each */
	size_t n, at[CSV_FIELDS_MAX];	/* fields of the row, and where each begins */
	bool quoted;			/* the row goes on in the next line, within quotes */
	char delimiter;			/* 0 until the first line */
};

void csv_open(struct csv *);
void csv_free(struct csv *);

/* Adds a line without its end. *whole: the row is complete, and the next line begins another.
   ERR_INPUT: the row is not CSV; the next line begins another. */
bool csv_line(struct csv *, const char *line, size_t n, bool *whole, struct err *) MUSTUSE;

/* NULL behind the last one. */
const char *csv_field(const struct csv *, size_t i);

#endif
