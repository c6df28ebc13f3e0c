/* slurp.h: read a whole file as text. */
#ifndef CRT_SLURP_H
#define CRT_SLURP_H

#include <stdio.h>

#include "base/str.h"

/* Replaces the text; false if the file does not exist. */
static inline bool
slurp(const char *path, struct str *out)
{
	FILE *f = fopen(path, "rb");
	char buf[65536];
	size_t n;

	str_cut(out, 0);
	while (f && (n = fread(buf, 1, sizeof buf, f)) > 0)
		str_add(out, buf, n);
	if (f)
		fclose(f);
	return f != NULL;
}

#endif
