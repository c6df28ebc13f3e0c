/* tag_text.c: the tags raw, comment, doc, and the inline comment #. */
#include <string.h>

#include "liquid/parse.h"

struct raw_node {
	struct liquid_node node;
	const char *text;
	size_t n;
};

static bool
tag_text_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
nothing_follows(struct liquid_parser *p)
{
	while (p->s < p->stop && tag_text_white(*p->s))
		p->s++;
	return p->s == p->stop || liquid_wrong(p, p->s, "\"%.*s\" takes no arguments",
	    (int)p->tag_n, p->tag);
}

static bool
render_raw(struct liquid_run *r, const struct liquid_node *n)
{
	const struct raw_node *t = (const struct raw_node *)n;

	return liquid_put(r, t->text, t->n);
}

static bool
parse_raw(struct liquid_parser *p, struct liquid_node **node)
{
	struct raw_node *n = liquid_node_new(p, sizeof *n, render_raw);

	if (p->lines)
		return liquid_wrong(p, p->tag, "\"raw\" cannot stand in \"liquid\"");
	if (!nothing_follows(p) || !liquid_until(p, "endraw"))
		return false;
	n->text = p->text;
	n->n = p->text_n;
	*node = &n->node;
	return true;
}

static bool
parse_doc(struct liquid_parser *p, struct liquid_node **node UNUSED)
{
	const char *tag = p->tag, *s, *end;

	if (!nothing_follows(p) || !liquid_until(p, "enddoc"))
		return false;
	end = p->text + p->text_n;
	for (s = p->text; s < end && (s = memmem(s, (size_t)(end - s), "{%", 2)); s++) {
		const char *at = s + 2;

		while (at < end && (*at == '-' || tag_text_white(*at)))
			at++;
		if (end - at >= 3 && !memcmp(at, "doc", 3))
			return liquid_wrong(p, tag, "\"doc\" within \"doc\"");
	}
	return true;
}

/*
 * The name of the next tag or line in a comment, which need not be valid. It is not read with
 * liquid_piece, because computing the places of its errors takes time.
 */
static bool
next_tag(struct liquid_parser *p, const char **name, size_t *n)
{
	const char *s = p->p, *end;

	if (s >= p->end)
		return false;
	if (p->lines) {
		end = memchr(s, '\n', (size_t)(p->end - s));
		p->p = end ? end + 1 : p->end;
	} else {
		s = memmem(s, (size_t)(p->end - s), "{%", 2);
		if (s == NULL)
			return false;
		s += 2;
		end = memmem(s, (size_t)(p->end - s), "%}", 2);
		if (end == NULL)
			return false;
		p->trim = end > s && end[-1] == '-';
		p->p = end + 2;
	}
	while (s < p->p && (tag_text_white(*s) || (*s == '-' && !p->lines)))
		s++;
	for (*name = s; s < p->p && (*s | 32) >= 'a' && (*s | 32) <= 'z'; s++)
		;
	*n = (size_t)(s - *name);
	return true;
}

/* Comments may contain comments, raw, and anything else between {% and %}. */
static bool
skip_comment(struct liquid_parser *p, const char *from)
{
	const char *name;
	size_t n;
	int depth = 1;

	while (depth) {
		if (!next_tag(p, &name, &n))
			return liquid_wrong(p, from, "\"comment\" is not closed");
		if (liquid_word_is(name, n, "comment"))
			depth++;
		else if (liquid_word_is(name, n, "endcomment"))
			depth--;
		else if (liquid_word_is(name, n, "raw") && !p->lines
		    && !liquid_until(p, "endraw"))
			return false;
	}
	return true;
}

static bool
parse_comment(struct liquid_parser *p, struct liquid_node **node UNUSED)
{
	return skip_comment(p, p->tag);
}

/* {% # ... %}: each line of it starts with #. */
static bool
parse_remark(struct liquid_parser *p, struct liquid_node **node UNUSED)
{
	const char *s = p->s;

	while ((s = memchr(s, '\n', (size_t)(p->stop - s)))) {
		while (s < p->stop && tag_text_white(*s))
			s++;
		if (s < p->stop && *s != '#')
			return liquid_wrong(p, s, "a line of a comment without its \"#\"");
	}
	return true;
}

const struct liquid_tag liquid_text_tags[] = {
	{ "raw", parse_raw, true },
	{ "comment", parse_comment, true },
	{ "doc", parse_doc, true },
	{ "#", parse_remark, true },
	{ NULL, NULL, false },
};
