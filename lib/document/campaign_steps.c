/* campaign_steps.c: read the steps of a campaign's file and check that their times can be
   met. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/word.h"
#include "text/nearest.h"
#include "document/campaign_file.h"

static bool
read_channel(const struct yaml *map, enum message_channel *out, struct err *e)
{
	const struct yaml *v;
	struct nearest near = { 0 };
	int channel, i;

	if (!field_need(map, "channel", &v, e))
		return false;
	near.wanted = yaml_text(v) ? yaml_text(v) : "";
	channel = word_find(words_message_channel, near.wanted);
	*out = channel < 0 ? CHANNEL_EMAIL : (enum message_channel)channel;
	if (channel >= 0)
		return true;
	for (i = 0; words_message_channel[i]; i++)
		nearest_try(&near, words_message_channel[i]);
	yaml_fail(v, e, "unknown channel \"%.64s\"", near.wanted);
	return nearest_name(&near) ? err_hint(e, "the nearest is %s", nearest_name(&near)) : false;
}

static bool
campaign_steps_read_coupon(struct campaign_coupon *c, const struct yaml *map, struct err *e)
{
	static const char *const keys[] = { "code", "percent", "valid", NULL };
	const struct yaml *v;
	const char *code;

	if (map == NULL)
		return true;
	if (!yaml_only(map, keys, e))
		return false;
	if (yaml_get(map, "code") == NULL) {
		yaml_fail(map, e, "a coupon without \"code\" is not supported");
		return err_hint(e, "add the code of a coupon that the shop accepts");
	}
	if (!field_line(map, "code", CAMPAIGN_CODE_MAX, &code, e)
	    || !field_need(map, "percent", &v, e)
	    || !field_int(map, "percent", 1, 100, true, &c->percent, e)
	    || !field_need(map, "valid", &v, e) || !field_duration(map, "valid", &c->valid, e))
		return false;
	c->code = mem_dup(code);
	return true;
}

static bool
read_variant(struct campaign_step *s, const struct yaml *v, struct err *e)
{
	const char *text = yaml_text(v);
	crt_time wait;
	size_t i;

	if (text == NULL || !clock_read_duration(text, &wait) || wait <= 0)
		return yaml_fail(v, e, "expected a duration such as 30m, 24h, or 3d");
	for (i = 0; i < s->nwaits; i++)
		if (s->waits[i] == wait)
			return yaml_fail(v, e, "the wait %s is in the list twice", text);
	s->waits[s->nwaits++] = wait;
	s->wait = s->nwaits == 1 || wait < s->wait ? wait : s->wait;
	return true;
}

/* A list of waits, instead of one. */
static bool
read_variants(struct campaign_step *s, size_t step, const struct yaml *map, struct err *e)
{
	const struct yaml *list = yaml_get(map, "waits");
	size_t i, n = yaml_count(list);

	if (step)
		return yaml_fail(list, e, "only the first step can have several waits");
	if (yaml_get(map, "wait"))
		return yaml_fail(list, e, "a step has \"wait\" or \"waits\", not both");
	if (yaml_kind(list) != YAML_LIST || n < 2 || n > CAMPAIGN_WAITS_MAX)
		return yaml_fail(list, e, "expected a list of 2 to %d durations", CAMPAIGN_WAITS_MAX);
	for (i = 0; i < n; i++)
		if (!read_variant(s, yaml_at(list, i), e))
			return false;
	return true;
}

static bool
read_wait(struct campaign_file *f, size_t i, const struct yaml *map, struct err *e)
{
	struct campaign_step *s = &f->campaign.steps[i];
	const struct yaml *v = yaml_get(map, "waits");

	if (!(v ? read_variants(s, i, map, e)
	    : field_need(map, "wait", &v, e) && field_duration(map, "wait", &s->wait, e))
	    || !field_duration(map, "not_after", &s->not_after, e))
		return false;
	if (campaign_longest(s) > CAMPAIGN_WAIT_MAX)
		return yaml_fail(v, e, "a wait longer than %d days",
		    (int)(CAMPAIGN_WAIT_MAX / CLOCK_DAY));
	if (i && s->wait <= campaign_longest(&s[-1])) {
		yaml_fail(v, e, "step %zu does not wait longer than the one before", i + 1);
		return err_hint(e, "count every wait from the abandonment");
	}
	return s->not_after == 0 || s->not_after > campaign_longest(s)
	    || yaml_fail(yaml_get(map, "not_after"), e, "\"not_after\" is not later than \"wait\"");
}

static bool
campaign_steps_read_step(struct campaign_file *f, size_t i, const struct yaml *map, struct err *e)
{
	static const char *const keys[] = { "wait", "waits", "channel", "template", "not_after",
	    "coupon", NULL };
	static const char *const later[] = { "variants", "when", NULL };
	struct campaign_step *s = &f->campaign.steps[i];
	const char *name;

	*s = (struct campaign_step){ 0 };
	f->campaign.nsteps = i + 1;
	if (!field_unbuilt(map, later, e) || !yaml_only(map, keys, e) || !read_wait(f, i, map, e)
	    || !read_channel(map, &s->channel, e) || !field_name(map, "template", &name, e))
		return false;
	s->template = mem_dup(name);
	f->templates[i] = yaml_get(map, "template");
	return campaign_steps_read_coupon(&s->coupon, yaml_get(map, "coupon"), e);
}

bool
campaign_steps_read(struct campaign_file *f, const struct yaml *list, struct err *e)
{
	struct campaign *c = &f->campaign;
	size_t i, n = yaml_count(list);

	if (yaml_kind(list) != YAML_LIST || n == 0)
		return yaml_fail(list, e, "a campaign needs a list of steps");
	if (n > CAMPAIGN_STEPS_MAX)
		return yaml_fail(yaml_at(list, CAMPAIGN_STEPS_MAX), e, "more than %d steps",
		    CAMPAIGN_STEPS_MAX);
	for (i = 0; i < n; i++)
		if (!campaign_steps_read_step(f, i, yaml_at(list, i), e))
			return false;
	for (i = 0; i < n; i++)
		if (c->steps[i].not_after == 0)
			c->steps[i].not_after = i + 1 < n ? c->steps[i + 1].wait
			    : campaign_longest(&c->steps[i]) + CAMPAIGN_LAST;
	return true;
}
