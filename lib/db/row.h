/*
 * row.h: the columns of a row, valid until the callback returns.
 *
 * A column is a member of the enum that query.h has for the statement. A text that is not a
 * number, a time, or one of the words, or that does not fit in the buffer of db_fill, ends
 * db_each with ERR_BUG as soon as the callback returns, so nothing derived from it is committed.
 */
#ifndef CRT_ROW_H
#define CRT_ROW_H

#include "base/clock.h"
#include "base/err.h"

#define DB_NO_TIME INT64_MIN	/* equal to RECORD_NO_TIME and GATE_NO_TIME */

struct db_row;
const char *db_text(const struct db_row *, int column);	/* NULL for null */
char *db_copy(const struct db_row *, int column);	/* NULL for null; free */
char **db_copy_row(const struct db_row *);	/* the texts of all columns; free the array alone */
size_t db_length(const struct db_row *, int column);
void db_fill(const struct db_row *, int column, char *to, size_t size);	/* "" for null */
int64_t db_int(const struct db_row *, int column);	/* 0 for null */
double db_real(const struct db_row *, int column);	/* 0 for null */
bool db_true(const struct db_row *, int column);
int db_enum(const struct db_row *, int column, const char *const words[]);	/* -1 for null */
crt_time db_time(const struct db_row *, int column);	/* DB_NO_TIME for null */
void db_misread(const struct db_row *);	/* reports a text that the caller cannot parse */

/* An array of times: fills in the first max of them and returns how many. */
size_t db_times(const struct db_row *, int column, crt_time *out, size_t max);

const char *db_name(const struct db_row *, int column);	/* NULL beyond the last column */
bool db_plain(const struct db_row *, int column);	/* a number or a boolean */
bool db_logical(const struct db_row *, int column);

#endif
