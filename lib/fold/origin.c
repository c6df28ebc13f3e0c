/* origin.c: where a cart comes from, and the tags of its customer, as stored JSON. */
#include <string.h>

#include "fold/fold.h"
#include "agent/device.h"

#define ORIGIN_BYTES_MAX 4096
#define ORIGIN_WORD_MAX  256		/* of a UTM parameter */
#define ORIGIN_PAGE_MAX  1024
#define TAGS_MAX         100

static void
origin_member(struct str *s, const char *key, const char *text, size_t n)
{
	str_printf(s, "%s\"%s\":", s->len > 1 && str_text(s)[s->len - 1] != '{' ? "," : "", key);
	value_quote(s, text, n);
}

/* Without query, fragment, and user: these may name the shopper. */
static void
origin_page(struct str *s, const char *url)
{
	const char *host = url ? strstr(url, "://") : NULL;
	size_t n;

	if (host == NULL)
		return;
	n = strcspn(url, "?#");
	if (n <= ORIGIN_PAGE_MAX && strcspn(host + 3, "@") >= strcspn(host + 3, "/?#"))
		origin_member(s, "referrer", url, n);
}

/* As {"source":...} or {"utm_source":...}. */
static void
origin_utm(struct str *s, const json_t *utm)
{
	static const char *const keys[] = { "utm_source", "utm_medium", "utm_campaign", "utm_term",
	    "utm_content" };
	size_t i;

	for (i = 0; i < COUNT(keys); i++) {
		const char *bare = keys[i] + strlen("utm_");
		const json_t *v = value_get(utm, bare) ? value_get(utm, bare) : value_get(utm, keys[i]);

		if (value_text(v) && value_length(v) && value_length(v) <= ORIGIN_WORD_MAX)
			origin_member(s, keys[i], value_text(v), value_length(v));
	}
}

const char *
fold_origin(struct arena *arena, const struct record_device *device)
{
	struct str s = STR_MAX(ORIGIN_BYTES_MAX);
	const char *class = device ? device_class(device->user_agent) : NULL, *out = NULL;

	if (device == NULL)
		return NULL;
	str_putc(&s, '{');
	if (class)
		origin_member(&s, "device", class, strlen(class));
	origin_page(&s, device->referrer);
	origin_utm(&s, device->utm);
	str_putc(&s, '}');
	if (s.len > 2 && !str_full(&s))
		out = arena_dup(arena, str_text(&s), s.len);
	str_free(&s);
	return out;
}

static void
tags_add(struct str *s, size_t *count, const char *text, size_t n)
{
	while (n && *text == ' ') {
		text++;
		n--;
	}
	while (n && text[n - 1] == ' ')
		n--;
	if (n == 0 || *count == TAGS_MAX)
		return;
	if ((*count)++)
		str_putc(s, ',');
	value_quote(s, text, n);
}

const char *
fold_tags(struct arena *arena, const json_t *tags)
{
	struct str s = STR_MAX(2 * ORIGIN_BYTES_MAX);
	const char *p = value_text(tags), *out = NULL;
	size_t i, count = 0;

	str_putc(&s, '[');
	for (i = 0; i < value_count(tags); i++)
		if (value_text(value_at(tags, i)))
			tags_add(&s, &count, value_text(value_at(tags, i)), value_length(value_at(tags, i)));
	for (; p && *p; p += strcspn(p, ","), p += *p == ',')
		tags_add(&s, &count, p, strcspn(p, ","));
	str_putc(&s, ']');
	if (!str_full(&s) && (value_text(tags) || value_kind(tags) == VALUE_LIST))
		out = arena_dup(arena, str_text(&s), s.len);
	str_free(&s);
	return out;
}
