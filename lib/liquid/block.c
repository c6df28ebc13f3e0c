/* block.c: compile a block: its text, output, and tags in sequence. */
#include <string.h>

#include "liquid/parse.h"

struct text_node {
	struct liquid_node node;
	const char *text;
	size_t n;
};

struct output_node {
	struct liquid_node node;
	struct liquid_chain chain;
};

struct group_node {
	struct liquid_node node;
	struct liquid_block body;
};

void *
liquid_node_new(struct liquid_parser *p, size_t size,
    bool (*render)(struct liquid_run *, const struct liquid_node *))
{
	struct liquid_node *n = arena_get(&p->doc->arena, size);

	n->render = render;
	n->at = liquid_at(p, p->tag ? p->tag : p->text);
	return n;
}

static bool
render_text(struct liquid_run *r, const struct liquid_node *n)
{
	const struct text_node *t = (const struct text_node *)n;

	return liquid_put(r, t->text, t->n);
}

static bool
render_output(struct liquid_run *r, const struct liquid_node *n)
{
	const struct output_node *o = (const struct output_node *)n;
	struct liquid_value v;

	return liquid_eval_chain(r, &o->chain, &v) && liquid_put_value(r, v);
}

static bool
render_group(struct liquid_run *r, const struct liquid_node *n)
{
	return liquid_render_block(r, &((const struct group_node *)n)->body);
}

static struct liquid_node *
liquid_block_text_piece(struct liquid_parser *p)
{
	struct text_node *t;
	size_t i = 0;

	if (p->text_n == 0)
		return NULL;
	p->tag = NULL;
	t = liquid_node_new(p, sizeof *t, render_text);
	t->node.at = liquid_at(p, p->text);
	t->text = p->text;
	t->n = p->text_n;
	while (i < t->n && (t->text[i] == ' ' || (t->text[i] >= '\t' && t->text[i] <= '\r')))
		i++;
	t->node.blank = i == t->n;
	return &t->node;
}

/* {{ chain }} and {% echo chain %}; the chain may be empty. */
static bool
liquid_block_output(struct liquid_parser *p, struct liquid_node **node)
{
	struct output_node *o = liquid_node_new(p, sizeof *o, render_output);

	*node = &o->node;
	return p->token == LIQUID_END || liquid_parse_chain(p, &o->chain);
}

static bool
parse_liquid(struct liquid_parser *p, struct liquid_node **node)
{
	struct group_node *g = liquid_node_new(p, sizeof *g, render_group);
	struct liquid_parser inner = *p;

	inner.lines = true;
	inner.p = p->s;
	inner.end = p->stop;
	*node = &g->node;
	if (!liquid_parse_block(&inner, NULL, NULL, &g->body))
		return false;
	g->node.blank = g->body.blank;
	return true;
}

static const struct liquid_tag block_tags[] = {
	{ "echo", liquid_block_output, false },
	{ "liquid", parse_liquid, true },
	{ NULL, NULL, false },
};

static const struct liquid_tag *
find_tag(const char *s, size_t n)
{
	static const struct liquid_tag *const tables[] = {
		block_tags, liquid_flow_tags, liquid_loop_tags, liquid_table_tags,
		liquid_set_tags, liquid_text_tags, liquid_cycle_tags, liquid_partial_tags,
	};
	const struct liquid_tag *t;
	size_t i;

	for (i = 0; i < COUNT(tables); i++)
		for (t = tables[i]; t->name; t++)
			if (liquid_word_is(s, n, t->name))
				return t;
	return NULL;
}

static bool
liquid_block_unknown(struct liquid_parser *p, const char *opener)
{
	int n = (int)p->tag_n;

	if (n > 3 && !memcmp(p->tag, "end", 3) && opener)
		return liquid_wrong(p, p->tag, "unexpected \"%.*s\": \"%s\" is open", n, p->tag,
		    opener);
	if ((n > 3 && !memcmp(p->tag, "end", 3)) || liquid_word_is(p->tag, p->tag_n, "else")
	    || liquid_word_is(p->tag, p->tag_n, "elsif")
	    || liquid_word_is(p->tag, p->tag_n, "when"))
		return liquid_wrong(p, p->tag, "unexpected \"%.*s\"", n, p->tag);
	return liquid_wrong(p, p->tag, "unknown tag \"%.*s\"", n, p->tag);
}

static bool
liquid_block_tag(struct liquid_parser *p, const char *opener, struct liquid_node **node)
{
	const struct liquid_tag *t = find_tag(p->tag, p->tag_n);

	if (t == NULL)
		return liquid_block_unknown(p, opener);
	return (t->bare || liquid_next(p)) && t->parse(p, node);
}

static bool
liquid_block_one_of(const char *ends, const char *s, size_t n)
{
	size_t len;

	for (; ends && *ends; ends += len + (ends[len] == ' ')) {
		len = strcspn(ends, " ");
		if (len == n && !memcmp(ends, s, n))
			return true;
	}
	return false;
}

static bool
liquid_block_pieces(struct liquid_parser *p, const char *opener, const char *ends,
    struct liquid_block *b)
{
	struct liquid_node **to = &b->first;
	const char *from = p->tag;
	enum liquid_piece kind;

	b->blank = true;
	for (;;) {
		struct liquid_node *node = NULL;

		if (!liquid_piece(p, &kind))
			return false;
		if (kind == LIQUID_PIECE_END)
			return ends == NULL
			    || liquid_wrong(p, from, "\"%s\" is not closed", opener);
		if (kind == LIQUID_PIECE_TAG && liquid_block_one_of(ends, p->tag, p->tag_n))
			return true;
		if (kind == LIQUID_PIECE_TEXT)
			node = liquid_block_text_piece(p);
		else if (kind == LIQUID_PIECE_TAG) {
			if (!liquid_block_tag(p, opener, &node))
				return false;
		} else {
			p->tag = NULL;
			if (!liquid_next(p) || !liquid_block_output(p, &node))
				return false;
		}
		if (node) {
			b->blank = b->blank && node->blank;
			*to = node;
			to = &node->next;
		}
	}
}

bool
liquid_parse_block(struct liquid_parser *p, const char *opener, const char *ends,
    struct liquid_block *b)
{
	bool ok = liquid_deeper(p, &p->depth, p->tag ? p->tag : p->p)
	    && liquid_block_pieces(p, opener, ends, b);

	p->depth--;
	return ok;
}

void
liquid_strip_blank(struct liquid_block *b)
{
	struct liquid_node **at = &b->first;

	while (*at)
		if ((*at)->render == render_text && (*at)->blank)
			*at = (*at)->next;
		else
			at = &(*at)->next;
}
