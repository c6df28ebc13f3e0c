/* hook.c: read the facts that a platform reports about a webhook. */
#include <string.h>

#include "platform/hook.h"

bool
hook_text(const char *said, const char *what, char *out, size_t size, struct err *e)
{
	if (said == NULL || strlen(said) >= size)
		return err_set(e, ERR_INPUT, "a webhook's \"%s\" is %s", what,
		    said ? "too long" : "missing");
	memcpy(out, said, strlen(said) + 1);
	return true;
}
