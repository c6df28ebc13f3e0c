/* tag_flow.c: the tags if, unless, and case. */
#include "liquid/parse.h"

struct branch {				/* for if and unless */
	struct branch *next;
	struct liquid_test *test;	/* NULL: else */
	struct liquid_block body;
};

struct if_node {
	struct liquid_node node;
	bool unless;			/* negates the first condition (unless) */
	struct branch *first;
};

struct when {				/* for case; the values of one when share a body */
	struct when *next;
	struct liquid_expr *value;	/* NULL: else */
	struct liquid_block *body;
};

struct case_node {
	struct liquid_node node;
	struct liquid_expr *subject;
	struct when *first;
};

static bool
render_if(struct liquid_run *r, const struct liquid_node *n)
{
	const struct if_node *f = (const struct if_node *)n;
	const struct branch *b;

	for (b = f->first; b; b = b->next) {
		bool yes = true;

		if (b->test && !liquid_eval_test(r, b->test, &yes))
			return false;
		if (yes != (f->unless && b == f->first))
			return liquid_render_block(r, &b->body);
	}
	return true;
}

static bool
parse_branches(struct liquid_parser *p, struct liquid_node **node, bool unless)
{
	const char *opener = unless ? "unless" : "if";
	const char *ends = unless ? "elsif else endunless" : "elsif else endif";
	struct if_node *f = liquid_node_new(p, sizeof *f, render_if);
	struct branch **to = &f->first, *b;

	*node = &f->node;
	f->unless = unless;
	f->node.blank = true;
	for (;; to = &b->next) {
		b = *to = arena_get(&p->doc->arena, sizeof *b);
		if ((f->first == b || liquid_word_is(p->tag, p->tag_n, "elsif"))
		    && !liquid_parse_test(p, &b->test))
			return false;
		if (!liquid_parse_block(p, opener, ends, &b->body))
			return false;
		f->node.blank = f->node.blank && b->body.blank;
		if (*p->tag == 'e' && p->tag[1] == 'n')
			break;
		if (liquid_word_is(p->tag, p->tag_n, "elsif") && !liquid_next(p))
			return false;
	}
	for (b = f->first; b && f->node.blank; b = b->next)
		liquid_strip_blank(&b->body);
	return true;
}

static bool
parse_if(struct liquid_parser *p, struct liquid_node **node)
{
	return parse_branches(p, node, false);
}

static bool
parse_unless(struct liquid_parser *p, struct liquid_node **node)
{
	return parse_branches(p, node, true);
}

/* Render each when that matches, once for each of its values that does. */
static bool
render_case(struct liquid_run *r, const struct liquid_node *n)
{
	const struct case_node *c = (const struct case_node *)n;
	const struct when *w;
	bool met = false;

	for (w = c->first; w; w = w->next) {
		struct liquid_value a, b;
		bool yes = !met;

		r->at = n->at;
		if (w->value) {
			if (!liquid_step(r, 1) || !liquid_eval(r, c->subject, &a)
			    || !liquid_eval(r, w->value, &b))
				return false;
			yes = liquid_equal(r, &a, &b);
			met = met || yes;
		}
		if (yes && !liquid_render_block(r, w->body))
			return false;
	}
	return true;
}

/* Parse the values of a when: "a, b or c". */
static bool
parse_values(struct liquid_parser *p, struct when **to, struct liquid_block *body)
{
	for (;;) {
		struct when *w = *to = arena_get(&p->doc->arena, sizeof *w);

		w->body = body;
		if (!liquid_parse_expr(p, &w->value))
			return false;
		if (!liquid_is_sign(p, ',') && !liquid_is_word(p, "or"))
			return liquid_done(p);
		to = &w->next;
		if (!liquid_next(p))
			return false;
	}
}

static bool
parse_case(struct liquid_parser *p, struct liquid_node **node)
{
	static const char ends[] = "when else endcase";
	struct case_node *c = liquid_node_new(p, sizeof *c, render_case);
	struct when **to = &c->first, *w;
	struct liquid_block before = { 0 };

	*node = &c->node;
	c->node.blank = true;
	if (!liquid_parse_expr(p, &c->subject) || !liquid_done(p)
	    || !liquid_parse_block(p, "case", ends, &before))
		return false;
	if (!before.blank)
		return liquid_wrong(p, p->tag, "output before the first \"when\" is not allowed");
	while (!liquid_word_is(p->tag, p->tag_n, "endcase")) {
		struct liquid_block *body = arena_get(&p->doc->arena, sizeof *body);

		if (*p->tag == 'w') {
			if (!liquid_next(p) || !parse_values(p, to, body))
				return false;
		} else {
			*to = arena_get(&p->doc->arena, sizeof **to);
			(*to)->body = body;
		}
		while (*to)
			to = &(*to)->next;
		if (!liquid_parse_block(p, "case", ends, body))
			return false;
		c->node.blank = c->node.blank && body->blank;
	}
	for (w = c->first; w && c->node.blank; w = w->next)
		liquid_strip_blank(w->body);
	return true;
}

const struct liquid_tag liquid_flow_tags[] = {
	{ "if", parse_if, false },
	{ "unless", parse_unless, false },
	{ "case", parse_case, false },
	{ NULL, NULL, false },
};
