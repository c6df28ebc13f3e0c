/* record_phone.c: read a telephone number, which some shops give as a JSON number. */
#include <inttypes.h>
#include <stdio.h>

#include "record/record.h"

const char *
record_phone(const json_t *v, struct arena *arena)
{
	char digits[24];
	int n;

	if (value_kind(v) != VALUE_INT || value_int(v) < 0)
		return value_text(v);
	n = snprintf(digits, sizeof digits, "%" PRId64, value_int(v));
	return arena_dup(arena, digits, (size_t)n);
}
