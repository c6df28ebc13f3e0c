/* text.c: filters that join texts and change letters. */
#include <string.h>

#include "liquid/parse.h"

/* If one of the two is HTML, the other is escaped first. */
static bool
filter_text_joined(struct liquid_run *r, struct liquid_value *a, struct liquid_value *b,
    struct liquid_value *out)
{
	struct str *s;
	bool safe;

	if (!liquid_to_text(r, a) || !liquid_to_text(r, b))
		return false;
	safe = a->safe || b->safe;
	s = liquid_scratch(r);
	liquid_add_value(s, a, safe);
	liquid_add_value(s, b, safe);
	if (!liquid_keep(r, out))
		return false;
	out->safe = safe;
	return true;
}

static bool
filter_text_append(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	return filter_text_joined(r, v, a, v);
}

static bool
filter_text_prepend(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	return filter_text_joined(r, a, v, v);
}

static bool
filter_text_upcase(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	if (!liquid_to_text(r, v))
		return false;
	utf8_upper(liquid_scratch(r), v->text, v->n);
	return liquid_keep(r, v);
}

static bool
filter_text_downcase(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	if (!liquid_to_text(r, v))
		return false;
	utf8_lower(liquid_scratch(r), v->text, v->n);
	return liquid_keep(r, v);
}

static bool
filter_text_capitalize(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	struct str *s;
	size_t first;

	if (!liquid_to_text(r, v))
		return false;
	first = utf8_skip(v->text, v->n, 1);
	s = liquid_scratch(r);
	utf8_upper(s, v->text, first);
	utf8_lower(s, v->text + first, v->n - first);
	return liquid_keep(r, v);
}

static bool
filter_text_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

static bool
filter_text_strip_ends(struct liquid_run *r, struct liquid_value *v, bool left, bool right)
{
	if (!liquid_to_text(r, v))
		return false;
	while (left && v->n && filter_text_white(*v->text)) {
		v->text++;
		v->n--;
	}
	while (right && v->n && filter_text_white(v->text[v->n - 1]))
		v->n--;
	return true;
}

static bool
filter_text_strip(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	return filter_text_strip_ends(r, v, true, true);
}

static bool
filter_text_lstrip(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	return filter_text_strip_ends(r, v, true, false);
}

static bool
filter_text_rstrip(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	return filter_text_strip_ends(r, v, false, true);
}

static bool
filter_text_strip_newlines(struct liquid_run *r, struct liquid_value *v,
    struct liquid_value *a UNUSED, size_t n UNUSED)
{
	struct str *s;
	size_t i;

	if (!liquid_to_text(r, v))
		return false;
	s = liquid_scratch(r);
	for (i = 0; i < v->n; i++) {
		if (v->text[i] == '\r' && i + 1 < v->n && v->text[i + 1] == '\n')
			continue;
		if (v->text[i] != '\n')
			str_putc(s, v->text[i]);
	}
	return liquid_keep(r, v);
}

enum which { ALL, FIRST, LAST };

/* The last occurrence of from in s; as in Ruby, an empty text is found at the end. */
static const char *
filter_text_find_last(const char *s, size_t n, const char *from, size_t len)
{
	const char *at;

	if (len > n)
		return NULL;
	for (at = s + n - len; at > s && memcmp(at, from, len); at--)
		;
	return memcmp(at, from, len) ? NULL : at;
}

/* Find the next occurrence at or after s. */
static const char *
filter_text_place(const char *s, size_t n, const struct liquid_value *from, enum which which)
{
	if (which == LAST)
		return filter_text_find_last(s, n, from->text, from->n);
	return from->n ? memmem(s, n, from->text, from->n) : s;
}

