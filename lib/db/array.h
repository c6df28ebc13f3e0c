/* array.h: many values as one statement parameter: a PostgreSQL array. */
#ifndef CRT_DB_ARRAY_H
#define CRT_DB_ARRAY_H

#include "base/str.h"

#define ARRAY_BYTES_MAX ((size_t)64 * 1024 * 1024)

/* Initialize with { .text = STR_MAX(ARRAY_BYTES_MAX) }. */
struct array {
	struct str text;
	size_t n;
};

void array_open(struct array *);
void array_add(struct array *, const char *value);	/* NULL is null */
const char *array_param(struct array *);		/* the next array_add begins anew */
void array_free(struct array *);

#endif
