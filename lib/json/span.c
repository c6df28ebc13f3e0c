/* span.c: locate a member's value in valid JSON text. */
#include <string.h>

#include "json/value.h"

struct scan {
	const char *p, *end;
};

static void
span_white(struct scan *s)
{
	while (s->p < s->end && strchr(" \t\r\n", *s->p))
		s->p++;
}

/* Skips the string that starts here; *at is its content with its escapes undecoded. */
static void
span_string(struct scan *s, const char **at, size_t *n)
{
	*at = ++s->p;
	s->p = value_string_end(s->p, s->end);
	*n = (size_t)(s->p - *at);
	s->p++;
}

/* Skips any value. */
static void
span_skip(struct scan *s)
{
	const char *at;
	size_t n, depth = 0;

	do {
		span_white(s);
		if (s->p >= s->end)
			return;
		if (*s->p == '"')
			span_string(s, &at, &n);
		else if (*s->p == '{' || *s->p == '[') {
			depth++;
			s->p++;
		} else if (*s->p == '}' || *s->p == ']') {
			depth--;
			s->p++;
		} else if (*s->p == ',' || *s->p == ':')
			s->p++;
		else
			while (s->p < s->end && !strchr(",:]} \t\r\n", *s->p))
				s->p++;
	} while (depth);
}

/* Whether the raw content of a string equals name once its escapes are decoded. */
static bool
span_means(const char *raw, size_t n, const char *name, size_t len)
{
	struct str quoted = STR_MAX(VALUE_BYTES_MAX);
	struct err ignored = { 0 };
	json_t *v;
	bool ok;

	if (memchr(raw, '\\', n) == NULL)
		return n == len && !memcmp(raw, name, n);
	str_putc(&quoted, '"');
	str_add(&quoted, raw, n);
	str_putc(&quoted, '"');
	ok = value_read(&v, str_text(&quoted), quoted.len, &ignored);
	ok = ok && value_length(v) == len && !memcmp(value_text(v), name, len);
	value_free(v);
	str_free(&quoted);
	return ok;
}

/* Moves to the value of the member name in the map that starts here. */
static bool
span_enter(struct scan *s, const char *name, size_t len)
{
	const char *key;
	size_t n;

	span_white(s);
	if (s->p >= s->end || *s->p != '{')
		return false;
	for (s->p++;; s->p++) {
		span_white(s);
		if (s->p >= s->end || *s->p != '"')
			return false;
		span_string(s, &key, &n);
		span_white(s);
		s->p++;			/* the colon */
		span_white(s);
		if (span_means(key, n, name, len))
			return true;
		span_skip(s);
		span_white(s);
		if (s->p >= s->end || *s->p != ',')
			return false;
	}
}

bool
value_span(const char *text, size_t len, const char *dotted, const char **at, size_t *n)
{
	struct scan s = { text, text + len };

	for (;;) {
		size_t part = strcspn(dotted, ".");

		if (!span_enter(&s, dotted, part))
			return false;
		if (dotted[part] == '\0')
			break;
		dotted += part + 1;
	}
	*at = s.p;
	span_skip(&s);
	*n = (size_t)(s.p - *at);
	return true;
}

bool
value_span_next(const char **from, const char *end, const char **at, size_t *n)
{
	struct scan s = { *from, end };

	span_white(&s);
	if (s.p >= s.end || (*s.p != '[' && *s.p != ','))
		return false;
	s.p++;
	span_white(&s);
	if (s.p >= s.end || *s.p == ']')
		return false;
	*at = s.p;
	span_skip(&s);
	*n = (size_t)(s.p - *at);
	*from = s.p;
	return true;
}
