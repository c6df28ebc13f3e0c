/* tag_loop.c: the tags for, break, and continue. */
#include <string.h>

#include "liquid/loop.h"

struct for_node {
	struct liquid_node node;
	struct liquid_over over;
	struct liquid_block body, none;
};

/* Parse "in EXPRESSION"; its unchanged text names the loop. */
static bool
tag_loop_collection(struct liquid_parser *p, struct liquid_over *o)
{
	const char *name = p->text, *from;
	size_t n = p->text_n;
	struct str s = STR_MAX(LIQUID_EXPRESSION_MAX);

	if (!liquid_parse_name(p, &o->slot))
		return false;
	if (!liquid_is_word(p, "in"))
		return liquid_wrong(p, p->text, "\"in\" is missing");
	if (!liquid_next(p))
		return false;
	from = p->text - (p->token == LIQUID_STRING);
	if (!liquid_parse_expr(p, &o->in))
		return false;
	str_add(&s, name, n);
	str_putc(&s, '-');
	n = (size_t)(p->text - (p->token == LIQUID_STRING) - from);
	while (n && (from[n - 1] == ' ' || (from[n - 1] >= '\t' && from[n - 1] <= '\r')))
		n--;
	str_add(&s, from, n);
	o->name = arena_dup(&p->doc->arena, str_text(&s), s.len);
	o->name_n = s.len;
	str_free(&s);
	return true;
}

static bool
tag_loop_option(struct liquid_parser *p, struct liquid_over *o, bool table)
{
	struct liquid_expr **to;

	if (!table && liquid_is_word(p, "reversed")) {
		o->reversed = true;
		return liquid_next(p);
	}
	to = liquid_is_word(p, "limit") ? &o->limit : liquid_is_word(p, "offset") ? &o->offset
	    : table && liquid_is_word(p, "cols") ? &o->cols : NULL;
	if (to == NULL)
		return liquid_wrong(p, p->text, "unexpected \"%.*s\"", (int)p->text_n, p->text);
	if (!liquid_next(p) || !liquid_sign(p, ':'))
		return false;
	if (!table && to == &o->offset && liquid_is_word(p, "continue")) {
		o->resume = p->doc->resumes = true;
		return liquid_next(p);
	}
	return liquid_parse_expr(p, to);
}

bool
liquid_parse_over(struct liquid_parser *p, struct liquid_over *o, bool table)
{
	const char *loop = table ? "tablerowloop" : "forloop";

	o->table = table;
	if (!tag_loop_collection(p, o) || !liquid_slot_of(p, loop, strlen(loop), &o->loop_slot))
		return false;
	while (p->token != LIQUID_END) {
		if (liquid_is_sign(p, ',') && !liquid_next(p))
			return false;
		if (!tag_loop_option(p, o, table))
			return false;
	}
	return true;
}

/* Convert a map to a list of [key, value]. */
static bool
tag_loop_pairs(struct liquid_run *r, struct liquid_value *v)
{
	size_t i = 0, n = liquid_count(v);
	struct liquid_value *items = liquid_get(r, n * sizeof *items);
	void *at;

	if (items == NULL)
		return false;
	for (at = value_first(v->json); at && i < n; at = value_next(v->json, at))
		if (!liquid_pair(r, at, &items[i++]))
			return false;
	liquid_to_list(v, items, n);
	return liquid_step(r, n);
}

static bool
loop_items(struct liquid_run *r, struct liquid_value *v)
{
	struct liquid_value *one;

	if (v->kind == LIQUID_MAP)
		return tag_loop_pairs(r, v);
	if (liquid_is_list(v))
		return true;
	if (v->kind != LIQUID_TEXT || v->n == 0) {
		liquid_to_list(v, NULL, 0);
		return true;
	}
	one = liquid_get(r, sizeof *one);
	if (one == NULL)
		return false;
	*one = *v;
	liquid_to_list(v, one, 1);
	return true;
}

bool
liquid_over_start(struct liquid_run *r, const struct liquid_over *o, struct liquid_turns *t)
{
	int64_t from = 0, limit = INT64_MAX, *mark = NULL, n;
	uint32_t at = r->at;
	bool text;

	if (!liquid_eval(r, o->in, &t->items))
		return false;
	text = t->items.kind == LIQUID_TEXT;
	t->nothing = t->items.kind == LIQUID_NIL;
	if (!loop_items(r, &t->items))
		return false;
	n = liquid_count(&t->items) > INT64_MAX ? INT64_MAX : (int64_t)liquid_count(&t->items);
	if (r->doc->resumes && !o->table && !(mark = liquid_mark(r, 'o', o->name, o->name_n)))
		return false;
	if ((o->limit && !liquid_eval_int(r, o->limit, &limit))
	    || (o->offset && !liquid_eval_int(r, o->offset, &from)))
		return false;
	r->at = at;
	if (o->resume)
		from = *mark;
	if (from < 0) {
		limit += limit > 0 && limit < INT64_MAX ? from : 0;
		from = 0;
	}
	if (text) {			/* a text is one item, whatever the offset */
		from = 0;
		limit = 1;
	}
	t->from = from < n ? from : n;
	t->n = limit < 0 ? 0 : limit < n - t->from ? limit : n - t->from;
	if (mark)
		*mark = from > INT64_MAX - t->n ? INT64_MAX : from + t->n;
	return true;
}

