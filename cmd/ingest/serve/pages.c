/* pages.c: compile and render the pages that people see in a browser. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "liquid/liquid.h"
#include "store/color.h"
#include "web/request.h"
#include "pages.h"
#include "page_sources.h"

#define FALLBACK "en"
#define PAGES_CARD_DARK "#1f2623"	/* behind the button in the dark: etc/pages/layout.html */

static const char *const page_names[] = { [PAGE_OPTOUT] = "optout", [PAGE_LINK] = "link",
    [PAGE_PREFERENCES] = "preferences" };

struct pages {
	struct liquid *of[COUNT(page_sources)];
};

bool
pages_open(struct pages **out, struct err *e)
{
	struct pages *p = *out = mem_get(sizeof *p);
	size_t i;

	for (i = 0; i < COUNT(page_sources); i++)
		if (!liquid_compile(&p->of[i], page_sources[i].name, page_sources[i].text,
		    strlen(page_sources[i].text), e))
			return false;
	return true;
}

void
pages_close(struct pages *p)
{
	size_t i;

	for (i = 0; p && i < COUNT(page_sources); i++)
		liquid_free(p->of[i]);
	free(p);
}

/* COUNT(page_sources) if there is none. */
static size_t
pages_of_language(enum page page, const char *language)
{
	size_t i;

	for (i = 0; i < COUNT(page_sources); i++)
		if (!strcmp(page_sources[i].name, page_names[page])
		    && !strncasecmp(page_sources[i].language, language, strlen(page_sources[i].language)))
			break;
	return i;
}

static size_t
pages_find(enum page page, const char *languages)
{
	size_t i = COUNT(page_sources);

	while (*languages && i == COUNT(page_sources)) {
		i = pages_of_language(page, languages);
		languages += strcspn(languages, ", ");
		languages += strspn(languages, ", ");
	}
	return i < COUNT(page_sources) ? i : pages_of_language(page, FALLBACK);
}

char *
pages_render(const struct pages *p, enum page page, const struct serve_store *s,
    const char *languages, const char *channel, bool done)
{
	size_t i = pages_find(page, languages);
	const struct liquid_options options = { .escape = LIQUID_HTML,
	    .locale = page_sources[i].language, .output_max = WEB_RESPONSE_MAX };
	struct str text = STR_MAX(WEB_RESPONSE_MAX);
	json_t *context = value_map(), *store = value_map();
	char edge[COLOR_TEXT];
	struct err e = { 0 };
	char *out = NULL;

	if (s) {
		value_set_text(store, "name", s->name);
		value_set_text(store, "url", s->url);
		value_set_text(store, "color", s->color);
		value_set_text(store, "ink", color_ink(s->color));
		value_set_text(store, "edge", color_edge(s->color, "#ffffff", edge));
		value_set_text(store, "edge_dark", color_edge(s->color, PAGES_CARD_DARK, edge));
	}
	value_set(context, "store", store);
	if (channel)
		value_set_text(context, "channel", channel);
	value_set(context, "done", value_new_bool(done));
	if (liquid_render(p->of[i], context, &options, &text, &e))
		out = mem_dup(str_text(&text));
	else
		log_line(LOG_ERROR, s ? s->slug : NULL, "%s", e.text);
	value_free(context);
	str_free(&text);
	return out;
}
