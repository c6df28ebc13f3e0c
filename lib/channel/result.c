/* result.c: fill in the result of a message, in printable characters. */
#include <stdio.h>

#include "channel/kind.h"

void
channel_result_set(struct channel_result *r, enum channel_fate fate, const char *code,
    const char *reason)
{
	r->fate = fate;
	snprintf(r->code, sizeof r->code, "%s", code);
	snprintf(r->reason, sizeof r->reason, "%s", reason);
	for (char *p = r->reason; *p; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
}
