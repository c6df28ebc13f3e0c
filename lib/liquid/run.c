/* run.c: one run of a template: start, limits, and output. */
#include <string.h>

#include "liquid/parse.h"

bool
liquid_step(struct liquid_run *r, size_t n)
{
	if (r->steps > n) {
		r->steps -= n;
		return true;
	}
	return liquid_limit(r, "steps",
	    r->opt->steps_max ? r->opt->steps_max : LIQUID_STEPS_MAX);
}

void
liquid_spend(struct liquid_run *r, size_t n)
{
	r->steps -= n < r->steps ? n : r->steps;
}

void *
liquid_get(struct liquid_run *r, size_t n)
{
	if (n > r->work) {
		liquid_limit(r, "bytes of working memory", LIQUID_WORK_MAX);
		return NULL;
	}
	r->work -= n;
	return arena_get(&r->arena, n);
}

struct str *
liquid_scratch(struct liquid_run *r)
{
	if (r->scratch.data)
		str_cut(&r->scratch, 0);
	r->scratch.full = false;
	return &r->scratch;
}

bool
liquid_keep(struct liquid_run *r, struct liquid_value *v)
{
	char *s;

	if (str_full(&r->scratch))
		return liquid_limit(r, "bytes of working memory", LIQUID_WORK_MAX);
	s = liquid_get(r, r->scratch.len + 1);
	if (s == NULL)
		return false;
	memcpy(s, str_text(&r->scratch), r->scratch.len);
	*v = liquid_of_text(s, r->scratch.len);
	return true;
}

bool
liquid_put(struct liquid_run *r, const char *s, size_t n)
{
	if (n > r->room) {
		r->room = 0;
		return liquid_limit(r, "bytes of output",
		    r->opt->output_max ? r->opt->output_max : LIQUID_OUTPUT_MAX);
	}
	r->room -= n;
	str_add(r->out, s, n);
	return true;
}

bool
liquid_render_block(struct liquid_run *r, const struct liquid_block *b)
{
	const struct liquid_node *n;

	for (n = b->first; n && r->stop == LIQUID_RUNS; n = n->next) {
		r->at = n->at;
		if (!liquid_step(r, 1) || !n->render(r, n))
			return false;
	}
	return true;
}

/* The output is rendered and then taken back. */
bool
liquid_take_block(struct liquid_run *r, const struct liquid_block *b, struct liquid_value *v)
{
	size_t from = r->out->len, room = r->room;
	char *s;

	if (!liquid_render_block(r, b))
		return false;
	*v = liquid_of_text("", 0);
	if (r->out->len > from) {
		size_t n = r->out->len - from;

		s = liquid_get(r, n + 1);
		if (s == NULL)
			return false;
		memcpy(s, r->out->data + from, n);
		str_cut(r->out, from);
		*v = liquid_of_text(s, n);
	}
	r->room = room;
	v->safe = r->opt->escape == LIQUID_HTML;
	return true;
}

/* The variables that the body set can be read in the layout, such as its title. */
static bool
run_layout(struct liquid_run *r)
{
	struct liquid_slot *content = &r->slots[r->doc->content];

	if (!liquid_take_block(r, &r->doc->body, &content->local))
		return false;
	content->is_local = true;
	r->stop = LIQUID_RUNS;
	return liquid_render_block(r, &r->doc->layout);
}

bool
liquid_render(const struct liquid *doc, const json_t *context,
    const struct liquid_options *opt, struct str *out, struct err *e)
{
	struct liquid_run r = {
		.doc = doc, .context = context, .opt = opt, .out = out, .err = e,
		.scratch = STR_MAX(LIQUID_WORK_MAX), .work = LIQUID_WORK_MAX,
		.room = opt->output_max ? opt->output_max : LIQUID_OUTPUT_MAX,
		.steps = opt->steps_max ? opt->steps_max : LIQUID_STEPS_MAX,
	};
	size_t left = out->max > out->len ? out->max - out->len : 0;
	bool ok;

	if (left < r.room)
		r.room = left;
	r.slots = arena_get(&r.arena, doc->names_n * sizeof *r.slots);
	ok = doc->has_layout ? run_layout(&r) : liquid_render_block(&r, &doc->body);
	str_free(&r.scratch);
	arena_free(&r.arena);
	return ok;
}
