/* campaign.c: convert a campaign to and from its JSON, and choose the arm of a person. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/word.h"
#include "rule/campaign.h"

static bool
campaign_check(bool good, const char *what, struct err *e)
{
	return good || err_set(e, ERR_BUG, "a stored campaign has a wrong %s", what);
}

static bool
campaign_read_trigger(struct condition *t, const json_t *v, struct err *e)
{
	struct condition_fault fault;
	struct err why = { 0 };

	return campaign_check(condition_read(t, v, &fault, &why), "trigger", e);
}

/* A duration in seconds. */
static bool
read_duration(const json_t *v, crt_time *span)
{
	int64_t seconds = value_int(v);

	if (value_kind(v) != VALUE_INT || seconds < 0 || seconds > CLOCK_MAX / CLOCK_SECOND)
		return false;
	*span = seconds * CLOCK_SECOND;
	return true;
}

static bool
campaign_read_coupon(struct campaign_coupon *c, const json_t *v, struct err *e)
{
	const char *code = value_text(value_get(v, "code"));
	int64_t percent = value_int(value_get(v, "percent"));

	if (v == NULL)
		return true;
	if (!campaign_check(code && percent >= 1 && percent <= 100
	    && read_duration(value_get(v, "valid"), &c->valid), "coupon", e))
		return false;
	c->code = mem_dup(code);
	c->percent = (int)percent;
	return true;
}

static bool
campaign_read_waits(struct campaign_step *s, const json_t *list)
{
	size_t i, n = value_count(list);

	if (list && (value_kind(list) != VALUE_LIST || n < 2 || n > CAMPAIGN_WAITS_MAX))
		return false;
	for (i = 0; i < n; i++)
		if (!read_duration(value_at(list, i), &s->waits[i]))
			return false;
	s->nwaits = n;
	return true;
}

static bool
campaign_read_when(struct campaign_step *s, const json_t *v)
{
	struct condition_fault fault;
	struct err why = { 0 };

	s->has_when = v != NULL;
	return v == NULL || condition_read(&s->when, v, &fault, &why);
}

static bool
campaign_read_drops(struct campaign_step *s, const json_t *list)
{
	enum gate g;
	size_t i;

	for (i = 0; i < value_count(list); i++) {
		g = gate_find(value_text(value_at(list, i)));
		if (g == GATE_NAME_NONE)
			return false;
		s->drop_if |= GATE_BIT(g);
	}
	return true;
}

bool
campaign_step_read(struct campaign_step *s, const json_t *v, struct err *e)
{
	int channel = word_find(words_message_channel, value_text(value_get(v, "channel")));
	const char *template = value_text(value_get(v, "template"));
	const json_t *window = value_get(v, "send_window");

	*s = (struct campaign_step){ .has_window = window != NULL,
	    .other = value_true(value_get(v, "other")) };
	if (!campaign_check(channel >= 0, "channel", e)
	    || !campaign_check(template, "template", e)
	    || !campaign_check(read_duration(value_get(v, "wait"), &s->wait)
	    && read_duration(value_get(v, "not_after"), &s->not_after)
	    && campaign_read_waits(s, value_get(v, "waits")), "time", e))
		return false;
	s->channel = (enum message_channel)channel;
	s->template = mem_dup(template);
	return campaign_check(campaign_read_when(s, value_get(v, "when")), "condition", e)
	    && campaign_check(window == NULL || window_read(&s->window, window), "window", e)
	    && campaign_check(campaign_read_drops(s, value_get(v, "drop_if")), "gate", e)
	    && campaign_read_coupon(&s->coupon, value_get(v, "coupon"), e);
}

crt_time
campaign_longest(const struct campaign_step *s)
{
	crt_time longest = s->wait;
	size_t i;

	for (i = 0; i < s->nwaits; i++)
		longest = s->waits[i] > longest ? s->waits[i] : longest;
	return longest;
}

size_t
campaign_outlasts(const struct campaign *c, crt_time expire)
{
	size_t i;

	for (i = 0; i < c->nsteps && campaign_longest(&c->steps[i]) < expire; i++)
		;
	return i;
}

bool
campaign_read(struct campaign *c, const json_t *trigger, const json_t *steps, struct err *e)
{
	size_t i, n = value_count(steps);

	c->nsteps = 0;
	if (!campaign_read_trigger(&c->trigger, trigger, e)
	    || !campaign_check(value_kind(steps) == VALUE_LIST && n <= CAMPAIGN_STEPS_MAX,
	    "list of steps", e))
		return false;
	for (i = 0; i < n; i++) {
		c->nsteps++;
		if (!campaign_step_read(&c->steps[i], value_at(steps, i), e))
			return false;
	}
	return true;
}

