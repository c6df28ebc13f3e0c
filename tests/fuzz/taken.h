/* taken.h: checks that any bytes lead to a valid record, whose line reads as what was made. */
#ifndef CRT_TAKEN_H
#define CRT_TAKEN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/record.h"

static inline bool
taken(void *arg, json_t *v, const char *line, size_t n, struct err *e)
{
	struct arena arena = { 0 };
	struct record r;

	(void)arg;
	if (memchr(line, '\n', n) || !record_read(&r, line, n, &arena, e)
	    || !json_equal(r.json, v)) {
		fprintf(stderr, "%s\n%.*s\n", e->text, (int)n, line);
		abort();
	}
	value_free(r.json);
	arena_free(&arena);
	return true;
}

#endif
