/* partial_file.c: read a partial's file. */
#include "document/partial_file.h"
#include "document/template_file.h"

static bool
partial_file_part(const struct document *d, const char *key, const char **out, struct err *e)
{
	const struct yaml *v = yaml_get(d->root, key);

	*out = yaml_text(v);
	return v == NULL || *out || yaml_fail(v, e, "expected a text");
}

bool
partial_file_read(struct partial_file *f, const struct document *d, struct err *e)
{
	static const char *const keys[] = { "partial", "locale", "store", "html", "text", NULL };

	*f = (struct partial_file){ .locale = "" };
	if (!yaml_only(d->root, keys, e) || !field_name(d->root, "partial", &f->name, e)
	    || (yaml_get(d->root, "locale") && !field_locale(d->root, "locale", &f->locale, e))
	    || (yaml_get(d->root, "store") && !field_name(d->root, "store", &f->store, e))
	    || !partial_file_part(d, "html", &f->html, e)
	    || !partial_file_part(d, "text", &f->text, e))
		return false;
	return f->html || f->text || yaml_fail(d->root, e, "a partial needs text or html");
}

bool
partial_file_check(const struct partial_file *f, const struct document *d,
    const struct liquid_partials *html, const struct liquid_partials *text, struct err *e)
{
	return (f->html == NULL || template_check(d, "html", TEMPLATE_PART, html, e))
	    && (f->text == NULL || template_check(d, "text", TEMPLATE_PART, text, e));
}
