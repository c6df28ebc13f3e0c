/* csv_file.h: the rows of a CSV file that an option names. */
#ifndef CRT_REPORT_CSV_FILE_H
#define CRT_REPORT_CSV_FILE_H

#include "base/err.h"
#include "text/csv.h"

/* Takes a row. An error is reported with the file and the line. */
typedef bool csv_file_row_fn(void *, const struct csv *, struct err *);

/* file: NULL has no rows. */
bool csv_file_read(const char *file, csv_file_row_fn *, void *, struct err *) MUSTUSE;

#endif
