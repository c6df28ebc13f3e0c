/* eval.c: evaluate expressions, filters, and conditions. */
#include <string.h>

#include "liquid/parse.h"

#define KEY_MAX 256			/* bytes of a computed key */
#define BYTES_A_STEP 256		/* bytes of text that a filter handles in one step */

static struct liquid_value
value_of_slot(struct liquid_run *r, size_t slot)
{
	struct liquid_slot *s = &r->slots[slot];

	if (s->argument)
		return *s->argument;
	if (s->is_local)
		return s->local;
	if (s->is_counter)
		return liquid_of_int(s->counter);
	if (!s->is_given) {
		s->given = liquid_wrap(value_get(r->context, r->doc->names[slot].text));
		s->is_given = true;
	}
	return s->given;
}

/* Read the variable whose name was computed. */
static struct liquid_value
value_of_name(struct liquid_run *r, const struct liquid_value *name)
{
	char key[KEY_MAX];
	size_t i;

	if (name->kind != LIQUID_TEXT || name->n >= sizeof key)
		return (struct liquid_value){ .kind = LIQUID_NIL };
	for (i = 0; i < r->doc->names_n; i++)
		if (r->doc->names[i].n == name->n
		    && !memcmp(r->doc->names[i].text, name->text, name->n))
			return value_of_slot(r, i);
	memcpy(key, name->text, name->n);
	key[name->n] = '\0';
	return liquid_wrap(value_get(r->context, key));
}

/* Replace *v with v[at]. */
static void
index_into(struct liquid_value *v, const struct liquid_value *at)
{
	char key[KEY_MAX];

	if (at->kind == LIQUID_INT && liquid_is_list(v)) {
		int64_t i = at->i, n = (int64_t)liquid_count(v);

		if (i < 0 && i >= -n)
			i += n;
		*v = liquid_item(v, i < 0 ? SIZE_MAX : (size_t)i);
		return;
	}
	if (at->kind == LIQUID_TEXT && v->kind == LIQUID_MAP && at->n < sizeof key) {
		memcpy(key, at->text, at->n);
		key[at->n] = '\0';
		*v = liquid_wrap(value_get(v->json, key));
		return;
	}
	*v = (struct liquid_value){ .kind = LIQUID_NIL };
}

static bool
eval_variable(struct liquid_run *r, const struct liquid_expr *x, struct liquid_value *v)
{
	const struct liquid_segment *g;

	if (x->root) {
		if (!liquid_step(r, 1) || !liquid_eval(r, x->root, v))
			return false;
		*v = value_of_name(r, v);
		liquid_spend(r, r->doc->names_n / 8);
	} else
		*v = value_of_slot(r, x->slot);
	for (g = x->path; g && v->kind != LIQUID_NIL; g = g->next) {
		struct liquid_value at;

		if (g->key) {
			if (!liquid_member(r, v, g->key, v))
				return false;
		} else {
			if (!liquid_step(r, 1) || !liquid_eval(r, g->index, &at))
				return false;
			index_into(v, &at);
		}
	}
	return true;
}

/* Convert an end of a range as Ruby's to_i does: 0 if it is no number. */
static int64_t
range_end(const struct liquid_value *v)
{
	struct liquid_value n = liquid_to_number(v);

	return n.kind == LIQUID_INT ? n.i : liquid_clip(n.d);
}

static bool
eval_range(struct liquid_run *r, const struct liquid_expr *x, struct liquid_value *v)
{
	struct liquid_value from, to;

	if (!liquid_eval(r, x->from, &from) || !liquid_eval(r, x->to, &to))
		return false;
	*v = (struct liquid_value){ .kind = LIQUID_RANGE };
	v->range.from = range_end(&from);
	v->range.to = range_end(&to);
	return true;
}

bool
liquid_eval(struct liquid_run *r, const struct liquid_expr *x, struct liquid_value *v)
{
	if (x->kind == LIQUID_VARIABLE)
		return eval_variable(r, x, v);
	if (x->kind == LIQUID_SPAN)
		return eval_range(r, x, v);
	*v = x->value;
	return true;
}

