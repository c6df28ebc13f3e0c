/* code.c: filters for HTML, URLs, and base64. */
#include <string.h>
#include <strings.h>

#include "liquid/parse.h"

/* Mark the text as HTML, so that {{ }} and escape do not escape it again. */
static bool
filter_code_keep_html(struct liquid_run *r, struct liquid_value *v)
{
	if (!liquid_keep(r, v))
		return false;
	v->safe = r->opt->escape == LIQUID_HTML;
	return true;
}

static bool
filter_code_escape(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	if (v->kind == LIQUID_NIL || (v->kind == LIQUID_TEXT && v->safe))
		return true;
	if (!liquid_to_text(r, v))
		return false;
	liquid_escape_into(liquid_scratch(r), v->text, v->n);
	return filter_code_keep_html(r, v);
}

/* The length of the entity at s ("&amp;", "&#8364;"), or 0. */
static size_t
filter_code_entity(const char *s, size_t n)
{
	size_t i = 1;

	if (i < n && s[i] == '#')
		i++;
	while (i < n && ((s[i] >= '0' && s[i] <= '9')
	    || ((s[i] | 32) >= 'a' && (s[i] | 32) <= 'z')))
		i++;
	return i > 1 && i < n && s[i] == ';' && s[i - 1] != '#' ? i + 1 : 0;
}

static bool
filter_code_escape_once(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	struct str *s;
	size_t i, len;

	if (v->kind == LIQUID_NIL || (v->kind == LIQUID_TEXT && v->safe))
		return true;
	if (!liquid_to_text(r, v))
		return false;
	s = liquid_scratch(r);
	for (i = 0; i < v->n; i += len) {
		len = v->text[i] == '&' ? filter_code_entity(v->text + i, v->n - i) : 0;
		if (len)
			str_add(s, v->text + i, len);
		else
			liquid_escape_into(s, v->text + i, len = 1);
	}
	return filter_code_keep_html(r, v);
}

static bool
filter_code_raw(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	if (!liquid_to_text(r, v))
		return false;
	v->safe = r->opt->escape == LIQUID_HTML;
	return true;
}

static bool
filter_code_newline_to_br(struct liquid_run *r, struct liquid_value *v,
    struct liquid_value *a UNUSED, size_t n UNUSED)
{
	bool plain = r->opt->escape == LIQUID_PLAIN;
	struct str *s;
	size_t i;

	if (!liquid_to_text(r, v))
		return false;
	s = liquid_scratch(r);
	for (i = 0; i < v->n; i++) {
		const char *c = v->text + i;

		if (*c == '\r' && i + 1 < v->n && c[1] == '\n')
			continue;
		if (*c == '\n')
			str_puts(s, "<br />\n");
		else if (plain || v->safe)
			str_putc(s, *c);
		else
			liquid_escape_into(s, c, 1);
	}
	return filter_code_keep_html(r, v);
}

/* Find the end of what starts with open and ends with close, or NULL. */
static const char *
filter_code_element(const char *s, const char *end, const char *open, const char *close)
{
	size_t n = strlen(open), len = strlen(close);

	if ((size_t)(end - s) < n || strncasecmp(s, open, n))
		return NULL;
	for (s += n; (size_t)(end - s) >= len; s++) {
		s = memchr(s, *close, (size_t)(end - s));
		if (s == NULL || (size_t)(end - s) < len)
			return NULL;
		if (!strncasecmp(s, close, len))
			return s + len;
	}
	return NULL;
}

/*
 * Remove scripts, styles, and comments with their contents, then every tag. If the end of one kind
 * was not found, it is not searched again. So the time grows only with the length.
 */
