/* campaign_file.c: read a campaign's file: its head and its trigger. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/word.h"
#include "text/nearest.h"
#include "document/campaign_file.h"
#include "document/condition_file.h"
#include "record/money.h"

static bool
campaign_file_read_amount(const struct yaml *map, const char *key, const char *currency, bool *has,
    int64_t *minor, struct err *e)
{
	const struct yaml *v = yaml_get(map, key);
	const char *s = yaml_text(v);
	struct err why = { 0 };

	*has = v != NULL;
	if (v == NULL)
		return true;
	if (s == NULL || !money_read(s, strlen(s), currency, minor, &why))
		return yaml_fail(v, e, "%s", s ? why.text : "expected an amount");
	return *minor >= 0 || yaml_fail(v, e, "a negative amount");
}

static bool
read_experiment(struct campaign_experiment *x, const struct yaml *map, struct err *e)
{
	static const char *const keys[] = { "window", "alpha", "min_effect", "cap", NULL };

	*x = (struct campaign_experiment){ CAMPAIGN_WINDOW, CAMPAIGN_ALPHA, CAMPAIGN_EFFECT, 0 };
	if (map == NULL)
		return true;
	if (!yaml_only(map, keys, e) || !field_duration(map, "window", &x->window, e)
	    || !field_int(map, "alpha", 1, 50, true, &x->alpha, e)
	    || !field_int(map, "min_effect", 1, 100, true, &x->min_effect, e))
		return false;
	return (x->window >= CLOCK_DAY && x->window <= CAMPAIGN_WAIT_MAX)
	    || yaml_fail(yaml_get(map, "window"), e, "\"window\" takes 1d to 60d");
}

static bool
read_type(struct campaign_file *f, struct err *e)
{
	const struct yaml *v = yaml_get(f->root, "type");
	int type = v ? word_find(words_campaign_type, yaml_text(v)) : TYPE_AUTOMATED;

	f->campaign.type = (enum campaign_type)type;
	return type >= 0 || yaml_fail(v, e, "\"type\" is AUTOMATED or MANUAL");
}

/* Only crt-campaign delete makes it DELETED. */
static bool
read_status(struct campaign_file *f, struct err *e)
{
	const struct yaml *v = yaml_get(f->root, "status");
	struct nearest near = { .wanted = yaml_text(v) ? yaml_text(v) : "" };
	int i;

	f->status = v ? word_find(words_campaign_status, near.wanted) : -1;
	if (v == NULL || (f->status >= 0 && f->status != CAMPAIGN_DELETED))
		return true;
	for (i = 0; i < CAMPAIGN_DELETED; i++)
		nearest_try(&near, words_campaign_status[i]);
	yaml_fail(v, e, "\"status\" is ACTIVE, PAUSED or DRAFT, not \"%.64s\"", near.wanted);
	return nearest_name(&near) ? err_hint(e, "the nearest is %s", nearest_name(&near)) : false;
}

static bool
read_trigger(struct condition *c, const struct yaml *map, struct err *e)
{
	if (!condition_file_read(c, map, e))
		return false;
	if (!condition_has(c, CONDITION_CLICKED))
		return true;
	yaml_fail(map, e, "a trigger cannot test \"clicked\": nothing has been sent yet");
	return err_hint(e, "write it under \"when\" of a step");
}

bool
campaign_file_read(struct campaign_file *f, const struct document *d, struct err *e)
{
	static const char *const keys[] = { "campaign", "store", "type", "status", "priority",
	    "trigger", "holdout", "experiment", "steps", NULL };
	static const char *const later[] = { "attribution", "variants", NULL };
	struct campaign *c = &f->campaign;
	const struct yaml *steps;
	const char *name;

	*f = (struct campaign_file){ .root = d->root, .campaign.priority = CAMPAIGN_PRIORITY };
	if (!field_unbuilt(f->root, later, e) || !yaml_only(f->root, keys, e)
	    || !field_name(f->root, "campaign", &name, e))
		return false;
	c->name = mem_dup(name);
	return field_name(f->root, "store", &f->store, e) && read_type(f, e) && read_status(f, e)
	    && field_int(f->root, "priority", 0, 1000000, false, &c->priority, e)
	    && field_int(f->root, "holdout", 0, 100, true, &c->holdout, e)
	    && read_experiment(&c->experiment, yaml_get(f->root, "experiment"), e)
	    && read_trigger(&c->trigger, yaml_get(f->root, "trigger"), e)
	    && field_need(f->root, "steps", &steps, e) && campaign_steps_read(f, steps, e);
}

void
campaign_file_free(struct campaign_file *f)
{
	campaign_free(&f->campaign);
}

/* The cap of an experiment is an amount in the store's currency. */
static bool
campaign_file_cap(struct campaign_file *f, const struct store *s, struct err *e)
{
	const struct yaml *map = yaml_get(f->root, "experiment");
	int64_t *cap = &f->campaign.experiment.cap;
	bool given = false;

	return campaign_file_read_amount(map, "cap", s->currency, &given, cap, e)
	    && (!given || *cap > 0 || yaml_fail(yaml_get(map, "cap"), e, "\"cap\" is 0"));
}

bool
campaign_file_fits(struct campaign_file *f, const struct store *s, struct err *e)
{
	size_t i = campaign_outlasts(&f->campaign, s->expire);
	char wait[OPTION_SECONDS_MAX], expire[OPTION_SECONDS_MAX];

	if (i == f->campaign.nsteps)
		return campaign_file_cap(f, s, e);
	yaml_fail(yaml_get(f->steps[i], "wait"), e, "the wait of step %zu, %s, is not shorter "
	    "than the expire of store %s, %s", i + 1,
	    option_seconds(campaign_longest(&f->campaign.steps[i]) / CLOCK_SECOND, wait), s->slug,
	    option_seconds(s->expire / CLOCK_SECOND, expire));
	return err_hint(e, "run: crt-sync store set %s expire=DURATION; or shorten the wait", s->slug);
}
