/* cycle.c: the tag cycle, and the numbers that a run stores under a key. */
#include <string.h>

#include "liquid/parse.h"

struct liquid_mark {
	struct liquid_mark *next;
	char kind;
	const char *key;
	size_t n;
	int64_t value;
};

struct choice {
	struct choice *next;
	struct liquid_expr *value;
};

struct cycle_node {
	struct liquid_node node;
	struct liquid_expr *name;	/* NULL: the values are the name */
	const char *key;
	size_t key_n;
	struct choice *first;
	int64_t n;
};

int64_t *
liquid_mark(struct liquid_run *r, char kind, const char *key, size_t n)
{
	struct liquid_mark *m;

	for (m = r->marks; m; m = m->next) {
		liquid_spend(r, 1);
		if (m->kind == kind && m->n == n && !memcmp(m->key, key, n))
			return &m->value;
	}
	m = liquid_get(r, sizeof *m);
	if (m == NULL)
		return NULL;
	*m = (struct liquid_mark){ .next = r->marks, .kind = kind, .key = key, .n = n };
	r->marks = m;
	return &m->value;
}

static bool
render_cycle(struct liquid_run *r, const struct liquid_node *node)
{
	const struct cycle_node *n = (const struct cycle_node *)node;
	struct liquid_value v = liquid_of_text(n->key, n->key_n);
	const struct choice *c = n->first;
	int64_t *turn, i;

	if (n->name && (!liquid_eval(r, n->name, &v) || !liquid_to_text(r, &v)))
		return false;
	turn = liquid_mark(r, n->name ? 'n' : 'c', v.text, v.n);
	if (turn == NULL)
		return false;
	liquid_spend(r, (size_t)*turn / 64);
	for (i = *turn; i > 0 && c; i--)
		c = c->next;
	*turn = *turn + 1 < n->n ? *turn + 1 : 0;
	if (c == NULL)			/* the same name had more values before */
		return true;
	return liquid_eval(r, c->value, &v) && liquid_put_value(r, v);
}

/* Append the text of one value to the key. */
static bool
cycle_choice(struct liquid_parser *p, struct cycle_node *n, struct choice **to, struct str *key)
{
	const char *from = p->text - (p->token == LIQUID_STRING);

	*to = arena_get(&p->doc->arena, sizeof **to);
	if (!liquid_parse_expr(p, &(*to)->value))
		return false;
	while (from < p->text && *from != ',') {
		if (*from != ' ')
			str_putc(key, *from);
		from++;
	}
	str_putc(key, ',');
	n->n++;
	return true;
}

static bool
cycle_choices(struct liquid_parser *p, struct cycle_node *n, struct str *key)
{
	struct choice **to = &n->first;

	if (!cycle_choice(p, n, to, key))
		return false;
	if (liquid_is_sign(p, ':')) {
		n->name = (*to)->value;
		n->n = 0;
		if (!liquid_next(p) || !cycle_choice(p, n, to, key))
			return false;
	}
	while (liquid_is_sign(p, ',')) {
		to = &(*to)->next;
		if (!liquid_next(p) || !cycle_choice(p, n, to, key))
			return false;
	}
	return liquid_done(p);
}

static bool
parse_cycle(struct liquid_parser *p, struct liquid_node **node)
{
	struct cycle_node *n = liquid_node_new(p, sizeof *n, render_cycle);
	struct str key = STR_MAX(2 * LIQUID_EXPRESSION_MAX);
	bool ok;

	*node = &n->node;
	ok = cycle_choices(p, n, &key);
	n->key = arena_dup(&p->doc->arena, str_text(&key), key.len);
	n->key_n = key.len;
	str_free(&key);
	return ok;
}

const struct liquid_tag liquid_cycle_tags[] = {
	{ "cycle", parse_cycle, false },
	{ NULL, NULL, false },
};