static json_t *
campaign_drops(uint64_t set)
{
	json_t *list = value_list();
	int g;

	for (g = 0; g < GATE_NAMES; g++)
		if (set & GATE_BIT(g))
			value_add(list, value_new_text(gate_name((enum gate)g)));
	return list;
}

static json_t *
value_step(const struct campaign_step *s)
{
	json_t *v = value_map(), *coupon, *waits = value_list();
	size_t i;

	value_set(v, "wait", value_new_int(s->wait / CLOCK_SECOND));
	for (i = 0; i < s->nwaits; i++)
		value_add(waits, value_new_int(s->waits[i] / CLOCK_SECOND));
	if (s->nwaits)
		value_set(v, "waits", value_hold(waits));
	value_free(waits);
	value_set(v, "not_after", value_new_int(s->not_after / CLOCK_SECOND));
	value_set_text(v, "channel", words_message_channel[s->channel]);
	value_set_text(v, "template", s->template);
	if (s->coupon.code) {
		coupon = value_map();
		value_set_text(coupon, "code", s->coupon.code);
		value_set(coupon, "percent", value_new_int(s->coupon.percent));
		value_set(coupon, "valid", value_new_int(s->coupon.valid / CLOCK_SECOND));
		value_set(v, "coupon", coupon);
	}
	if (s->other)
		value_set(v, "other", value_new_bool(true));
	if (s->has_when)
		value_set(v, "when", condition_print(&s->when));
	if (s->has_window)
		value_set(v, "send_window", window_print(&s->window));
	if (s->drop_if)
		value_set(v, "drop_if", campaign_drops(s->drop_if));
	return v;
}

void
campaign_print(const struct campaign *c, struct str *trigger, struct str *steps)
{
	json_t *t = condition_print(&c->trigger), *list = value_list();
	size_t i;

	for (i = 0; i < c->nsteps; i++)
		value_add(list, value_step(&c->steps[i]));
	value_print(trigger, t, true);
	value_print(steps, list, true);
	value_free(t);
	value_free(list);
}

void
campaign_step_free(struct campaign_step *s)
{
	free(s->template);
	free(s->coupon.code);
	condition_free(&s->when);
}

bool
campaign_step_ruled(const struct campaign_step *s)
{
	return s->has_when || s->has_window || s->drop_if;
}

void
campaign_free(struct campaign *c)
{
	while (c->nsteps)
		campaign_step_free(&c->steps[--c->nsteps]);
	condition_free(&c->trigger);
	free(c->name);
	c->name = NULL;
}

/* FNV-1a, 64 bits (draft-eastlake-fnv, section 2): spreads ids well enough, as no shopper
   chooses them, and gives the same result on every machine. */
static uint64_t
campaign_fnv(uint64_t h, const char *s, size_t n)
{
	while (n--) {
		h ^= (unsigned char)*s++;
		h *= UINT64_C(0x100000001b3);
	}
	return h;
}

/* The last bytes reach FNV-1a's upper bits by one multiplication only, so the bits are mixed
   once more with MurmurHash3's final step (fmix64). */
static uint64_t
campaign_mixed(uint64_t h)
{
	h = (h ^ h >> 33) * UINT64_C(0xff51afd7ed558ccd);
	h = (h ^ h >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
	return h ^ h >> 33;
}

static uint64_t
campaign_hash(const char *campaign_id, const char *person, const char *choice)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	h = campaign_fnv(h, campaign_id, strlen(campaign_id) + 1);
	h = campaign_fnv(h, person, strlen(person));
	return campaign_mixed(campaign_fnv(h, choice, strlen(choice)));
}

bool
campaign_holds_out(const struct campaign *c, const char *campaign_id, const char *person)
{
	return campaign_hash(campaign_id, person, "") % 100 < (uint64_t)c->holdout;
}

crt_time
campaign_wait(const struct campaign *c, const char *campaign_id, const char *person,
    crt_time stored)
{
	const struct campaign_step *s = &c->steps[0];
	size_t i;

	for (i = 0; i < s->nwaits; i++)
		if (s->waits[i] == stored)
			return stored;
	return s->nwaits ? s->waits[campaign_hash(campaign_id, person, "wait") % s->nwaits] : 0;
}
