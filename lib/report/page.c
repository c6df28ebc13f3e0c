/* page.c: the pages of the dashboard, from the Liquid templates of etc/dashboard. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "dashboard_sources.h"
#include "liquid/liquid.h"
#include "locale/date_text.h"
#include "report/page.h"

#define FALLBACK "en"
#define HASH_TEXT 80

struct pages {
	struct liquid *of[COUNT(page_sources)];		/* compiled when first used */
	struct str style, script;			/* their hashes, for the policy */
};

static void
page_hash(struct str *out, const char *text)
{
	unsigned char hash[HASH_BYTES];

	*out = (struct str)STR_MAX(HASH_TEXT);
	hash_sha256(hash, text, strlen(text));
	str_puts(out, "sha256-");
	base64_write(out, hash, sizeof hash);
}

void
pages_open(struct pages **out)
{
	struct pages *p = *out = mem_get(sizeof *p);

	page_hash(&p->style, page_style);
	page_hash(&p->script, page_script);
}

void
pages_close(struct pages *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < COUNT(page_sources); i++)
		liquid_free(p->of[i]);
	str_free(&p->style);
	str_free(&p->script);
	free(p);
}

static bool
page_speaks(size_t i, const char *locale)
{
	size_t n = strlen(page_sources[i].language);

	return !strncasecmp(page_sources[i].language, locale, n) && strchr("-_.", locale[n]);
}

const char *
page_language(const char *locale)
{
	size_t i;

	for (i = 0; i < COUNT(page_sources); i++)
		if (page_speaks(i, locale))
			return page_sources[i].language;
	return FALLBACK;
}

static size_t
page_source(const char *name, const char *language)
{
	size_t i;

	for (i = 0; i < COUNT(page_sources); i++)
		if (!strcmp(page_sources[i].name, name) && !strcmp(page_sources[i].language, language))
			break;
	return i;
}

/* A text of every page, and its hash. */
static void
page_part(json_t *context, const char *key, const char *text, const struct str *hash)
{
	json_t *part = value_map();

	value_set_text(part, "text", text);
	value_set_text(part, "hash", str_text(hash));
	value_set(context, key, part);
}

static void
page_forms(json_t *context, const char *locale)
{
	static const char *const names[DATE_FORMS] = { [DATE_LONG] = "long", [DATE_SHORT] = "short",
	    [DATE_WEEKDAY] = "weekday", [DATE_TIME] = "time", [DATE_MOMENT] = "moment" };
	json_t *form = value_map();
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		value_set_text(form, names[i], date_form(locale, (enum date_form)i));
	value_set(context, "form", form);
}

bool
page_render(struct pages *p, const char *name, const char *locale, json_t *context,
    struct str *out, struct err *e)
{
	const char *language = page_language(locale);
	size_t i = page_source(name, language);
	const struct liquid_options options = { .escape = LIQUID_HTML,
	    .locale = !strncasecmp(locale, language, strlen(language)) ? locale : language,
	    .output_max = PAGE_BYTES_MAX };

	if (i == COUNT(page_sources))
		return err_set(e, ERR_BUG, "there is no page \"%s\"", name);
	page_part(context, "style", page_style, &p->style);
	page_forms(context, options.locale);
	page_part(context, "script", page_script, &p->script);
	return (p->of[i] || liquid_compile(&p->of[i], name, page_sources[i].text,
	    strlen(page_sources[i].text), e)) && liquid_render(p->of[i], context, &options, out, e);
}
