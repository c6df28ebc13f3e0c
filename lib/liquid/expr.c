/* expr.c: parse expressions, filters, and conditions. */
#include <string.h>

#include "liquid/parse.h"

static struct liquid_expr *
expr_new(struct liquid_parser *p)
{
	struct liquid_expr *x = arena_get(&p->doc->arena, sizeof *x);

	x->at = liquid_at(p, p->text);
	return x;
}

static bool
expr_unexpected(struct liquid_parser *p, const char *wanted)
{
	if (p->token == LIQUID_END)
		return liquid_wrong(p, p->text, "%s is missing", wanted);
	return liquid_wrong(p, p->text, "%s was expected before \"%.*s\"", wanted,
	    (int)p->text_n, p->text);
}

static bool
expr_number(struct liquid_parser *p, struct liquid_expr *x)
{
	x->kind = LIQUID_CONSTANT;
	if (memchr(p->text, '.', p->text_n)) {
		struct liquid_value text = liquid_of_text(p->text, p->text_n);

		x->value = liquid_to_number(&text);
		return liquid_next(p);
	}
	x->value.kind = LIQUID_INT;
	if (!liquid_read_int(p->text, p->text_n, &x->value.i))
		return liquid_wrong(p, p->text, "a number beyond 64 bits");
	return liquid_next(p);
}

/* Parse a keyword that is a value; true if p is at one. */
static bool
expr_literal(const struct liquid_parser *p, struct liquid_value *v)
{
	static const struct {
		const char *word;
		enum liquid_kind kind;
		bool yes;
	} words[] = {
		{ "true", LIQUID_BOOL, true }, { "false", LIQUID_BOOL, false },
		{ "nil", LIQUID_NIL, false }, { "null", LIQUID_NIL, false },
		{ "empty", LIQUID_EMPTY, false }, { "blank", LIQUID_BLANK, false },
	};
	size_t i;

	for (i = 0; i < COUNT(words); i++)
		if (liquid_is_word(p, words[i].word)) {
			*v = (struct liquid_value){ .kind = words[i].kind, .yes = words[i].yes };
			return true;
		}
	return false;
}

/* Parse an [index] and move p past the bracket. */
static bool
parse_index(struct liquid_parser *p, struct liquid_segment *g)
{
	if (!liquid_parse_expr(p, &g->index) || !liquid_sign(p, ']'))
		return false;
	if (g->index->kind == LIQUID_CONSTANT && g->index->value.kind == LIQUID_TEXT)
		g->key = arena_dup(&p->doc->arena, g->index->value.text, g->index->value.n);
	return true;
}

static bool
expr_path(struct liquid_parser *p, struct liquid_expr *x)
{
	struct liquid_segment **to = &x->path;

	while (liquid_is_sign(p, '.') || liquid_is_sign(p, '[')) {
		bool dot = *p->text == '.';
		struct liquid_segment *g = arena_get(&p->doc->arena, sizeof *g);

		if (!liquid_next(p))
			return false;
		if (!dot) {
			if (!parse_index(p, g))
				return false;
		} else if (p->token != LIQUID_WORD)
			return expr_unexpected(p, "a name");
		else {
			g->key = arena_dup(&p->doc->arena, p->text, p->text_n);
			if (!liquid_next(p))
				return false;
		}
		*to = g;
		to = &g->next;
	}
	return true;
}

/* Parse name.path, or [expression].path, where a text in brackets is a name. */
static bool
expr_variable(struct liquid_parser *p, struct liquid_expr *x)
{
	x->kind = LIQUID_VARIABLE;
	if (p->token == LIQUID_WORD) {
		if (!liquid_slot_of(p, p->text, p->text_n, &x->slot) || !liquid_next(p))
			return false;
	} else {
		const struct liquid_value *v;

		if (!liquid_next(p) || !liquid_parse_expr(p, &x->root) || !liquid_sign(p, ']'))
			return false;
		v = &x->root->value;
		if (x->root->kind == LIQUID_CONSTANT && v->kind == LIQUID_TEXT) {
			if (!liquid_slot_of(p, v->text, v->n, &x->slot))
				return false;
			x->root = NULL;
		}
	}
	if (!expr_path(p, x))
		return false;
	liquid_note(p, x);
	return true;
}

static bool
expr_range(struct liquid_parser *p, struct liquid_expr *x)
{
	x->kind = LIQUID_SPAN;
	if (!liquid_next(p) || !liquid_parse_expr(p, &x->from))
		return false;
	if (p->token != LIQUID_DOTS)
		return expr_unexpected(p, "\"..\"");
	return liquid_next(p) && liquid_parse_expr(p, &x->to) && liquid_sign(p, ')');
}