static void
filter_code_strip_elements(struct str *to, const char *s, const char *end)
{
	static const char *const pairs[][2] = {
		{ "<script", "</script>" }, { "<!--", "-->" }, { "<style", "</style>" },
		{ "<", ">" },
	};
	bool gone[COUNT(pairs)] = { false };

	while (s < end) {
		const char *past = NULL;
		size_t i;

		for (i = 0; *s == '<' && i < COUNT(pairs) && past == NULL; i++) {
			if (gone[i] || strncasecmp(s, pairs[i][0], strnlen(pairs[i][0],
			    (size_t)(end - s))))
				continue;
			past = filter_code_element(s, end, pairs[i][0], pairs[i][1]);
			gone[i] = past == NULL;
		}
		if (past == NULL)
			str_putc(to, *s);
		s = past ? past : s + 1;
	}
}

static bool
filter_code_strip_html(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	if (!liquid_to_text(r, v))
		return false;
	filter_code_strip_elements(liquid_scratch(r), v->text, v->text + v->n);
	return liquid_keep(r, v);
}

/* Letters, digits, and the signs in kept stay. */
static void
filter_code_put_url(struct str *s, const struct liquid_value *v, const char *kept, bool plus)
{
	size_t i;

	for (i = 0; i < v->n; i++) {
		unsigned char c = (unsigned char)v->text[i];

		if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z')
		    || (c && strchr(kept, c)))
			str_putc(s, (char)c);
		else if (c == ' ' && plus)
			str_putc(s, '+');
		else
			str_printf(s, "%%%02X", c);
	}
}

static void
filter_code_write_url(struct str *s, const struct liquid_value *v)
{
	filter_code_put_url(s, v, "-_.~", true);
}

static bool
filter_code_escaped(struct liquid_run *r, struct liquid_value *v, const char *kept)
{
	if (!liquid_to_text(r, v))
		return false;
	filter_code_put_url(liquid_scratch(r), v, kept, false);
	return liquid_keep(r, v);
}

static bool
filter_code_url_escape(struct liquid_run *r, struct liquid_value *v,
    struct liquid_value *a UNUSED, size_t n UNUSED)
{
	return filter_code_escaped(r, v, "-_.~!*'();:@&=+$,/?#[]");
}

static bool
filter_code_param_escape(struct liquid_run *r, struct liquid_value *v,
    struct liquid_value *a UNUSED, size_t n UNUSED)
{
	return filter_code_escaped(r, v, "-_.~!*'();:@$,/[]");
}

static int
filter_code_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
filter_code_read_url(struct str *s, const struct liquid_value *v)
{
	size_t i;

	for (i = 0; i < v->n; i++) {
		const char *c = v->text + i;

		if (*c == '%' && v->n - i > 2 && filter_code_hex(c[1]) >= 0 && filter_code_hex(c[2]) >= 0) {
			str_putc(s, (char)(filter_code_hex(c[1]) << 4 | filter_code_hex(c[2])));
			i += 2;
		} else
			str_putc(s, *c == '+' ? ' ' : *c);
	}
}

/* Make the scratch text a value; it must be UTF-8 without NUL. */
static bool
filter_code_decoded(struct liquid_run *r, struct liquid_value *v, const char *what)
{
	size_t bad;

	if (!utf8_ok(str_text(&r->scratch), r->scratch.len, &bad)
	    || memchr(str_text(&r->scratch), '\0', r->scratch.len))
		return liquid_fail(r, "the result of \"%s\" is not text", what);
	return liquid_keep(r, v);
}

/* Writes the text with fn; nil stays nil. */
static bool
filter_code_url(struct liquid_run *r, struct liquid_value *v,
    void fn(struct str *, const struct liquid_value *), const char *decodes)
{
	if (v->kind == LIQUID_NIL)
		return true;
	if (!liquid_to_text(r, v))
		return false;
	fn(liquid_scratch(r), v);
	return decodes ? filter_code_decoded(r, v, decodes) : liquid_keep(r, v);
}

static bool
filter_code_url_encode(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	return filter_code_url(r, v, filter_code_write_url, NULL);
}

static bool
filter_code_url_decode(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	return filter_code_url(r, v, filter_code_read_url, "url_decode");
}

