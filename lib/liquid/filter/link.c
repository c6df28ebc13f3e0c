/* link.c: filters that make links and pictures. */
#include <stdlib.h>
#include <string.h>

#include "liquid/parse.h"

#define PIXELS_MAX 5760

/* A link by another scheme, such as javascript, is no link. */
static bool
filter_link_safe(const struct liquid_value *url)
{
	static const char *const starts[] = { "https://", "http://", "mailto:", "tel:", "/", "#" };
	size_t i;

	for (i = 0; i < COUNT(starts); i++)
		if (url->n >= strlen(starts[i]) && !memcmp(url->text, starts[i], strlen(starts[i])))
			return true;
	return false;
}

static bool
filter_link_attribute(struct liquid_run *r, struct str *s, const char *name,
    struct liquid_value *v)
{
	if (v->kind == LIQUID_NIL)
		return true;
	if (!liquid_to_text(r, v))
		return false;
	str_printf(s, " %s=\"", name);
	liquid_escape_into(s, v->text, v->n);
	str_putc(s, '"');
	return true;
}

static bool
filter_link_keep(struct liquid_run *r, struct str *html, bool ok, struct liquid_value *v)
{
	if (ok) {
		str_add(liquid_scratch(r), str_text(html), html->len);
		ok = liquid_keep(r, v);
		v->safe = true;
	}
	str_free(html);
	return ok;
}

static bool
filter_link_to(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n)
{
	struct str html = STR_MAX(LIQUID_WORK_MAX);
	bool ok;

	if (!liquid_to_text(r, v) || !liquid_to_text(r, &a[0]))
		return false;
	if (!filter_link_safe(&a[0]))
		return true;
	str_puts(&html, "<a");
	ok = filter_link_attribute(r, &html, "href", &a[0])
	    && (n < 2 || filter_link_attribute(r, &html, "title", &a[1]));
	str_putc(&html, '>');
	liquid_add_value(&html, v, true);
	str_puts(&html, "</a>");
	return filter_link_keep(r, &html, ok, v);
}

/* image_tag: alt:, width:; img_tag: 'alt'. */
static bool
filter_link_image_tag(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n)
{
	struct liquid_value none = liquid_of_text("", 0), *named = &a[LIQUID_ARGUMENTS_MAX];
	struct str html = STR_MAX(LIQUID_WORK_MAX);
	bool ok;

	if (v->kind == LIQUID_NIL)
		return true;
	if (!liquid_to_text(r, v))
		return false;
	if (!filter_link_safe(v)) {
		*v = none;
		return true;
	}
	str_puts(&html, "<img");
	ok = filter_link_attribute(r, &html, "src", v)
	    && filter_link_attribute(r, &html, "alt", n ? &a[0]
	    : named[0].kind == LIQUID_NIL ? &none : &named[0])
	    && filter_link_attribute(r, &html, "width", &named[1]);
	str_putc(&html, '>');
	return filter_link_keep(r, &html, ok, v);
}

/* Only Shopify's servers change the size of a picture by its address. */
static bool
filter_link_scaled(struct liquid_run *r, struct liquid_value *v, int64_t width, int64_t height)
{
	const int64_t sizes[] = { width, height };
	static const char *const names[] = { "width", "height" };
	struct str *s = liquid_scratch(r);
	size_t i;

	str_add(s, v->text, v->n);
	if (!strstr(str_text(s), "//cdn.shopify.com/") && !strstr(str_text(s), "/cdn/shop/"))
		return true;
	for (i = 0; i < COUNT(sizes); i++)
		if (sizes[i] > 0 && sizes[i] <= PIXELS_MAX)
			str_printf(s, "%c%s=%d", strchr(str_text(s), '?') ? '&' : '?', names[i],
			    (int)sizes[i]);
	return liquid_keep(r, v);
}

/* image_url: width: 600 */
static bool
filter_link_image_url(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	int64_t size[2] = { 0, 0 };
	int i;

	if (v->kind == LIQUID_NIL)
		return true;
	for (i = 0; i < 2; i++)
		if (a[LIQUID_ARGUMENTS_MAX + i].kind != LIQUID_NIL
		    && !liquid_to_int(r, &a[LIQUID_ARGUMENTS_MAX + i], &size[i]))
			return false;
	return liquid_to_text(r, v) && filter_link_scaled(r, v, size[0], size[1]);
}

/* img_url: '600x400'; names of sizes change nothing. */
static bool
filter_link_img_url(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n)
{
	int64_t width = 0, height = 0;
	char size[24] = "", *x;

	if (v->kind == LIQUID_NIL)
		return true;
	if (n && !liquid_to_text(r, &a[0]))
		return false;
	if (n && a[0].n < sizeof size)
		memcpy(size, a[0].text, a[0].n);
	x = strchr(size, 'x');
	if (x) {
		width = strtol(size, NULL, 10);
		height = strtol(x + 1, NULL, 10);
	}
	return liquid_to_text(r, v) && filter_link_scaled(r, v, width, height);
}

const struct liquid_filter liquid_link_filters[] = {
	{ "link_to", 1, 2, filter_link_to },
	{ "image_tag", 0, 0, filter_link_image_tag },
	{ "img_tag", 0, 1, filter_link_image_tag },
	{ "image_url", 0, 0, filter_link_image_url },
	{ "img_url", 0, 1, filter_link_img_url },
	{ "product_img_url", 0, 1, filter_link_img_url },
	{ NULL, 0, 0, NULL },
};
