/* cell.h: the text of a cell in each output format. */
#ifndef CRT_CELL_H
#define CRT_CELL_H

#include "base/str.h"

#define CELL_BYTES_MAX (1024 * 1024)

/* Width in terminal columns. */
size_t cell_width(const char *);

/* For people: without control characters and line ends. A text wider than width is cut and
   ends with an ellipsis; width 0: never cut. */
void cell_show(struct str *, const char *, size_t width);

/* Always writes valid UTF-8. */
void cell_json(struct str *, const char *);
void cell_csv(struct str *, const char *);		/* a formula gets a leading ' */
void cell_csv_exact(struct str *, const char *);	/* not; "" is quoted, so it is not null */

#endif
