/* tag_partial.c: the tags render, include, and layout. */
#include <stdlib.h>
#include <string.h>

#include "liquid/parse.h"

struct argument {
	struct argument *next;
	size_t slot;
	struct liquid_expr *value;
};

struct partial_node {
	struct liquid_node node;
	struct liquid_block body;
	struct argument *arguments;
	struct liquid_expr *with;	/* NULL: not given */
	const char *name;
	size_t slot, loop_slot;		/* of with: its name, and forloop */
	bool each;			/* for instead of with */
	bool shares;			/* include: it has the variables of its template */
};

/* The body with one item of a list. */
static bool
partial_item(struct liquid_run *r, const struct partial_node *n, struct liquid_value *item,
    struct liquid_loop *loop)
{
	struct liquid_slot *slot = &r->slots[n->slot], *of_loop = &r->slots[n->loop_slot];
	const struct liquid_value *saved = slot->argument, *saved_loop = of_loop->argument;
	struct liquid_value turn = { .kind = LIQUID_LOOP, .loop = loop };
	bool ok;

	if (n->with)
		slot->argument = item;
	if (loop)
		of_loop->argument = &turn;
	ok = liquid_render_block(r, &n->body);
	slot->argument = saved;
	of_loop->argument = saved_loop;
	if (!n->shares)
		r->stop = LIQUID_RUNS;
	return ok;
}

static bool
partial_each(struct liquid_run *r, const struct partial_node *n, const struct liquid_value *list)
{
	struct liquid_loop loop = { .name = n->name, .name_n = strlen(n->name),
	    .length = (int64_t)liquid_count(list) };
	bool ok = true;

	for (; ok && loop.index < loop.length && r->stop == LIQUID_RUNS; loop.index++) {
		struct liquid_value item = liquid_item(list, (size_t)loop.index);

		ok = liquid_step(r, 1) && partial_item(r, n, &item, &loop);
	}
	return ok;
}

static bool
partial_run(struct liquid_run *r, const struct partial_node *n, struct liquid_value *with)
{
	if (n->with && liquid_is_list(with) && (n->each || n->shares))
		return partial_each(r, n, with);
	return partial_item(r, n, with, NULL);
}

/* A partial of render starts with the variables of the message only. */
static struct liquid_slot *
partial_slots(struct liquid_run *r)
{
	size_t n = r->doc->names_n * sizeof *r->slots;
	struct liquid_slot **spare = &r->spare[r->nested];

	liquid_spend(r, r->doc->names_n / 8);
	if (*spare == NULL && (*spare = liquid_get(r, n)) == NULL)
		return NULL;
	memset(*spare, 0, n);
	return *spare;
}

static bool
partial_isolated(struct liquid_run *r, const struct partial_node *n,
    const struct liquid_value *values, struct liquid_value *with)
{
	struct liquid_slot *outer = r->slots, *inner = partial_slots(r);
	const struct argument *a;
	size_t i = 0;
	bool ok;

	if (inner == NULL)
		return false;
	for (a = n->arguments; a; a = a->next) {
		inner[a->slot].local = values[i++];
		inner[a->slot].is_local = true;
	}
	r->slots = inner;
	r->nested++;
	ok = partial_run(r, n, with);
	r->nested--;
	r->slots = outer;
	return ok;
}

static bool
partial_shared(struct liquid_run *r, const struct partial_node *n,
    const struct liquid_value *values, struct liquid_value *with)
{
	const struct liquid_value *saved[LIQUID_ARGUMENTS_MAX];
	const struct argument *a;
	size_t i = 0;
	bool ok;

	for (a = n->arguments; a; a = a->next, i++) {
		saved[i] = r->slots[a->slot].argument;
		r->slots[a->slot].argument = &values[i];
	}
	ok = partial_run(r, n, with);
	for (i = 0, a = n->arguments; a; a = a->next)
		r->slots[a->slot].argument = saved[i++];
	return ok;
}

static bool
render_partial(struct liquid_run *r, const struct liquid_node *node)
{
	const struct partial_node *n = (const struct partial_node *)node;
	struct liquid_value values[LIQUID_ARGUMENTS_MAX], with = { .kind = LIQUID_NIL };
	const struct argument *a;
	size_t i = 0;

	for (a = n->arguments; a; a = a->next)
		if (!liquid_eval(r, a->value, &values[i++]))
			return false;
	if (n->with && !liquid_eval(r, n->with, &with))
		return false;
	return n->shares ? partial_shared(r, n, values, &with)
	    : partial_isolated(r, n, values, &with);
}

