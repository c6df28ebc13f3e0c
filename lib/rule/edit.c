/* edit.c: decide what a change of a campaign means for an open episode. */
#include <string.h>

#include "rule/edit.h"

const char *const edit_effects[] = { "", "kept", "added", "moved", "dropped", NULL };

/* What is different in the next step of an enrollment, apart from its time. */
static const char *
edit_step(const struct campaign *was, const struct campaign *is, size_t i)
{
	if (i >= was->nsteps)
		return "steps";
	if (was->steps[i].channel != is->steps[i].channel)
		return "channel";
	return strcmp(was->steps[i].template, is->steps[i].template) ? "template" : NULL;
}

static struct edit
edit_running(const struct campaign *was, const struct campaign *is, const struct edit_facts *f)
{
	struct edit d = { EDIT_KEPT, NULL, f->next_at };

	if (!f->met)
		return (struct edit){ EDIT_DROPPED, words_campaign_refusal[f->why], 0 };
	if (f->next_step >= is->nsteps)
		return (struct edit){ EDIT_DROPPED, "steps", 0 };
	d.reason = edit_step(was, is, f->next_step);
	if (f->base + is->steps[f->next_step].wait != f->next_at)
		d.reason = "wait";
	d.next_at = f->base + is->steps[f->next_step].wait;
	d.effect = d.reason ? EDIT_MOVED : EDIT_KEPT;
	return d;
}

struct edit
edit_decide(const struct campaign *was, const struct campaign *is, bool active,
    const struct edit_facts *f, crt_time now)
{
	const struct edit none = { EDIT_NONE, NULL, 0 };

	if (f->running)
		return edit_running(was, is, f);
	if (!f->free || !active || !f->met
	    || f->base + is->steps[is->nsteps - 1].not_after <= now)
		return none;
	return (struct edit){ EDIT_ADDED, f->refusal < 0 ? NULL : words_campaign_refusal[f->refusal],
	    f->base + is->steps[0].wait };
}
