/* campaign_steps.c: read the steps of a campaign's file and check that their times can be
   met. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/word.h"
#include "text/nearest.h"
#include "document/campaign_file.h"
#include "document/condition_file.h"

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
read_window(struct campaign_step *s, const struct yaml *map, struct err *e)
{
	static const char *const keys[] = { "day", "time", NULL };
	const struct yaml *v = yaml_get(map, "send_window");
	json_t *json;

	s->has_window = v != NULL;
	if (v == NULL)
		return true;
	if (!yaml_only(v, keys, e))
		return false;
	json = condition_file_json(v);
	s->has_window = window_read(&s->window, json);
	value_free(json);
	if (s->has_window)
		return true;
	yaml_fail(v, e, "\"send_window\" takes days and times of day");
	return err_hint(e, "write it as { day: [MON, TUE], time: [\"09:00-17:30\"] }");
}

static bool
read_drop(struct campaign_step *s, const struct yaml *v, struct err *e)
{
	struct nearest near = { .wanted = yaml_text(v) ? yaml_text(v) : "" };
	enum gate gate = gate_find(near.wanted);
	int g;

	if (gate != GATE_NAME_NONE && gate_droppable(gate)) {
		s->drop_if |= GATE_BIT(gate);
		return true;
	}
	for (g = 0; g < GATE_NAMES; g++)
		if (gate_droppable((enum gate)g))
			nearest_try(&near, gate_name((enum gate)g));
	yaml_fail(v, e, "\"%.64s\" is no gate that may drop a step", near.wanted);
	return nearest_name(&near) ? err_hint(e, "the nearest is %s", nearest_name(&near)) : false;
}

static bool
read_rule(struct campaign_step *s, const struct yaml *map, struct err *e)
{
	const struct yaml *drops = yaml_get(map, "drop_if");
	size_t i;

	s->has_when = yaml_get(map, "when") != NULL;
	if (!condition_file_read(&s->when, yaml_get(map, "when"), e) || !read_window(s, map, e))
		return false;
	if (drops && yaml_kind(drops) != YAML_LIST)
		return yaml_fail(drops, e, "expected a list of gates, such as [gap, cap_day]");
	for (i = 0; i < yaml_count(drops); i++)
		if (!read_drop(s, yaml_at(drops, i), e))
			return false;
	return true;
}

/* What a step or an alternative of a branch sends. */
static bool
read_message(struct campaign_file *f, size_t i, const struct yaml *map, struct err *e)
{
	struct campaign_step *s = &f->campaign.steps[i];
	const char *name;

	if (!read_channel(map, &s->channel, e) || !field_name(map, "template", &name, e))
		return false;
	s->template = mem_dup(name);
	f->templates[i] = yaml_get(map, "template");
	return read_rule(s, map, e)
	    && campaign_steps_read_coupon(&s->coupon, yaml_get(map, "coupon"), e);
}

static bool
read_more(struct campaign_file *f, const struct yaml *map, struct err *e)
{
	struct campaign *c = &f->campaign;

	if (c->nsteps == CAMPAIGN_STEPS_MAX)
		return yaml_fail(map, e, "more than %d steps", CAMPAIGN_STEPS_MAX);
	f->steps[c->nsteps] = map;
	c->steps[c->nsteps++] = (struct campaign_step){ 0 };
	return true;
}

static bool
read_branch(struct campaign_file *f, size_t first, const struct yaml *map, struct err *e)
{
	static const char *const keys[] = { "channel", "template", "coupon", "when", "send_window",
	    "drop_if", NULL };
	const struct yaml *list = yaml_get(map, "branch");
	struct campaign_step *s = f->campaign.steps;
	size_t i, n = yaml_count(list);

	if (yaml_kind(list) != YAML_LIST || n < 2)
		return yaml_fail(list, e, "a branch is a list of two or more alternatives");
	for (i = 0; i < n; i++) {
		if ((i && !read_more(f, map, e)) || !yaml_only(yaml_at(list, i), keys, e))
			return false;
		if (i) {
			s[first + i].wait = s[first].wait;
			s[first + i].not_after = s[first].not_after;
			s[first + i].other = true;
		}
		if (!read_message(f, first + i, yaml_at(list, i), e))
			return false;
	}
	return true;
}

static bool
campaign_steps_read_step(struct campaign_file *f, const struct yaml *map, struct err *e)
{
	static const char *const keys[] = { "wait", "waits", "channel", "template", "not_after",
	    "coupon", "when", "send_window", "drop_if", NULL };
	static const char *const branch[] = { "wait", "waits", "not_after", "branch", NULL };
	static const char *const later[] = { "variants", NULL };
	const size_t i = f->campaign.nsteps;
	const bool branches = yaml_get(map, "branch") != NULL;

	return read_more(f, map, e) && field_unbuilt(map, later, e)
	    && yaml_only(map, branches ? branch : keys, e) && read_wait(f, i, map, e)
	    && (branches ? read_branch(f, i, map, e) : read_message(f, i, map, e));
}

/* The default of not_after: the next wait, or for the last steps their own and two days. */
static void
read_not_after(struct campaign *c, size_t i)
{
	size_t next = i + 1;

	while (next < c->nsteps && c->steps[next].other)
		next++;
	if (c->steps[i].not_after == 0)
		c->steps[i].not_after = next < c->nsteps ? c->steps[next].wait
		    : campaign_longest(&c->steps[i]) + CAMPAIGN_LAST;
}

bool
campaign_steps_read(struct campaign_file *f, const struct yaml *list, struct err *e)
{
	struct campaign *c = &f->campaign;
	size_t i, n = yaml_count(list);

	if (yaml_kind(list) != YAML_LIST || n == 0)
		return yaml_fail(list, e, "a campaign needs a list of steps");
	for (i = 0; i < n; i++)
		if (!campaign_steps_read_step(f, yaml_at(list, i), e))
			return false;
	for (i = 0; i < c->nsteps; i++)
		read_not_after(c, i);
	return true;
}
