/* source.c: the texts that a template is made of: its own, and those of its partials. */
#include <string.h>

#include "liquid/parse.h"

static bool
source_check(struct liquid_parser *p)
{
	const struct liquid_source *s = p->source;
	const char *nul = memchr(s->text, '\0', s->n);
	size_t bad;

	if (nul)
		return liquid_wrong(p, nul, "a NUL byte");
	if (!utf8_ok(s->text, s->n, &bad))
		return liquid_wrong(p, s->text + bad, "not UTF-8");
	return true;
}

bool
liquid_source_add(struct liquid_parser *p, const char *name, const char *text, size_t n,
    uint32_t called)
{
	struct liquid *doc = p->doc;
	struct liquid_source *s = arena_get(&doc->arena, sizeof *s);

	*s = (struct liquid_source){ .name = arena_dup(&doc->arena, name, strlen(name)),
	    .called = called };
	if (doc->last) {
		s->base = doc->last->base + (uint32_t)doc->last->n + 1;
		doc->last->next = s;
	} else
		doc->first = s;
	doc->last = s;
	p->source = s;
	p->p = p->end = s->text = "";
	if (n > LIQUID_TEMPLATE_MAX || s->base + n > LIQUID_TEMPLATE_MAX)
		return liquid_wrong(p, p->p, s == doc->first ? "a template of more than %zu bytes"
		    : "a template of more than %zu bytes with its partials", LIQUID_TEMPLATE_MAX);
	s->text = arena_dup(&doc->arena, text, n);
	s->n = n;
	p->p = s->text;
	p->end = s->text + n;
	return source_check(p);
}
