/* cover.c: the cover page of an export: what is in it, and what Art. 15(1) requires besides. */
#include <string.h>

#include "archive.h"
#include "liquid/liquid.h"
#include "privacy_sources.h"
#include "../controller.h"

#define FALLBACK "en"
#define COVER "cover"

static size_t
cover_find(const char *person, const char *store)
{
	size_t i = person ? page_source_find(COVER, person) : COUNT(page_sources);

	if (i == COUNT(page_sources))
		i = page_source_find(COVER, store);
	return i < COUNT(page_sources) ? i : page_source_find(COVER, FALLBACK);
}

static json_t *
cover_tables(const struct archive *a)
{
	json_t *list = value_list(), *item;
	size_t i;

	for (i = 0; i < a->n; i++) {
		item = value_map();
		value_set_text(item, "name", a->table[i].name);
		value_set(item, "rows", value_new_int(a->table[i].rows));
		value_add(list, item);
	}
	return list;
}

/* The periods of crt.yaml; a class without one is kept until the person is erased. */
static json_t *
cover_retention(const struct common *common)
{
	json_t *list = value_list(), *item;
	crt_time period;
	size_t i;

	for (i = 0; i < RETAIN_CLASSES; i++) {
		const char *text = controller_period(common, (enum retain_class)i);

		if (text == NULL || !clock_read_duration(text, &period))
			continue;
		item = value_map();
		value_set_text(item, "name", retain_classes[i].name);
		value_set(item, "days", value_new_int(period / CLOCK_DAY));
		value_add(list, item);
	}
	return list;
}

static json_t *
cover_texts(char **texts)
{
	json_t *list = value_list();

	for (; *texts; texts++)
		value_add(list, value_new_text(*texts));
	return list;
}

bool
archive_cover(const struct archive *a, const struct run *r, const struct store *s, char **subject,
    struct str *html, struct err *e)
{
	size_t i = cover_find(a->locale, s->locale);
	const struct liquid_options options = { .escape = LIQUID_HTML,
	    .locale = page_sources[i].language };
	json_t *context = value_map();
	struct liquid *page = NULL;
	char now[CLOCK_TEXT];
	bool ok;

	value_set(context, "store", controller_facts(s));
	value_set_text(context, "created", clock_print(clock_now(), now));
	value_set(context, "subject", cover_texts(subject));
	value_set(context, "tables", cover_tables(a));
	value_set(context, "recipients", value_hold(a->recipients));
	value_set(context, "retention", cover_retention(r->common));
	ok = liquid_compile(&page, COVER, page_sources[i].text, strlen(page_sources[i].text), e);
	ok = ok && liquid_render(page, context, &options, html, e);
	liquid_free(page);
	value_free(context);
	return ok;
}
