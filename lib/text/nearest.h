/*
 * nearest.h: find the known name that a mistyped one probably means.
 *
 * struct nearest n = { .wanted = typed }; call nearest_try(&n, known) for each known name, then
 * nearest_name(&n), which is NULL when nothing is near.
 */
#ifndef CRT_TEXT_NEAREST_H
#define CRT_TEXT_NEAREST_H

#include "base/base.h"

#define NEAREST_NAME_MAX 64	/* longer names are not compared */

struct nearest {
	const char *wanted;
	char best[NEAREST_NAME_MAX + 1];	/* a copy; "": none */
	size_t distance;
};

void nearest_try(struct nearest *, const char *known);
const char *nearest_name(const struct nearest *);

#endif
