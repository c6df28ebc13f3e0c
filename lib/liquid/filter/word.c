/* word.c: filters that make words: of numbers, lists, names, and data. */
#include <string.h>

#include "liquid/parse.h"
#include "locale/list_text.h"

#define JSON_DEPTH_MAX 64

/* 1 item, 2 items. */
static bool
filter_word_pluralize(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a,
    size_t n UNUSED)
{
	struct liquid_value count = liquid_to_number(v);

	(void)r;
	*v = (count.kind == LIQUID_INT ? count.i == 1 : count.d >= 1 && count.d <= 1) ? a[0] : a[1];
	return true;
}

/* red, green, and blue */
static bool
filter_word_list(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	struct str text = STR_MAX(LIQUID_WORK_MAX);
	struct liquid_value *items;
	bool ok = true;
	size_t i, count;

	if (!liquid_spread(r, v, &items, &count))
		return false;
	for (i = 0; ok && i < count; i++) {
		ok = liquid_to_text(r, &items[i]) && liquid_step(r, 1 + items[i].n / 256);
		str_puts(&text, list_text_before(r->opt->locale, i, count));
		if (ok)
			str_add(&text, items[i].text, items[i].n);
	}
	if (ok) {
		str_add(liquid_scratch(r), str_text(&text), text.len);
		ok = liquid_keep(r, v);
	}
	str_free(&text);
	return ok;
}

static bool
filter_word_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
	    || (unsigned char)c >= 0x80;
}

/* "Blue Hat" as blue-hat. */
static bool
filter_word_handleize(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	struct liquid_value low;
	struct str *s;
	size_t i;

	if (!liquid_to_text(r, v))
		return false;
	utf8_lower(liquid_scratch(r), v->text, v->n);
	if (!liquid_keep(r, &low))
		return false;
	s = liquid_scratch(r);
	for (i = 0; i < low.n; i++)
		if (filter_word_letter(low.text[i]))
			str_putc(s, low.text[i]);
		else if (s->len && s->data[s->len - 1] != '-')
			str_putc(s, '-');
	while (s->len && s->data[s->len - 1] == '-')
		str_cut(s, s->len - 1);
	return liquid_keep(r, v);
}

/* "blue hat" as BlueHat. */
static bool
filter_word_camelize(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	bool begins = true;
	struct str *s;
	size_t i;

	if (!liquid_to_text(r, v))
		return false;
	s = liquid_scratch(r);
	for (i = 0; i < v->n; i++) {
		char c = v->text[i];

		if (!filter_word_letter(c)) {
			begins = true;
			continue;
		}
		str_putc(s, begins && c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
		begins = false;
	}
	return liquid_keep(r, v);
}

/* No part of it can end the script or the attribute that it stands in. */
static void
filter_word_json_safe(struct str *s, const char *text, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strchr("<>&'", text[i]) && text[i])
			str_printf(s, "\\u%04x", (unsigned)text[i]);
		else
			str_putc(s, text[i]);
}

static bool
filter_word_json_tree(struct liquid_run *r, struct str *s, const json_t *tree)
{
	struct str text = STR_MAX(LIQUID_WORK_MAX);
	bool ok;

	value_print(&text, tree, false);
	ok = liquid_step(r, 1 + text.len / 64);
	filter_word_json_safe(s, str_text(&text), text.len);
	str_free(&text);
	return ok;
}

static bool
filter_word_json_put(struct liquid_run *r, struct str *s, const struct liquid_value *v, int depth)
{
	struct liquid_value text = *v;
	json_t *leaf;
	bool ok = true;
	size_t i;

	if (depth == JSON_DEPTH_MAX)
		return liquid_limit(r, "levels of lists", JSON_DEPTH_MAX);
	if (v->kind == LIQUID_JSON || v->kind == LIQUID_MAP)
		return filter_word_json_tree(r, s, v->json);
	if (v->kind == LIQUID_LIST || v->kind == LIQUID_RANGE) {
		str_putc(s, '[');
		for (i = 0; ok && i < liquid_count(v); i++) {
			text = liquid_item(v, i);
			if (i)
				str_putc(s, ',');
			ok = liquid_step(r, 1) && filter_word_json_put(r, s, &text, depth + 1);
		}
		str_putc(s, ']');
		return ok;
	}
	if (v->kind == LIQUID_NIL || v->kind >= LIQUID_LOOP) {
		str_puts(s, "null");
		return true;
	}
	if (v->kind != LIQUID_TEXT) {
		liquid_print(s, v);
		return true;
	}
	leaf = value_new_textn(v->text, v->n);
	ok = filter_word_json_tree(r, s, leaf);
	value_free(leaf);
	return ok;
}

static bool
filter_word_json(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	struct str text = STR_MAX(LIQUID_WORK_MAX);
	bool ok = filter_word_json_put(r, &text, v, 0);

	if (ok) {
		str_add(liquid_scratch(r), str_text(&text), text.len);
		ok = liquid_keep(r, v);
	}
	str_free(&text);
	return ok;
}

const struct liquid_filter liquid_word_filters[] = {
	{ "pluralize", 2, 2, filter_word_pluralize },
	{ "list", 0, 0, filter_word_list },
	{ "handle", 0, 0, filter_word_handleize },
	{ "handleize", 0, 0, filter_word_handleize },
	{ "camelcase", 0, 0, filter_word_camelize },
	{ "camelize", 0, 0, filter_word_camelize },
	{ "json", 0, 0, filter_word_json },
	{ NULL, 0, 0, NULL },
};
