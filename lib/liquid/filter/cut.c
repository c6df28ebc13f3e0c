/* cut.c: filters that shorten: slice, truncate, and split. */
#include <string.h>

#include "liquid/parse.h"

static bool
filter_cut_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Limit offset and count to n items; false if none is left. */
static bool
filter_cut_span(int64_t n, int64_t *offset, int64_t *count)
{
	if (*offset < 0)
		*offset = *offset < -n ? n + 1 : *offset + n;
	if (*offset > n || *count < 0)
		return false;
	if (*count > n - *offset)
		*count = n - *offset;
	return true;
}

static bool
filter_cut_slice_list(struct liquid_run *r, struct liquid_value *v, int64_t offset, int64_t count)
{
	struct liquid_value *items;
	int64_t i;

	if (!filter_cut_span((int64_t)liquid_count(v), &offset, &count))
		count = 0;
	if (!liquid_step(r, (size_t)count))
		return false;
	items = liquid_get(r, (size_t)count * sizeof *items);
	if (items == NULL)
		return false;
	for (i = 0; i < count; i++)
		items[i] = liquid_item(v, (size_t)(offset + i));
	liquid_to_list(v, items, (size_t)count);
	return true;
}

static bool
filter_cut_slice(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n)
{
	int64_t offset, count = 1;
	size_t from;

	if (!liquid_to_int(r, &a[0], &offset))
		return false;
	if (n > 1 && a[1].kind != LIQUID_NIL && !liquid_to_int(r, &a[1], &count))
		return false;
	if (v->kind == LIQUID_LIST || v->kind == LIQUID_JSON)
		return filter_cut_slice_list(r, v, offset, count);
	if (!liquid_to_text(r, v))
		return false;
	if (!filter_cut_span((int64_t)utf8_chars(v->text, v->n), &offset, &count)) {
		*v = liquid_of_text("", 0);
		return true;
	}
	from = utf8_skip(v->text, v->n, (size_t)offset);
	*v = liquid_of_text(v->text + from,
	    utf8_skip(v->text + from, v->n - from, (size_t)count));
	return true;
}

/* The text that replaces what was cut off: the second argument, or three dots. */
static bool
filter_cut_ending(struct liquid_run *r, struct liquid_value *a, size_t n, struct liquid_value *out)
{
	*out = n > 1 ? a[1] : liquid_of_text("...", 3);
	return liquid_to_text(r, out);
}

/* Read the length and the end mark; converts v to text, except nil. */
static bool
filter_cut_measure(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n,
    int64_t *most, struct liquid_value *end)
{
	return (n == 0 || liquid_to_int(r, &a[0], most))
	    && (v->kind == LIQUID_NIL || (filter_cut_ending(r, a, n, end) && liquid_to_text(r, v)));
}

static bool
filter_cut_truncate_text(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n)
{
	struct liquid_value end;
	struct str *s;
	int64_t most = 50, left;

	if (!filter_cut_measure(r, v, a, n, &most, &end))
		return false;
	if (v->kind == LIQUID_NIL)
		return true;
	if ((int64_t)utf8_chars(v->text, v->n) <= most)
		return true;
	left = most < 0 ? 0 : most - (int64_t)utf8_chars(end.text, end.n);
	s = liquid_scratch(r);
	str_add(s, v->text, utf8_skip(v->text, v->n, left > 0 ? (size_t)left : 0));
	str_add(s, end.text, end.n);
	return liquid_keep(r, v);
}

static bool
filter_cut_truncate_words(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n)
{
	struct liquid_value end;
	struct str *s;
	int64_t most = 15, words;
	size_t i = 0;

	if (!filter_cut_measure(r, v, a, n, &most, &end))
		return false;
	if (v->kind == LIQUID_NIL)
		return true;
	s = liquid_scratch(r);
	for (words = 0; words < (most > 0 ? most : 1); words++) {
		size_t from;

		while (i < v->n && filter_cut_white(v->text[i]))
			i++;
		for (from = i; i < v->n && !filter_cut_white(v->text[i]); i++)
			;
		if (i == v->n)			/* that was the last word: nothing is cut off */
			return true;
		if (words)
			str_putc(s, ' ');
		str_add(s, v->text + from, i - from);
	}
	str_add(s, end.text, end.n);
	return liquid_keep(r, v);
}

struct parts {
	struct liquid_value *items;	/* NULL while counting */
	size_t n;
};

static void
filter_cut_part(struct parts *p, const char *s, size_t n)
{
	if (p->items)
		p->items[p->n] = liquid_of_text(s, n);
	p->n++;
}

/* Split as Ruby does: " " is any white space, "" every character; empty parts at the
   end are dropped. */
static void
filter_cut(struct parts *p, const char *s, size_t n, const struct liquid_value *by)
{
	const char *end = s + n, *at;
	bool words = by->n == 1 && *by->text == ' ';

	while (s < end) {
		if (words) {
			while (s < end && filter_cut_white(*s))
				s++;
			for (at = s; at < end && !filter_cut_white(*at); at++)
				;
			if (at > s)
				filter_cut_part(p, s, (size_t)(at - s));
			s = at;
		} else if (by->n == 0) {
			at = s + utf8_skip(s, (size_t)(end - s), 1);
			filter_cut_part(p, s, (size_t)(at - s));
			s = at;
		} else {
			at = memmem(s, (size_t)(end - s), by->text, by->n);
			filter_cut_part(p, s, (size_t)((at ? at : end) - s));
			s = at ? at + by->n : end;
		}
	}
}

static bool
filter_cut_split(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	struct parts p = { 0 };

	if (!liquid_to_text(r, v) || !liquid_to_text(r, a))
		return false;
	filter_cut(&p, v->text, v->n, a);
	if (!liquid_step(r, p.n))
		return false;
	p.items = liquid_get(r, p.n * sizeof *p.items);
	if (p.items == NULL)
		return false;
	p.n = 0;
	filter_cut(&p, v->text, v->n, a);
	while (p.n && p.items[p.n - 1].n == 0)
		p.n--;
	liquid_to_list(v, p.items, p.n);
	return true;
}

const struct liquid_filter liquid_cut_filters[] = {
	{ "slice", 1, 2, filter_cut_slice },
	{ "truncate", 0, 2, filter_cut_truncate_text },
	{ "truncatewords", 0, 2, filter_cut_truncate_words },
	{ "split", 1, 1, filter_cut_split },
	{ NULL, 0, 0, NULL },
};
