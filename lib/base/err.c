/* err.c: store a failure: its kind, text, and hint. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"

static const unsigned char statuses[] = {
#define ERR(kind, status, meaning) status,
#include "base/err.def"
#undef ERR
};

bool
err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	va_list ap;

	e->kind = kind;
	e->hint[0] = '\0';
	e->option = NULL;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	return false;
}

bool
err_in(struct err *e, const char *fmt, ...)
{
	char was[ERR_TEXT_MAX];
	va_list ap;
	size_t n;

	memcpy(was, e->text, sizeof was);
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	n = strlen(e->text);
	if (n + 3 < sizeof e->text) {
		memcpy(e->text + n, ": ", 2);
		n += 2;
		memcpy(e->text + n, was, strnlen(was, sizeof e->text - n - 1));
		e->text[n + strnlen(was, sizeof e->text - n - 1)] = '\0';
	}
	return false;
}

bool
err_hint(struct err *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(e->hint, sizeof e->hint, fmt, ap);
	va_end(ap);
	return false;
}

bool
err_option(struct err *e, const char *name)
{
	e->option = name;
	return false;
}

int
err_status(const struct err *e)
{
	return statuses[e->kind];
}
