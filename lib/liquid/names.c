/* names.c: the variables of a template, and those that it reads but does not set. */
#include <stdlib.h>
#include <string.h>

#include "liquid/parse.h"

#define DOTTED_MAX 256
#define READS_MAX  8192

/* Make room for one more item in a list in the template's arena. */
static void *
liquid_names_grow(struct arena *a, void *list, size_t n, size_t *cap, size_t size)
{
	void *more;

	if (n < *cap)
		return list;
	*cap = *cap ? 2 * *cap : 16;
	more = arena_get(a, *cap * size);
	if (n)
		memcpy(more, list, n * size);
	return more;
}

bool
liquid_slot_of(struct liquid_parser *p, const char *s, size_t n, size_t *slot)
{
	struct liquid *doc = p->doc;
	size_t i;

	for (i = 0; i < doc->names_n; i++)
		if (doc->names[i].n == n && !memcmp(doc->names[i].text, s, n)) {
			*slot = i;
			return true;
		}
	if (i == LIQUID_NAMES_MAX)
		return liquid_wrong(p, s, "more than %d names of variables", LIQUID_NAMES_MAX);
	doc->names = liquid_names_grow(&doc->arena, doc->names, i, &doc->names_cap, sizeof *doc->names);
	doc->names[i] = (struct liquid_name){ .text = arena_dup(&doc->arena, s, n), .n = n };
	doc->names_n++;
	*slot = i;
	return true;
}

void
liquid_bind(struct liquid_parser *p, size_t slot, int by)
{
	p->doc->names[slot].local += by;
}

static bool
liquid_names_is_view(const char *key)
{
	return !strcmp(key, "size") || !strcmp(key, "first") || !strcmp(key, "last");
}

/* Record the read of a variable that the template does not set. After READS_MAX reads, which only
   an artificial template has, no more are recorded. */
void
liquid_note(struct liquid_parser *p, const struct liquid_expr *x)
{
	struct liquid *doc = p->doc;
	const struct liquid_segment *g;
	struct str s = STR_MAX(DOTTED_MAX);

	if (x->root || doc->names[x->slot].local || doc->reads_n == READS_MAX)
		return;
	str_add(&s, doc->names[x->slot].text, doc->names[x->slot].n);
	for (g = x->path; g && g->key; g = g->next) {
		if (g->next == NULL && liquid_names_is_view(g->key))
			break;
		str_putc(&s, '.');
		str_puts(&s, g->key);
	}
	doc->reads = liquid_names_grow(&doc->arena, doc->reads, doc->reads_n, &doc->reads_cap,
	    sizeof *doc->reads);
	doc->reads[doc->reads_n++] = (struct liquid_read){
		.dotted = arena_dup(&doc->arena, str_text(&s), s.len), .at = x->at };
	str_free(&s);
}

static int
read_compare_place(const void *a, const void *b)
{
	const struct liquid_read *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

void
liquid_sort_reads(struct liquid *doc)
{
	if (doc->reads_n)
		qsort(doc->reads, doc->reads_n, sizeof *doc->reads, read_compare_place);
}

void
liquid_each_variable(const struct liquid *doc,
    void (*visit)(void *, const char *, const char *, int, int), void *to)
{
	const struct liquid_source *of;
	int line = 1, column = 1;
	uint32_t at = 0;
	size_t i;

	for (i = 0; i < doc->reads_n; i++) {
		uint32_t place = doc->reads[i].at;

		of = liquid_source_at(doc, place);
		if (of != doc->first) {
			place = of->called;
			at = 0;
			line = column = 1;
		}
		liquid_place(doc->first, at, place, &line, &column);
		at = place;
		visit(to, doc->reads[i].dotted, of == doc->first ? NULL : of->name, line, column);
	}
}
