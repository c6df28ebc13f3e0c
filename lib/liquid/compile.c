/* compile.c: compile a whole template with its layout and its partials. */
#include <stdlib.h>
#include <string.h>

#include "liquid/parse.h"

#define COMPILE_NAME_MAX 160		/* bytes of partial "NAME" in an error */

static bool
compile_find(struct liquid_parser *p, const char *name, const char **text, size_t *n)
{
	*text = NULL;
	return p->partials == NULL || p->partials->find(p->partials->arg, name, text, n, p->err);
}

/* Compiles a text that the template names, in a parser of its own. */
static bool
compile_named(struct liquid_parser *p, const char *name, const char *text, size_t n,
    uint32_t called, struct liquid_block *b)
{
	struct str shown = STR_MAX(COMPILE_NAME_MAX);
	struct liquid_parser inner = { .doc = p->doc, .err = p->err, .partials = p->partials,
	    .nested = p->nested + 1, .depth = p->depth };
	bool ok;

	str_printf(&shown, "partial \"%.64s\"", name);
	ok = liquid_source_add(&inner, str_text(&shown), text, n, called)
	    && liquid_parse_block(&inner, NULL, NULL, b);
	str_free(&shown);
	return ok;
}

/* A partial that names itself ends here, too. */
bool
liquid_parse_partial(struct liquid_parser *p, const char *name, const char *at,
    struct liquid_block *b)
{
	const char *text;
	size_t n = 0;

	if (p->partials == NULL)
		return liquid_wrong(p, p->tag, "tag \"%.*s\" is not supported here: there are no "
		    "partials", (int)p->tag_n, p->tag);
	if (p->nested == LIQUID_PARTIALS_MAX)
		return liquid_wrong(p, at, "partials nested deeper than %d levels", LIQUID_PARTIALS_MAX);
	if (!compile_find(p, name, &text, &n))
		return false;
	if (text == NULL)
		return liquid_wrong(p, at, "there is no partial \"%.64s\"", name);
	return compile_named(p, name, text, n, p->nested ? p->source->called : liquid_at(p, at), b);
}

/* The default layout need not have this part, for example a text; one that is named must. */
static bool
compile_layout(struct liquid_parser *p)
{
	struct liquid *doc = p->doc;
	const char *name = doc->layout_name, *text;
	size_t n = 0;

	if (name == NULL && !doc->bare && p->partials)
		name = p->partials->layout;
	if (name == NULL)
		return true;
	if (!compile_find(p, name, &text, &n))
		return false;
	if (text == NULL)
		return doc->layout_name == NULL
		    || liquid_wrong(p, doc->first->text, "there is no layout \"%.64s\"", name);
	if (!liquid_slot_of(p, "content_for_layout", 18, &doc->content))
		return false;
	liquid_bind(p, doc->content, 1);
	doc->has_layout = true;
	return compile_named(p, name, text, n, 0, &doc->layout);
}

bool
liquid_compile_with(struct liquid **out, const char *name, const char *text, size_t n,
    const struct liquid_partials *partials, struct err *e)
{
	struct liquid *doc = mem_get(sizeof *doc);
	struct liquid_parser p = { .doc = doc, .partials = partials, .err = e,
	    .depth = -1 };	/* the template itself is no tag */

	*out = NULL;
	if (!liquid_source_add(&p, name, text, n, 0)
	    || !liquid_parse_block(&p, NULL, NULL, &doc->body) || !compile_layout(&p)) {
		liquid_free(doc);
		return false;
	}
	liquid_sort_reads(doc);
	*out = doc;
	return true;
}

bool
liquid_compile(struct liquid **out, const char *name, const char *text, size_t n, struct err *e)
{
	return liquid_compile_with(out, name, text, n, NULL, e);
}

void
liquid_free(struct liquid *doc)
{
	if (doc == NULL)
		return;
	arena_free(&doc->arena);
	free(doc);
}
