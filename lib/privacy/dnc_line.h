/*
 * dnc_line.h: lines of the files of the Do-Not-Call registry.
 *
 * The full list has an area code and seven digits in a line, or a number of ten or eleven digits.
 * The registry's list of changes has more columns, whose order the form names. Pure.
 */
#ifndef CRT_PRIVACY_DNC_LINE_H
#define CRT_PRIVACY_DNC_LINE_H

#include "base/err.h"

#define DNC_COLUMNS_MAX 16
#define DNC_PHONE 13			/* bytes of "+12125550100" and its end */

enum dnc_column { DNC_IGNORED, DNC_AREA, DNC_NUMBER, DNC_ACTION };

struct dnc_form {
	enum dnc_column column[DNC_COLUMNS_MAX];
	size_t n;
	bool changes;			/* a column has the action */
};

/* Reads "area,number,date,action"; other names are columns that do not count. ERR_USAGE. */
bool dnc_form_read(struct dnc_form *, const char *text, struct err *) MUSTUSE;

struct dnc_number {
	int area;
	char phone[DNC_PHONE];
	bool listed;			/* false: it was deleted from the registry */
};

/* Reads a line without its end. ERR_INPUT: there is no number, or no action. */
bool dnc_line_read(const struct dnc_form *, const char *line, size_t n, struct dnc_number *,
    struct err *) MUSTUSE;

/* Whether the line has no digit: it is empty, or names the columns. */
bool dnc_line_empty(const char *line, size_t n);

#endif
