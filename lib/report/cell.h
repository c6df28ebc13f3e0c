/* cell.h: the text of one cell in each form of output. */
#ifndef CRT_CELL_H
#define CRT_CELL_H

#include "base/str.h"

#define CELL_BYTES_MAX (1024 * 1024)

/* Columns of a terminal. */
size_t cell_width(const char *);

/* For people: no control characters, no line ends; longer than width is cut and
   ends with an ellipsis; width 0: never cut. */
void cell_show(struct str *, const char *, size_t width);

/* UTF-8 whatever came in. */
void cell_json(struct str *, const char *);
void cell_csv(struct str *, const char *);

#endif
