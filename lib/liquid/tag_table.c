/* tag_table.c: the tag tablerow. */
#include "liquid/loop.h"

struct table_node {
	struct liquid_node node;
	struct liquid_over over;
	struct liquid_block body;
};

static bool
tag_table_put(struct liquid_run *r, const char *before, int64_t n, const char *after)
{
	struct str *s = liquid_scratch(r);

	str_printf(s, "%s%lld%s", before, (long long)n, after);
	return liquid_put(r, str_text(s), s->len);
}

static bool
tag_table_turn(struct liquid_run *r, const struct table_node *n, struct liquid_turns *t)
{
	const struct liquid_loop *l = &t->loop;

	if (!tag_table_put(r, "<td class=\"col", l->index % l->cols + 1, "\">")
	    || !liquid_over_turn(r, &n->over, t) || !liquid_render_block(r, &n->body)
	    || !liquid_put(r, "</td>", 5))
		return false;
	if (r->stop != LIQUID_BREAK && l->index % l->cols == l->cols - 1
	    && l->index != l->length - 1)
		return tag_table_put(r, "</tr>\n<tr class=\"row", l->index / l->cols + 2, "\">");
	return true;
}

static bool
render_table(struct liquid_run *r, const struct liquid_node *node)
{
	const struct table_node *n = (const struct table_node *)node;
	struct liquid_turns t;
	int64_t cols;
	bool ok = true;

	if (!liquid_over_start(r, &n->over, &t))
		return false;
	if (t.nothing)
		return true;
	cols = t.n;
	if (n->over.cols && !liquid_eval_int(r, n->over.cols, &cols))
		return false;
	if (!liquid_put(r, "<tr class=\"row1\">\n", 18))
		return false;
	liquid_over_enter(r, &n->over, &t);
	t.loop.cols = cols > 0 ? cols : t.n ? t.n : 1;
	for (; ok && t.loop.index < t.n && r->stop != LIQUID_BREAK; t.loop.index++) {
		r->stop = LIQUID_RUNS;
		ok = tag_table_turn(r, n, &t);
	}
	r->stop = LIQUID_RUNS;
	liquid_over_leave(r, &n->over, &t);
	return ok && liquid_put(r, "</tr>\n", 6);
}

static bool
parse_table(struct liquid_parser *p, struct liquid_node **node)
{
	struct table_node *n = liquid_node_new(p, sizeof *n, render_table);
	bool ok;

	*node = &n->node;
	if (!liquid_parse_over(p, &n->over, true))
		return false;
	liquid_bind(p, n->over.slot, 1);
	liquid_bind(p, n->over.loop_slot, 1);
	ok = liquid_parse_block(p, "tablerow", "endtablerow", &n->body);
	liquid_bind(p, n->over.slot, -1);
	liquid_bind(p, n->over.loop_slot, -1);
	return ok;
}

const struct liquid_tag liquid_table_tags[] = {
	{ "tablerow", parse_table, false },
	{ NULL, NULL, false },
};
