/* text.c: the texts about a breach, from the templates of etc/breach. */
#include <string.h>
#include <strings.h>

#include "breach.h"
#include "breach_sources.h"
#include "liquid/liquid.h"

#define FALLBACK "en"

/* COUNT(page_sources): there is none. */
static size_t
breach_source(const char *name, const char *locale)
{
	size_t i, n;

	for (i = 0; i < COUNT(page_sources); i++) {
		n = strlen(page_sources[i].language);
		if (!strcmp(page_sources[i].name, name)
		    && !strncasecmp(page_sources[i].language, locale, n) && strchr("-_.", locale[n]))
			break;
	}
	return i;
}

const char *
breach_language(size_t i)
{
	return i < PAGE_LANGUAGES ? page_sources[i].language : NULL;
}

static void
breach_store(json_t *context, const struct store *s)
{
	json_t *store = value_map();

	value_set_text(store, "name", s->name);
	value_set_text(store, "url", s->url);
	value_set_text(store, "address", s->address);
	value_set_text(store, "contact", s->reply_to && *s->reply_to ? s->reply_to : s->from);
	value_set(context, "store", store);
}

bool
breach_text(const struct breach *b, const struct store *s, const char *name, const char *language,
    struct str *out, struct err *e)
{
	size_t i = breach_source(name, language);
	const char *counts = value_text(value_get(b->facts, "counts"));
	struct liquid_options options = { .escape = LIQUID_PLAIN };
	json_t *context = value_map(), *list = NULL;
	struct liquid *text = NULL;
	bool ok;

	if (i == COUNT(page_sources))
		i = breach_source(name, FALLBACK);
	options.locale = page_sources[i].language;
	breach_store(context, s);
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