static bool
eval_apply(struct liquid_run *r, const struct liquid_call *c, struct liquid_value *v)
{
	struct liquid_value args[LIQUID_ARGUMENTS_MAX + LIQUID_NAMED_MAX], *named;
	size_t i, work = 1;

	for (i = 0; i < c->n; i++) {
		if (!liquid_eval(r, c->args[i], &args[i]))
			return false;
		if (args[i].kind == LIQUID_TEXT)
			work += args[i].n / BYTES_A_STEP;
	}
	for (i = 0; i < LIQUID_NAMED_MAX; i++) {
		named = &args[LIQUID_ARGUMENTS_MAX + i];
		*named = (struct liquid_value){ .kind = LIQUID_NIL };
		if (c->named[i] && !liquid_eval(r, c->named[i], named))
			return false;
	}
	if (v->kind == LIQUID_TEXT)
		work += v->n / BYTES_A_STEP;
	r->at = c->at;
	return liquid_step(r, work) && c->filter->apply(r, v, args, c->n);
}

bool
liquid_eval_chain(struct liquid_run *r, const struct liquid_chain *chain,
    struct liquid_value *v)
{
	const struct liquid_call *c;

	if (chain->expr == NULL) {
		*v = (struct liquid_value){ .kind = LIQUID_NIL };
		return true;
	}
	if (!liquid_eval(r, chain->expr, v))
		return false;
	for (c = chain->calls; c; c = c->next)
		if (!eval_apply(r, c, v))
			return false;
	return true;
}

static const char *
kind_name(const struct liquid_value *v)
{
	static const char *const names[] = {
		"nil", "a boolean", "a number", "a number", "a text", "a list", "a list", "a map",
		"a range", "a loop", "empty", "blank",
	};

	return names[v->kind];
}

static bool
eval_ordered(struct liquid_run *r, const char *op, const struct liquid_value *a,
    const struct liquid_value *b, bool *yes)
{
	bool plain = a->kind >= LIQUID_INT && a->kind <= LIQUID_TEXT
	    && b->kind >= LIQUID_INT && b->kind <= LIQUID_TEXT;
	int c;

	*yes = false;
	if (liquid_is_money(a) || liquid_is_money(b))
		return liquid_fail(r, "an amount with a currency is not a number: use its amount");
	if (!plain)
		return true;
	if (!liquid_order(r, a, b, &c))
		return liquid_fail(r, "%s and %s cannot be compared with \"%s\"",
		    kind_name(a), kind_name(b), op);
	*yes = op[0] == '<' ? c < 0 || (op[1] && c == 0) : c > 0 || (op[1] && c == 0);
	return true;
}

static bool
eval_test(struct liquid_run *r, const struct liquid_test *t, bool *yes)
{
	struct liquid_value a, b;

	r->at = t->at;
	if (!liquid_step(r, 1) || !liquid_eval(r, t->left, &a))
		return false;
	if (t->op == NULL) {
		*yes = liquid_truth(&a);
		return true;
	}
	if (!liquid_eval(r, t->right, &b))
		return false;
	if (*t->op == 'c')
		return liquid_contains(r, &a, &b, yes);
	if (*t->op == '=' || *t->op == '!' || !strcmp(t->op, "<>")) {
		*yes = liquid_equal(r, &a, &b) == (*t->op == '=');
		return liquid_step(r, 0);
	}
	return eval_ordered(r, t->op, &a, &b, yes);
}

/* Evaluate from the right, as Liquid does: a and (b or (c and d)). */
bool
liquid_eval_test(struct liquid_run *r, const struct liquid_test *t, bool *yes)
{
	for (;; t = t->next) {
		if (!eval_test(r, t, yes))
			return false;
		if (t->next == NULL || *yes == t->is_or)
			return true;
	}
}

/* NIL does not change it. */
bool
liquid_eval_int(struct liquid_run *r, const struct liquid_expr *x, int64_t *out)
{
	struct liquid_value v;

	r->at = x->at;
	if (!liquid_eval(r, x, &v))
		return false;
	if (v.kind == LIQUID_NIL)
		return true;
	if (v.kind == LIQUID_REAL) {
		*out = liquid_clip(v.d);
		return true;
	}
	return liquid_to_int(r, &v, out);
}