static bool
expr_expression(struct liquid_parser *p, struct liquid_expr *x)
{
	if (p->token == LIQUID_STRING) {
		x->kind = LIQUID_CONSTANT;
		x->value = liquid_of_text(p->text, p->text_n);
		return liquid_next(p);
	}
	if (p->token == LIQUID_NUMBER)
		return expr_number(p, x);
	if (expr_literal(p, &x->value)) {
		x->kind = LIQUID_CONSTANT;
		return liquid_next(p);
	}
	if (p->token == LIQUID_WORD || liquid_is_sign(p, '['))
		return expr_variable(p, x);
	if (liquid_is_sign(p, '('))
		return expr_range(p, x);
	return expr_unexpected(p, "a value");
}

bool
liquid_parse_expr(struct liquid_parser *p, struct liquid_expr **out)
{
	bool ok;

	*out = expr_new(p);
	ok = liquid_deeper(p, &p->brackets, p->text) && expr_expression(p, *out);
	p->brackets--;
	return ok;
}

bool
liquid_parse_name(struct liquid_parser *p, size_t *slot)
{
	if (p->token != LIQUID_WORD || p->text[p->text_n - 1] == '?')
		return expr_unexpected(p, "a name");
	return liquid_slot_of(p, p->text, p->text_n, slot) && liquid_next(p);
}

/* Parse one argument: "key: value" or a value. */
static bool
expr_argument(struct liquid_parser *p, struct liquid_call *c)
{
	const char *word = p->text, *s = p->s;
	size_t n = p->text_n;
	int key;

	while (s < p->stop && (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r'))
		s++;
	if (p->token == LIQUID_WORD && s < p->stop && *s == ':') {
		key = liquid_filter_key(c->filter, word, n);
		if (key < 0)
			return liquid_wrong(p, word, "filter \"%s\" knows no \"%.*s\"",
			    c->filter->name, (int)n, word);
		return liquid_next(p) && liquid_next(p) && liquid_parse_expr(p, &c->named[key]);
	}
	if (c->n == LIQUID_ARGUMENTS_MAX)
		return liquid_wrong(p, word, "more than %d arguments", LIQUID_ARGUMENTS_MAX);
	return liquid_parse_expr(p, &c->args[c->n++]);
}

static bool
expr_arguments(struct liquid_parser *p, struct liquid_call *c, const char *name)
{
	const struct liquid_filter *f = c->filter;

	if (liquid_is_sign(p, ':'))
		do {
			if (!liquid_next(p) || !expr_argument(p, c))
				return false;
		} while (liquid_is_sign(p, ','));
	if (c->n >= (size_t)f->min && c->n <= (size_t)f->max)
		return true;
	if (f->min == f->max)
		return liquid_wrong(p, name, "filter \"%s\" takes %d argument%s, not %zu",
		    f->name, f->min, f->min == 1 ? "" : "s", c->n);
	return liquid_wrong(p, name, "filter \"%s\" takes %d to %d arguments, not %zu",
	    f->name, f->min, f->max, c->n);
}

static bool
expr_call(struct liquid_parser *p, struct liquid_call **out)
{
	struct liquid_call *c;
	const char *name;

	if (!liquid_next(p))
		return false;
	name = p->text;
	if (p->token != LIQUID_WORD)
		return expr_unexpected(p, "a filter");
	c = *out = arena_get(&p->doc->arena, sizeof *c);
	c->at = liquid_at(p, name);
	c->filter = liquid_filter_find(name, p->text_n);
	if (c->filter == NULL)
		return liquid_wrong(p, name, "unknown filter \"%.*s\"", (int)p->text_n, name);
	return liquid_next(p) && expr_arguments(p, c, name);
}

bool
liquid_parse_chain(struct liquid_parser *p, struct liquid_chain *chain)
{
	struct liquid_call **to = &chain->calls;
	int n = 0;

	if (!liquid_parse_expr(p, &chain->expr))
		return false;
	while (liquid_is_sign(p, '|')) {
		if (++n > LIQUID_CHAIN_MAX)
			return liquid_wrong(p, p->text, "more than %d filters", LIQUID_CHAIN_MAX);
		if (!expr_call(p, to))
			return false;
		to = &(*to)->next;
	}
	return liquid_done(p);
}

static bool
expr_comparison(struct liquid_parser *p, struct liquid_test *t)
{
	t->at = liquid_at(p, p->text);
	if (!liquid_parse_expr(p, &t->left))
		return false;
	if (p->token == LIQUID_OP || liquid_is_word(p, "contains")) {
		t->op = arena_dup(&p->doc->arena, p->text, p->text_n);
		return liquid_next(p) && liquid_parse_expr(p, &t->right);
	}
	return true;
}

bool
liquid_parse_test(struct liquid_parser *p, struct liquid_test **out)
{
	for (;;) {
		struct liquid_test *t = *out = arena_get(&p->doc->arena, sizeof *t);

		if (!expr_comparison(p, t))
			return false;
		if (!liquid_is_word(p, "and") && !liquid_is_word(p, "or"))
			return liquid_done(p);
		t->is_or = *p->text == 'o';
		out = &t->next;
		if (!liquid_next(p))
			return false;
	}
}
