/* text.c: the texts about a breach, from the templates of etc/breach. */
#include <string.h>

#include "breach.h"
#include "breach_sources.h"
#include "liquid/liquid.h"
#include "../controller.h"

#define FALLBACK "en"

const char *
breach_language(size_t i)
{
	return i < PAGE_LANGUAGES ? page_sources[i].language : NULL;
}

bool
breach_text(const struct breach *b, const struct store *s, const char *name, const char *language,
    struct str *out, struct err *e)
{
	size_t i = page_source_find(name, language);
	const char *counts = value_text(value_get(b->facts, "counts"));
	struct liquid_options options = { .escape = LIQUID_PLAIN };
	json_t *context = value_map(), *list = NULL;
	struct liquid *text = NULL;
	bool ok;

	if (i == COUNT(page_sources))
		i = page_source_find(name, FALLBACK);
	options.locale = page_sources[i].language;
	value_set(context, "store", controller_facts(s));
	value_set_text(context, "organization", b->tenant->slug);
	value_set(context, "breach", value_hold(b->facts));
	ok = value_read(&list, counts, strlen(counts), e);
	if (ok)
		value_set(context, "counts", list);
	ok = ok && liquid_compile(&text, name, page_sources[i].text, strlen(page_sources[i].text), e)
	    && liquid_render(text, context, &options, out, e);
	liquid_free(text);
	value_free(context);
	return ok;
}
