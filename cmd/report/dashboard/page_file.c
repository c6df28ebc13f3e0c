/* page_file.c: render a page and add it to the files of the dashboard. */
#include <string.h>

#include "dashboard.h"

const char *
dashboard_locale(const struct dashboard *d, const struct store *s)
{
	return d->locale ? d->locale : s->locale && *s->locale ? s->locale : "en";
}

/* If the stores have one language, these pages have it. */
const char *
dashboard_locale_all(const struct dashboard *d)
{
	const struct stores *stores = &d->run->stores;
	const char *locale = stores->n ? dashboard_locale(d, &stores->list[0]) : "en";
	size_t i;

	for (i = 1; i < stores->n; i++)
		if (strcmp(page_language(dashboard_locale(d, &stores->list[i])), page_language(locale)))
			return "en";
	return locale;
}

bool
dashboard_add(struct dashboard *d, const char *page, const char *place, const char *locale,
    json_t *context, struct err *e)
{
	struct str text = STR_MAX(PAGE_BYTES_MAX);
	bool ok;

	value_set(context, "health", value_hold(d->health));
	ok = page_render(d->pages, page, locale, context, &text, e)
	    && file_set_add(&d->files, place, str_text(&text), text.len, e);

	str_free(&text);
	value_free(context);
	return ok;
}
