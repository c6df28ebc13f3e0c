/* hook.c: read the facts that a platform reports about a webhook. */
#include <string.h>

#include "platform/hook.h"

bool
hook_text(const char *given, const char *what, char *out, size_t size, struct err *e)
{
	if (given == NULL || strlen(given) >= size)
		return err_set(e, ERR_INPUT, "a webhook's \"%s\" is %s", what,
		    given ? "too long" : "missing");
	memcpy(out, given, strlen(given) + 1);
	return true;
}