void
liquid_over_enter(struct liquid_run *r, const struct liquid_over *o, struct liquid_turns *t)
{
	struct liquid_slot *outer = &r->slots[o->loop_slot];

	t->saved = r->slots[o->slot];
	t->saved_loop = *outer;
	r->slots[o->slot].argument = outer->argument = NULL;
	t->loop = (struct liquid_loop){ .name = o->name, .name_n = o->name_n, .length = t->n };
	if (outer->is_local && outer->local.kind == LIQUID_LOOP)
		t->loop.parent = outer->local.loop;
	outer->is_local = true;
	outer->local = (struct liquid_value){ .kind = LIQUID_LOOP, .loop = &t->loop };
}

bool
liquid_over_turn(struct liquid_run *r, const struct liquid_over *o, struct liquid_turns *t)
{
	struct liquid_slot *s = &r->slots[o->slot];
	int64_t i = o->reversed ? t->n - 1 - t->loop.index : t->loop.index;

	s->is_local = true;
	s->local = liquid_item(&t->items, (size_t)(t->from + i));
	return liquid_step(r, 1);
}

void
liquid_over_leave(struct liquid_run *r, const struct liquid_over *o, struct liquid_turns *t)
{
	r->slots[o->slot].is_local = t->saved.is_local;
	r->slots[o->slot].local = t->saved.local;
	r->slots[o->slot].argument = t->saved.argument;
	r->slots[o->loop_slot].is_local = t->saved_loop.is_local;
	r->slots[o->loop_slot].local = t->saved_loop.local;
	r->slots[o->loop_slot].argument = t->saved_loop.argument;
}

static bool
render_for(struct liquid_run *r, const struct liquid_node *n)
{
	const struct for_node *f = (const struct for_node *)n;
	struct liquid_turns t;
	bool ok = true;

	if (!liquid_over_start(r, &f->over, &t))
		return false;
	if (t.n == 0)
		return liquid_render_block(r, &f->none);
	liquid_over_enter(r, &f->over, &t);
	for (; ok && t.loop.index < t.n && r->stop != LIQUID_BREAK; t.loop.index++) {
		r->stop = LIQUID_RUNS;
		ok = liquid_over_turn(r, &f->over, &t) && liquid_render_block(r, &f->body);
	}
	r->stop = LIQUID_RUNS;
	liquid_over_leave(r, &f->over, &t);
	return ok;
}

static bool
parse_for(struct liquid_parser *p, struct liquid_node **node)
{
	struct for_node *f = liquid_node_new(p, sizeof *f, render_for);
	bool ok;

	*node = &f->node;
	f->none.blank = true;
	if (!liquid_parse_over(p, &f->over, false))
		return false;
	liquid_bind(p, f->over.slot, 1);
	liquid_bind(p, f->over.loop_slot, 1);
	ok = liquid_parse_block(p, "for", "else endfor", &f->body);
	liquid_bind(p, f->over.slot, -1);
	liquid_bind(p, f->over.loop_slot, -1);
	if (!ok)
		return false;
	if (liquid_word_is(p->tag, p->tag_n, "else")
	    && !liquid_parse_block(p, "for", "endfor", &f->none))
		return false;
	f->node.blank = f->body.blank && f->none.blank;
	if (f->node.blank) {
		liquid_strip_blank(&f->body);
		liquid_strip_blank(&f->none);
	}
	return true;
}

static bool
render_break(struct liquid_run *r, const struct liquid_node *n UNUSED)
{
	r->stop = LIQUID_BREAK;
	return true;
}

static bool
render_continue(struct liquid_run *r, const struct liquid_node *n UNUSED)
{
	r->stop = LIQUID_CONTINUE;
	return true;
}

static bool
parse_break(struct liquid_parser *p, struct liquid_node **node)
{
	*node = liquid_node_new(p, sizeof **node, render_break);
	return liquid_done(p);
}

static bool
parse_continue(struct liquid_parser *p, struct liquid_node **node)
{
	*node = liquid_node_new(p, sizeof **node, render_continue);
	return liquid_done(p);
}

const struct liquid_tag liquid_loop_tags[] = {
	{ "for", parse_for, false },
	{ "break", parse_break, false },
	{ "continue", parse_continue, false },
	{ NULL, NULL, false },
};