static bool
filter_text_put_replaced(struct liquid_run *r, struct liquid_value *v,
    const struct liquid_value *from, const struct liquid_value *to, enum which which)
{
	struct str *s = liquid_scratch(r);
	const char *p = v->text, *end = p + v->n, *at;

	while ((at = filter_text_place(p, (size_t)(end - p), from, which)) != NULL) {
		str_add(s, p, (size_t)(at - p));
		str_add(s, to->text, to->n);
		p = at + from->n;
		if (which != ALL || str_full(s))
			break;
		if (from->n == 0) {	/* between all characters, and at both ends */
			size_t one = utf8_skip(p, (size_t)(end - p), 1);

			if (p == end)
				break;
			str_add(s, p, one);
			p += one;
		}
	}
	str_add(s, p, (size_t)(end - p));
	return liquid_keep(r, v);
}

static bool
filter_text_replaced(struct liquid_run *r, struct liquid_value *v, struct liquid_value *from,
    struct liquid_value *to, enum which which)
{
	if (!liquid_to_text(r, v) || !liquid_to_text(r, from) || !liquid_to_text(r, to))
		return false;
	/* steps of a simple search from the end */
	if (which == LAST && !liquid_step(r, v->n / 256 * (1 + from->n / 64)))
		return false;
	return filter_text_put_replaced(r, v, from, to, which);
}

static bool
filter_text_replace(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n)
{
	struct liquid_value nothing = liquid_of_text("", 0);

	return filter_text_replaced(r, v, &a[0], n > 1 ? &a[1] : &nothing, ALL);
}

static bool
filter_text_replace_first(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n)
{
	struct liquid_value nothing = liquid_of_text("", 0);

	return filter_text_replaced(r, v, &a[0], n > 1 ? &a[1] : &nothing, FIRST);
}

static bool
filter_text_replace_last(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	return filter_text_replaced(r, v, &a[0], &a[1], LAST);
}

static bool
filter_text_remove_all(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	struct liquid_value nothing = liquid_of_text("", 0);

	return filter_text_replaced(r, v, a, &nothing, ALL);
}

static bool
filter_text_remove_first(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	struct liquid_value nothing = liquid_of_text("", 0);

	return filter_text_replaced(r, v, a, &nothing, FIRST);
}

static bool
filter_text_remove_last(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	struct liquid_value nothing = liquid_of_text("", 0);

	return filter_text_replaced(r, v, a, &nothing, LAST);
}

static bool
filter_text_otherwise(struct liquid_run *r UNUSED, struct liquid_value *v, struct liquid_value *a,
    size_t n)
{
	bool allow_false = liquid_truth(&a[LIQUID_ARGUMENTS_MAX]);
	bool none = allow_false ? v->kind == LIQUID_NIL : !liquid_truth(v);

	if (none || liquid_is_empty(v) || v->kind == LIQUID_EMPTY || v->kind == LIQUID_BLANK)
		*v = n ? a[0] : liquid_of_text("", 0);
	return true;
}

const struct liquid_filter liquid_text_filters[] = {
	{ "append", 1, 1, filter_text_append },
	{ "prepend", 1, 1, filter_text_prepend },
	{ "upcase", 0, 0, filter_text_upcase },
	{ "downcase", 0, 0, filter_text_downcase },
	{ "capitalize", 0, 0, filter_text_capitalize },
	{ "strip", 0, 0, filter_text_strip },
	{ "lstrip", 0, 0, filter_text_lstrip },
	{ "rstrip", 0, 0, filter_text_rstrip },
	{ "strip_newlines", 0, 0, filter_text_strip_newlines },
	{ "replace", 1, 2, filter_text_replace },
	{ "replace_first", 1, 2, filter_text_replace_first },
	{ "replace_last", 2, 2, filter_text_replace_last },
	{ "remove", 1, 1, filter_text_remove_all },
	{ "remove_first", 1, 1, filter_text_remove_first },
	{ "remove_last", 1, 1, filter_text_remove_last },
	{ "default", 0, 1, filter_text_otherwise },
	{ NULL, 0, 0, NULL },
};
