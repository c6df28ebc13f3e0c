/* page_file.c: render a page and add it to the files of the dashboard. */
#include "dashboard.h"

const char *
dashboard_locale(const struct dashboard *d, const struct store *s)
{
	return d->locale ? d->locale : s->locale && *s->locale ? s->locale : "en";
}

bool
dashboard_add(struct dashboard *d, const char *page, const char *place, const char *locale,
    json_t *context, struct err *e)
{
	struct str text = STR_MAX(PAGE_BYTES_MAX);
	bool ok = page_render(d->pages, page, locale, context, &text, e)
	    && file_set_add(&d->files, place, str_text(&text), text.len, e);

	str_free(&text);
	value_free(context);
	return ok;
}