static const char digits[2][65] = {
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
};

static bool
filter_code_encode64(struct liquid_run *r, struct liquid_value *v, const char *set)
{
	struct str *s;
	size_t i;

	if (!liquid_to_text(r, v))
		return false;
	s = liquid_scratch(r);
	for (i = 0; i < v->n; i += 3) {
		const unsigned char *c = (const unsigned char *)v->text + i;
		size_t left = v->n - i;
		unsigned x = (unsigned)c[0] << 16 | (left > 1 ? (unsigned)c[1] << 8 : 0)
		    | (left > 2 ? c[2] : 0);

		str_putc(s, set[x >> 18]);
		str_putc(s, set[x >> 12 & 63]);
		str_putc(s, left > 1 ? set[x >> 6 & 63] : '=');
		str_putc(s, left > 2 ? set[x & 63] : '=');
	}
	return liquid_keep(r, v);
}

static bool
filter_code_decode64(struct liquid_run *r, struct liquid_value *v, const char *set,
    const char *name)
{
	size_t i, n = v->n;
	unsigned x = 0;
	struct str *s;

	if (v->kind == LIQUID_NIL)
		return true;
	if (v->kind != LIQUID_TEXT)
		return liquid_fail(r, "\"%s\" needs a text", name);
	s = liquid_scratch(r);
	while (n && v->n - n < 2 && v->text[n - 1] == '=')
		n--;
	for (i = 0; i < n; i++) {
		const char *at = v->text[i] ? strchr(set, v->text[i]) : NULL;

		if (at == NULL)
			break;
		x = x << 6 | (unsigned)(at - set);
		if (i % 4)
			str_putc(s, (char)(x >> (6 - 2 * (i % 4))));
	}
	if (i < n || n % 4 == 1 || (v->n != n && v->n % 4))
		return liquid_fail(r, "invalid base64 for \"%s\"", name);
	return filter_code_decoded(r, v, name);
}

static bool
filter_code_base64_encode(struct liquid_run *r, struct liquid_value *v,
    struct liquid_value *a UNUSED, size_t n UNUSED)
{
	return filter_code_encode64(r, v, digits[0]);
}

static bool
filter_code_base64_decode(struct liquid_run *r, struct liquid_value *v,
    struct liquid_value *a UNUSED, size_t n UNUSED)
{
	return filter_code_decode64(r, v, digits[0], "base64_decode");
}

static bool
filter_code_url_safe_encode(struct liquid_run *r, struct liquid_value *v,
    struct liquid_value *a UNUSED, size_t n UNUSED)
{
	return filter_code_encode64(r, v, digits[1]);
}

static bool
filter_code_url_safe_decode(struct liquid_run *r, struct liquid_value *v,
    struct liquid_value *a UNUSED, size_t n UNUSED)
{
	return filter_code_decode64(r, v, digits[1], "base64_url_safe_decode");
}

const struct liquid_filter liquid_code_filters[] = {
	{ "escape", 0, 0, filter_code_escape },
	{ "escape_once", 0, 0, filter_code_escape_once },
	{ "raw", 0, 0, filter_code_raw },
	{ "newline_to_br", 0, 0, filter_code_newline_to_br },
	{ "strip_html", 0, 0, filter_code_strip_html },
	{ "url_encode", 0, 0, filter_code_url_encode },
	{ "url_escape", 0, 0, filter_code_url_escape },
	{ "url_param_escape", 0, 0, filter_code_param_escape },
	{ "url_decode", 0, 0, filter_code_url_decode },
	{ "base64_encode", 0, 0, filter_code_base64_encode },
	{ "base64_decode", 0, 0, filter_code_base64_decode },
	{ "base64_url_safe_encode", 0, 0, filter_code_url_safe_encode },
	{ "base64_url_safe_decode", 0, 0, filter_code_url_safe_decode },
	{ NULL, 0, 0, NULL },
};
