/* pages.c: compile and render the pages that people see in a browser. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "liquid/liquid.h"
#include "web/request.h"
#include "pages.h"
#include "page_sources.h"

#define FALLBACK "en"

struct pages {
	struct liquid *optout[COUNT(page_sources)];
};

bool
pages_open(struct pages **out, struct err *e)
{
	struct pages *p = *out = mem_get(sizeof *p);
	size_t i;

	for (i = 0; i < COUNT(page_sources); i++)
		if (!liquid_compile(&p->optout[i], "optout.html", page_sources[i].text,
		    strlen(page_sources[i].text), e))
			return false;
	return true;
}

void
pages_close(struct pages *p)
{
	size_t i;

	for (i = 0; p && i < COUNT(page_sources); i++)
		liquid_free(p->optout[i]);
	free(p);
}

static size_t
pages_of_language(const char *language)
{
	size_t i, fallback = 0;

	for (i = 0; i < COUNT(page_sources); i++) {
		if (!strcmp(page_sources[i].language, language))
			return i;
		if (!strcmp(page_sources[i].language, FALLBACK))
			fallback = i;
	}
	return fallback;
}

char *
pages_optout(const struct pages *p, const struct serve_store *s, const char *language, bool done)
{
	size_t i = pages_of_language(language);
	const struct liquid_options options = { .escape = LIQUID_HTML,
	    .locale = page_sources[i].language, .output_max = WEB_RESPONSE_MAX };
	struct str text = STR_MAX(WEB_RESPONSE_MAX);
	json_t *context = value_map(), *store = value_map();
	struct err e = { 0 };
	char *page = NULL;

	value_set_text(store, "name", s->name);
	value_set_text(store, "url", s->url);
	value_set(context, "store", store);
	value_set(context, "done", value_new_bool(done));
	if (liquid_render(p->optout[i], context, &options, &text, &e))
		page = mem_dup(str_text(&text));
	else
		log_line(LOG_ERROR, s->slug, "%s", e.text);
	value_free(context);
	str_free(&text);
	return page;
}
