/* error.c: report an error with its line and column in the template. */
#include <stdio.h>
#include <string.h>

#include "liquid/parser.h"

const struct liquid_source *
liquid_source_at(const struct liquid *doc, uint32_t at)
{
	const struct liquid_source *s = doc->first;

	while (s->next && s->next->base <= at)
		s = s->next;
	return s;
}

uint32_t
liquid_at(const struct liquid_parser *p, const char *s)
{
	return p->source->base + (uint32_t)(s - p->source->text);
}

void
liquid_place(const struct liquid_source *of, uint32_t from, uint32_t at, int *line, int *column)
{
	uint32_t i;

	for (i = from - of->base; i < at - of->base && i < of->n; i++) {
		if (of->text[i] == '\n') {
			++*line;
			*column = 1;
		} else if (((unsigned char)of->text[i] & 0xc0) != 0x80)
			++*column;
	}
}

static bool
liquid_error_print(const struct liquid *doc, uint32_t at, struct err *e, const char *fmt,
    va_list ap)
{
	const struct liquid_source *of = liquid_source_at(doc, at);
	char what[ERR_TEXT_MAX];
	int line = 1, column = 1;

	vsnprintf(what, sizeof what, fmt, ap);
	liquid_place(of, of->base, at, &line, &column);
	return err_set(e, ERR_CONFIG, "%s:%d:%d: %s", of->name, line, column, what);
}

bool
liquid_wrong(struct liquid_parser *p, const char *at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	liquid_error_print(p->doc, liquid_at(p, at), p->err, fmt, ap);
	va_end(ap);
	return false;
}

bool
liquid_deeper(struct liquid_parser *p, int *depth, const char *at)
{
	if (++*depth > LIQUID_DEPTH_MAX)
		return liquid_wrong(p, at, "nested deeper than %d levels", LIQUID_DEPTH_MAX);
	return true;
}

bool
liquid_fail(struct liquid_run *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	liquid_error_print(r->doc, r->at, r->err, fmt, ap);
	va_end(ap);
	return false;
}

bool
liquid_limit(struct liquid_run *r, const char *what, size_t max)
{
	return liquid_fail(r, "more than %zu %s", max, what);
}
