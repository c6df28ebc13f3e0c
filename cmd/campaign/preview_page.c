/* preview_page.c: render a part of a template, or a whole mail as a page for a browser. */
#include <stdio.h>
#include <string.h>

#include "liquid/liquid.h"
#include "preview_page.h"

#define PAGE_MAX (8 * LIQUID_OUTPUT_MAX)

/* Nothing in the mail can run, or load anything but pictures. */
static const char page_head[] =
    "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "img-src https:; style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<style>body{font:15px/1.5 sans-serif;margin:24px;background:#eef0ef;color:#1d2521}"
    "main{display:flex;flex-wrap:wrap;gap:24px;align-items:flex-start}figure{margin:0}"
    "figcaption{margin:0 0 6px;color:#55605b}iframe,pre{border:1px solid #b9c1bd;background:#fff}"
    "pre{width:600px;max-width:90vw;margin:0;padding:16px;box-sizing:border-box;"
    "white-space:pre-wrap;overflow-wrap:anywhere}</style>\n";

bool
preview_part(const struct preview_source *from, const char *name, const char *text,
    const json_t *data, int part, const char *locale, struct str *out, struct err *e)
{
	struct liquid_options how = { .escape = part == PART_HTML ? LIQUID_HTML : LIQUID_PLAIN,
	    .locale = locale, .now = clock_now(), .zone = from->zone };
	struct partials_view view;
	struct liquid *liquid;
	bool ok;

	partials_see(&view, from->partials, locale ? locale : "en", part == PART_HTML,
	    part == PART_HTML || part == PART_TEXT ? from->layout : NULL);
	ok = liquid_compile_with(&liquid, name, text, strlen(text),
	    from->partials ? &view.liquid : NULL, e) && liquid_render(liquid, data, &how, out, e);
	liquid_free(liquid);
	return ok;
}

static void
page_escape(struct str *to, const char *s)
{
	for (; *s; s++)
		if (*s == '&')
			str_puts(to, "&amp;");
		else if (*s == '<')
			str_puts(to, "&lt;");
		else if (*s == '"')
			str_puts(to, "&quot;");
		else
			str_putc(to, *s);
}

static void
page_frame(struct str *to, const char *title, int width, const char *html)
{
	str_printf(to, "<figure><figcaption>%s</figcaption><iframe sandbox title=\"%s\" width=\"%d\" "
	    "height=\"900\" srcdoc=\"", title, title, width);
	page_escape(to, html);
	str_puts(to, "\"></iframe></figure>\n");
}

bool
preview_page(const struct preview_source *from, const char *name, const char *locale,
    char *const part[], const json_t *data, struct err *e)
{
	static const int parts[] = { PART_SUBJECT, PART_HTML, PART_TEXT };
	struct str out[COUNT(parts)], page = STR_MAX(PAGE_MAX);
	bool ok = true;
	size_t i;

	for (i = 0; i < COUNT(parts); i++) {
		out[i] = (struct str)STR_MAX(LIQUID_OUTPUT_MAX + 1);
		if (ok && part[parts[i]])
			ok = preview_part(from, name, part[parts[i]], data, parts[i], locale, &out[i], e);
	}
	str_puts(&page, page_head);
	str_puts(&page, "<title>");
	page_escape(&page, str_text(&out[0]));
	str_puts(&page, "</title></head>\n<body><h1>");
	page_escape(&page, str_text(&out[0]));
	str_puts(&page, "</h1>\n<main>\n");
	if (part[PART_HTML]) {
		page_frame(&page, "Computer, 700 pixels", 700, str_text(&out[1]));
		page_frame(&page, "Phone, 375 pixels", 375, str_text(&out[1]));
	}
	if (part[PART_TEXT]) {
		str_puts(&page, "<figure><figcaption>Text</figcaption><pre>");
		page_escape(&page, str_text(&out[2]));
		str_puts(&page, "</pre></figure>\n");
	}
	str_puts(&page, "</main></body></html>\n");
	if (ok && str_full(&page))
		ok = err_set(e, ERR_CONFIG, "the page of template \"%.64s\" is too long", name);
	if (ok)
		fwrite(str_text(&page), 1, page.len, stdout);
	for (i = 0; i < COUNT(parts); i++)
		str_free(&out[i]);
	str_free(&page);
	return ok;
}
