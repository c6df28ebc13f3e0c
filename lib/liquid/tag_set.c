/* tag_set.c: the tags assign, capture, increment, decrement, and ifchanged. */
#include <inttypes.h>
#include <string.h>

#include "liquid/parse.h"

struct assign_node {
	struct liquid_node node;
	size_t slot;
	struct liquid_chain chain;
};

struct capture_node {			/* ifchanged too, which needs no slot */
	struct liquid_node node;
	size_t slot;
	struct liquid_block body;
};

struct count_node {
	struct liquid_node node;
	size_t slot;
	bool down;
};

static bool
render_assign(struct liquid_run *r, const struct liquid_node *node)
{
	const struct assign_node *n = (const struct assign_node *)node;
	struct liquid_value v;

	if (!liquid_eval_chain(r, &n->chain, &v))
		return false;
	if (v.kind == LIQUID_LOOP)	/* a forloop would not exist after the loop */
		v.kind = LIQUID_NIL;
	r->slots[n->slot].local = v;
	r->slots[n->slot].is_local = true;
	return true;
}

static bool
parse_assign(struct liquid_parser *p, struct liquid_node **node)
{
	struct assign_node *n = liquid_node_new(p, sizeof *n, render_assign);

	*node = &n->node;
	n->node.blank = true;
	if (!liquid_parse_name(p, &n->slot) || !liquid_sign(p, '=')
	    || !liquid_parse_chain(p, &n->chain))
		return false;
	liquid_bind(p, n->slot, 1);
	return true;
}

static bool
render_capture(struct liquid_run *r, const struct liquid_node *node)
{
	const struct capture_node *n = (const struct capture_node *)node;
	struct liquid_value v;

	if (!liquid_take_block(r, &n->body, &v))
		return false;
	r->slots[n->slot].local = v;
	r->slots[n->slot].is_local = true;
	return true;
}

static bool
parse_capture(struct liquid_parser *p, struct liquid_node **node)
{
	struct capture_node *n = liquid_node_new(p, sizeof *n, render_capture);

	*node = &n->node;
	n->node.blank = true;
	if (p->token == LIQUID_STRING && p->text_n)
		p->token = LIQUID_WORD;		/* the name may be in quotes */
	if (!liquid_parse_name(p, &n->slot) || !liquid_done(p)
	    || !liquid_parse_block(p, "capture", "endcapture", &n->body))
		return false;
	liquid_bind(p, n->slot, 1);
	return true;
}

static bool
render_changed(struct liquid_run *r, const struct liquid_node *node)
{
	struct liquid_value v;

	if (!liquid_take_block(r, &((const struct capture_node *)node)->body, &v))
		return false;
	if (r->changed.kind == LIQUID_TEXT ? liquid_equal(r, &v, &r->changed) : v.n == 0)
		return true;
	r->changed = v;
	return liquid_put(r, v.text, v.n);
}

static bool
parse_changed(struct liquid_parser *p, struct liquid_node **node)
{
	struct capture_node *n = liquid_node_new(p, sizeof *n, render_changed);

	*node = &n->node;
	if (!liquid_done(p) || !liquid_parse_block(p, "ifchanged", "endifchanged", &n->body))
		return false;
	n->node.blank = n->body.blank;
	return true;
}

static bool
render_count(struct liquid_run *r, const struct liquid_node *node)
{
	const struct count_node *n = (const struct count_node *)node;
	struct liquid_slot *s = &r->slots[n->slot];
	int64_t was = s->counter;

	s->is_counter = true;
	s->counter += n->down ? -1 : 1;
	return liquid_put_value(r, liquid_of_int(n->down ? was - 1 : was));
}

static bool
tag_set_count(struct liquid_parser *p, struct liquid_node **node, bool down)
{
	struct count_node *n = liquid_node_new(p, sizeof *n, render_count);

	*node = &n->node;
	n->down = down;
	if (!liquid_parse_name(p, &n->slot) || !liquid_done(p))
		return false;
	liquid_bind(p, n->slot, 1);
	return true;
}

static bool
parse_increment(struct liquid_parser *p, struct liquid_node **node)
{
	return tag_set_count(p, node, false);
}

static bool
parse_decrement(struct liquid_parser *p, struct liquid_node **node)
{
	return tag_set_count(p, node, true);
}

const struct liquid_tag liquid_set_tags[] = {
	{ "assign", parse_assign, false },
	{ "capture", parse_capture, false },
	{ "increment", parse_increment, false },
	{ "decrement", parse_decrement, false },
	{ "ifchanged", parse_changed, false },
	{ NULL, NULL, false },
};