static bool
parse_arguments(struct liquid_parser *p, struct argument **to)
{
	int n = 0;

	while (p->token != LIQUID_END) {
		struct argument *a = arena_get(&p->doc->arena, sizeof *a);

		if (liquid_is_sign(p, ',') && !liquid_next(p))
			return false;
		if (++n > LIQUID_ARGUMENTS_MAX)
			return liquid_wrong(p, p->text, "more than %d arguments", LIQUID_ARGUMENTS_MAX);
		if (!liquid_parse_name(p, &a->slot) || !liquid_sign(p, ':')
		    || !liquid_parse_expr(p, &a->value))
			return false;
		*to = a;
		to = &a->next;
	}
	return true;
}

/* with VALUE as NAME, for LIST as NAME, then arguments. */
static bool
parse_call(struct liquid_parser *p, struct partial_node *n)
{
	if (!liquid_slot_of(p, n->name, strlen(n->name), &n->slot)
	    || !liquid_slot_of(p, "forloop", 7, &n->loop_slot))
		return false;
	n->each = liquid_is_word(p, "for");
	if (n->each || liquid_is_word(p, "with")) {
		if (!liquid_next(p) || !liquid_parse_expr(p, &n->with))
			return false;
		if (liquid_is_word(p, "as") && !(liquid_next(p) && liquid_parse_name(p, &n->slot)))
			return false;
	}
	return parse_arguments(p, &n->arguments);
}

static void
partial_bind(struct liquid_parser *p, const struct partial_node *n, int by)
{
	const struct argument *a;

	for (a = n->arguments; a; a = a->next)
		liquid_bind(p, a->slot, by);
	if (n->with) {
		liquid_bind(p, n->slot, by);
		liquid_bind(p, n->loop_slot, by);
	}
}

/* Within the partial of render, no variable of its template is set. */
static bool
parse_isolated(struct liquid_parser *p, struct partial_node *n, const char *at)
{
	struct liquid *doc = p->doc;
	size_t i, before = doc->names_n;
	int *local = mem_get((before + 1) * sizeof *local);
	bool ok;

	for (i = 0; i < before; i++) {
		local[i] = doc->names[i].local;
		doc->names[i].local = 0;
	}
	partial_bind(p, n, 1);
	ok = liquid_parse_partial(p, n->name, at, &n->body);
	for (i = 0; i < doc->names_n; i++)
		doc->names[i].local = i < before ? local[i] : 0;
	free(local);
	return ok;
}

/* The name is a text of the template, so that no data can choose a partial. */
static bool
parse_partial(struct liquid_parser *p, struct liquid_node **node, bool shares)
{
	struct partial_node *n = liquid_node_new(p, sizeof *n, render_partial);
	const char *at = p->text;
	bool ok;

	*node = &n->node;
	n->shares = shares;
	if (p->token != LIQUID_STRING || p->text_n == 0)
		return liquid_wrong(p, p->text, "\"%.*s\" needs the name of a partial in quotes",
		    (int)p->tag_n, p->tag);
	n->name = arena_dup(&p->doc->arena, p->text, p->text_n);
	if (!liquid_next(p) || !parse_call(p, n))
		return false;
	if (!shares)
		return parse_isolated(p, n, at);
	partial_bind(p, n, 1);
	ok = liquid_parse_partial(p, n->name, at, &n->body);
	partial_bind(p, n, -1);
	return ok;
}

static bool
parse_render(struct liquid_parser *p, struct liquid_node **node)
{
	return parse_partial(p, node, false);
}

static bool
parse_include(struct liquid_parser *p, struct liquid_node **node)
{
	return parse_partial(p, node, true);
}

static bool
parse_layout(struct liquid_parser *p, struct liquid_node **node UNUSED)
{
	struct liquid *doc = p->doc;

	if (p->nested || p->depth || doc->layout_name || doc->bare)
		return liquid_wrong(p, p->tag, "a template has one \"layout\", outside of other tags");
	if (liquid_is_word(p, "none"))
		doc->bare = true;
	else if (p->token == LIQUID_STRING && p->text_n)
		doc->layout_name = arena_dup(&doc->arena, p->text, p->text_n);
	else
		return liquid_wrong(p, p->text, "\"layout\" needs the name of a layout in quotes");
	if (p->partials == NULL)
		return liquid_wrong(p, p->tag, "tag \"layout\" is not supported here: there are no "
		    "partials");
	return liquid_next(p) && liquid_done(p);
}

const struct liquid_tag liquid_partial_tags[] = {
	{ "render", parse_render, false },
	{ "include", parse_include, false },
	{ "layout", parse_layout, false },
	{ NULL, NULL, false },
};
