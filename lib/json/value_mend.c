/* value_mend.c: replace the unreadable parts of a platform's JSON. */
#include <stdio.h>
#include <string.h>

#include "json/value_mend.h"
#include "text/unicode.h"

#define ESCAPE	6		/* bytes of \u0000 */
#define HIGH	0xd800
#define LOW	0xdc00
#define AFTER	0xe000

struct mending {
	struct str *out;
	const char *s, *end;
	struct value_mended *what;
	bool changed;
};

static void
value_mend_copy(struct mending *m, size_t n)
{
	str_add(m->out, m->s, n);
	m->s += n;
}

static void
value_mend_replace(struct mending *m, size_t n, const char *by)
{
	str_puts(m->out, by);
	m->s += n;
	m->changed = true;
}

/* The code of the \u escape at s; -1: none. */
static int
escape_code(const char *s, const char *end)
{
	static const char digits[] = "0123456789abcdef";
	const char *at;
	int i, code = 0;

	if (end - s < ESCAPE || s[0] != '\\' || s[1] != 'u')
		return -1;
	for (i = 2; i < ESCAPE; i++) {
		at = s[i] ? strchr(digits, s[i] | 0x20) : NULL;
		if (at == NULL)
			return -1;
		code = code * 16 + (int)(at - digits);
	}
	return code;
}

static void
mend_escape(struct mending *m)
{
	int code = escape_code(m->s, m->end), next;
	bool high = code >= HIGH && code < LOW;

	if (code < 0) {
		value_mend_copy(m, m->end - m->s < 2 ? 1 : 2);
		return;
	}
	next = high ? escape_code(m->s + ESCAPE, m->end) : -1;
	if (code == 0 || (high ? next < LOW || next >= AFTER : code >= LOW && code < AFTER)) {
		value_mend_replace(m, ESCAPE, VALUE_UNREADABLE);
		m->what->characters = true;
	} else
		value_mend_copy(m, high ? 2 * ESCAPE : ESCAPE);
}

/* An unescaped control byte is readable, so it is escaped and kept. */
static void
mend_control(struct mending *m)
{
	char escape[ESCAPE + 1];

	snprintf(escape, sizeof escape, "\\u%04x", (unsigned)(unsigned char)*m->s);
	value_mend_replace(m, 1, escape);
}

static void
mend_character(struct mending *m)
{
	size_t n = unicode_length(m->s, (size_t)(m->end - m->s));

	if (n == 0 || *m->s == '\0') {
		value_mend_replace(m, 1, VALUE_UNREADABLE);
		m->what->characters = true;
	} else if ((unsigned char)*m->s < 0x20)
		mend_control(m);
	else
		value_mend_copy(m, n);
}

static bool
is_plain(char c)
{
	return (unsigned char)c >= 0x20 && (unsigned char)c < 0x80 && c != '"' && c != '\\';
}

static void
mend_string(struct mending *m)
{
	const char *from;

	for (value_mend_copy(m, 1); m->s < m->end && *m->s != '"';) {
		for (from = m->s; from < m->end && is_plain(*from); from++)
			;
		value_mend_copy(m, (size_t)(from - m->s));
		if (m->s < m->end && *m->s == '\\')
			mend_escape(m);
		else if (m->s < m->end && *m->s != '"')
			mend_character(m);
	}
	value_mend_copy(m, m->s < m->end);
}

/* The length of the string at s. */
static size_t
value_mend_string(const char *s, const char *end)
{
	const char *p = s + 1;

	while (p < end && *p != '"')
		p += *p == '\\' && end - p > 1 ? 2 : 1;
	return (size_t)(p - s) + (p < end);
}

/* The length of the map or list at s. */
static size_t
value_mend_nested(const char *s, const char *end)
{
	size_t depth = 0;
	const char *p = s;

	do {
		depth += *p == '{' || *p == '[';
		depth -= *p == '}' || *p == ']';
		p += *p == '"' ? value_mend_string(p, end) : 1;
	} while (p < end && depth);
	return (size_t)(p - s);
}

bool
value_mend(struct str *out, const char *text, size_t len, struct value_mended *what)
{
	struct mending m = { out, text, text + len, what, false };
	size_t depth = 0;

	str_room(out, len + len / 8);
	while (m.s < m.end) {
		if (*m.s == '"')
			mend_string(&m);
		else if ((*m.s == '{' || *m.s == '[') && depth == VALUE_DEPTH_MAX) {
			value_mend_replace(&m, value_mend_nested(m.s, m.end), "null");
			what->depth = true;
		} else {
			depth += *m.s == '{' || *m.s == '[';
			depth -= depth && (*m.s == '}' || *m.s == ']');
			value_mend_copy(&m, 1);
		}
	}
	return m.changed && !str_full(out);
}

/* The names on the path to a position, by depth: of map members, and "" for lists. */
struct mend_path {
	struct {
		const char *at;
		size_t n;
	} name[VALUE_DEPTH_MAX + 1];
	size_t depth;
};

static void
mend_path_print(const struct mend_path *w, char path[VALUE_PATH])
{
	struct str s = STR_MAX(VALUE_PATH - 1);
	size_t i;

	for (i = 1; i <= w->depth; i++) {
		str_puts(&s, s.len && w->name[i].n ? "." : "");
		str_add(&s, w->name[i].at, w->name[i].n);
	}
	memcpy(path, str_text(&s), s.len + 1);
	str_free(&s);
}

void
value_mend_path(const char *text, size_t pos, char path[VALUE_PATH])
{
	const char *p = text, *end = text + pos;
	struct mend_path w = { .depth = 0 };

	while (p < end) {
		size_t n = *p == '"' ? value_mend_string(p, end) : 1;

		if (*p == '"' && n >= 2) {
			w.name[w.depth].at = p + 1;
			w.name[w.depth].n = n - 2;
		} else if ((*p == '{' || *p == '[') && w.depth < VALUE_DEPTH_MAX) {
			w.name[++w.depth].at = "";
			w.name[w.depth].n = 0;
		} else if (*p == '}' || *p == ']')
			w.depth -= w.depth > 0;
		p += n;
	}
	mend_path_print(&w, path);
}
