/* cost.c: read what a message costs, in millionths of a currency's unit. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "store/cost.h"

#define COST_DECIMALS 6
#define COST_WHOLE    4		/* digits */
#define COST_MAX      INT64_C(1000000000)

bool
cost_read(const char *s, int64_t *out)
{
	size_t whole = strspn(s, "0123456789"), n = whole;
	int left = COST_DECIMALS;

	*out = whole && whole <= COST_WHOLE ? strtoll(s, NULL, 10) : -1;
	if (s[n] == '.' && s[n + 1])
		for (n++; left && isdigit((unsigned char)s[n]); n++, left--)
			*out = 10 * *out + (s[n] - '0');
	while (left-- > 0)
		*out *= 10;
	return s[n] == '\0' && *out >= 0 && *out <= COST_MAX;
}
