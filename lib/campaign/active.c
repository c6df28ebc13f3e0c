/* active.c: the active campaigns of a run's stores and the templates they may use. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "campaign/active.h"
#include "locale/country_language.h"
#include "query.h"

struct loading {
	struct active_campaigns *active;
	const struct stores *stores;
};

static bool
read_rule(struct campaign *c, const struct db_row *row, struct err *e)
{
	json_t *trigger = NULL, *steps = NULL;
	bool ok;

	ok = value_read(&trigger, db_text(row, SQL_CAMPAIGN_ACTIVE_TRIGGER_CONDITIONS),
	        db_length(row, SQL_CAMPAIGN_ACTIVE_TRIGGER_CONDITIONS), e)
	    && value_read(&steps, db_text(row, SQL_CAMPAIGN_ACTIVE_SEQUENCE_STEPS),
	        db_length(row, SQL_CAMPAIGN_ACTIVE_SEQUENCE_STEPS), e)
	    && campaign_read(c, trigger, steps, e);
	value_free(trigger);
	value_free(steps);
	return ok;
}

static bool
add_campaign(void *arg, const struct db_row *row, struct err *e)
{
	struct loading *l = arg;
	struct active_campaigns *p = l->active;
	const char *store = db_text(row, SQL_CAMPAIGN_ACTIVE_STORE_ID);
	struct active_campaign *c;

	if (p->n == ACTIVE_CAMPAIGNS_MAX)
		return err_set(e, ERR_CONFIG, "there are more than %d campaigns",
		    ACTIVE_CAMPAIGNS_MAX);
	p->campaigns = mem_more(p->campaigns, p->n, sizeof *c);
	c = &p->campaigns[p->n++];
	*c = (struct active_campaign){ .store = stores_by_id(l->stores, store) };
	memcpy(c->id, db_text(row, SQL_CAMPAIGN_ACTIVE_ID), IDENT_TEXT);
	c->version = db_int(row, SQL_CAMPAIGN_ACTIVE_VERSION);
	c->active = db_true(row, SQL_CAMPAIGN_ACTIVE_ACTIVE);
	if (!read_rule(&c->rule, row, e))
		return err_in(e, "campaign \"%s\"", db_text(row, SQL_CAMPAIGN_ACTIVE_NAME));
	free(c->rule.name);
	c->rule.name = db_copy(row, SQL_CAMPAIGN_ACTIVE_NAME);
	c->rule.type = (enum campaign_type)db_enum(row, SQL_CAMPAIGN_ACTIVE_TYPE, words_campaign_type);
	c->rule.priority = (int)db_int(row, SQL_CAMPAIGN_ACTIVE_PRIORITY);
	c->rule.holdout = (int)db_int(row, SQL_CAMPAIGN_ACTIVE_HOLDOUT);
	return true;
}

static bool
add_template(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct loading *l = arg;
	struct active_campaigns *p = l->active;
	struct active_template *t;

	p->templates = mem_more(p->templates, p->ntemplates, sizeof *t);
	t = &p->templates[p->ntemplates++];
	t->store = db_copy(row, SQL_CAMPAIGN_ACTIVE_TEMPLATES_STORE_ID);
	t->name = db_copy(row, SQL_CAMPAIGN_ACTIVE_TEMPLATES_NAME);
	t->channel = (enum message_channel)db_enum(row, SQL_CAMPAIGN_ACTIVE_TEMPLATES_CHANNEL,
	    words_message_channel);
	t->locale = db_copy(row, SQL_CAMPAIGN_ACTIVE_TEMPLATES_LOCALE);
	t->is_default = db_true(row, SQL_CAMPAIGN_ACTIVE_TEMPLATES_IS_DEFAULT);
	return true;
}

bool
active_open(struct active_campaigns *p, struct db *db, const struct stores *stores, struct err *e)
{
	struct loading l = { p, stores };
	const char *params[] = { str_text(&stores->array) };
	size_t i;
	bool ok;

	*p = (struct active_campaigns){ 0 };
	ok = db_each(db, sql_campaign_active, COUNT(params), params, add_campaign, &l, e)
	    && db_each(db, sql_campaign_active_templates, COUNT(params), params, add_template, &l, e)
	    && customer_segments_open(&p->segments, db, stores, e);
	for (i = 0; ok && i < p->n; i++)
		p->campaigns[i].segments = customer_segments_of(&p->segments, p->campaigns[i].store,
		    &p->campaigns[i].nsegments);
	return ok;
}

void
active_close(struct active_campaigns *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		campaign_free(&p->campaigns[i].rule);
	for (i = 0; i < p->ntemplates; i++) {
		free(p->templates[i].store);
		free(p->templates[i].name);
		free(p->templates[i].locale);
	}
	customer_segments_close(&p->segments);
	free(p->campaigns);
	free(p->templates);
	*p = (struct active_campaigns){ 0 };
}

const struct active_campaign *
active_find(const struct active_campaigns *p, const char *id)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (!strcmp(p->campaigns[i].id, id))
			return &p->campaigns[i];
	return NULL;
}

const struct active_campaign *
active_choose(const struct active_campaigns *p, const struct store *s,
    struct condition_facts *facts, enum campaign_refusal *refusal)
{
	size_t i;

	*refusal = REFUSAL_NO_CAMPAIGN;
	for (i = 0; i < p->n; i++) {
		const struct active_campaign *c = &p->campaigns[i];

		if (c->store != s || !c->active || (c->rule.type == TYPE_MANUAL && !facts->by_hand))
			continue;
		facts->segments = c->segments;
		facts->nsegments = c->nsegments;
		if (condition_met(&c->rule.trigger, facts, refusal))
			return c;
	}
	return NULL;
}

bool
campaign_allows(const struct active_campaigns *p, const struct store *s, struct err *e)
{
	char wait[OPTION_SECONDS_MAX], expire[OPTION_SECONDS_MAX];
	size_t i, step;

	for (i = 0; i < p->n; i++) {
		const struct active_campaign *c = &p->campaigns[i];

		step = c->store == s && c->active ? campaign_outlasts(&c->rule, s->expire)
		    : c->rule.nsteps;
		if (step < c->rule.nsteps) {
			err_set(e, ERR_CONFIG, "step %zu of campaign \"%s\" is never sent: its wait is %s, "
			    "and the store's expire is %s", step + 1, c->rule.name,
			    option_seconds(campaign_longest(&c->rule.steps[step]) / CLOCK_SECOND, wait),
			    option_seconds(s->expire / CLOCK_SECOND, expire));
			return err_hint(e, "crt-sync store set %s expire=30d, or shorten the step's "
			    "wait and run: crt-campaign apply FILE", s->slug);
		}
	}
	return true;
}

static bool
active_has(const struct active_campaigns *p, const struct store *s,
    const struct campaign_step *step, const char *locale, size_t n)
{
	size_t i;

	for (i = 0; i < p->ntemplates; i++) {
		const struct active_template *t = &p->templates[i];

		if (!strcmp(t->name, step->template) && t->channel == step->channel
		    && strlen(t->locale) == n && !strncmp(t->locale, locale, n)
		    && (t->store == NULL || !strcmp(t->store, s->id_text)))
			return true;
	}
	return false;
}

static const char *
active_stored(const struct active_campaigns *p, const char *name, const char *locale, size_t n)
{
	size_t i;

	for (i = 0; i < p->ntemplates; i++)
		if (!strcmp(p->templates[i].name, name) && strlen(p->templates[i].locale) == n
		    && !strncmp(p->templates[i].locale, locale, n))
			return p->templates[i].locale;
	return NULL;
}

static const char *
active_try(const struct active_campaigns *p, const struct store *s,
    const struct campaign_step *step, const char *wanted)
{
	size_t whole = wanted ? strlen(wanted) : 0, language = wanted ? strcspn(wanted, "-_") : 0;

	if (whole && active_has(p, s, step, wanted, whole))
		return active_stored(p, step->template, wanted, whole);
	return language && active_has(p, s, step, wanted, language)
	    ? active_stored(p, step->template, wanted, language) : NULL;
}

/* A store's own default before that of all stores. */
static const char *
active_default(const struct active_campaigns *p, const struct store *s,
    const struct campaign_step *step)
{
	const char *shared = NULL;
	size_t i;

	for (i = 0; i < p->ntemplates; i++) {
		const struct active_template *t = &p->templates[i];

		if (!t->is_default || strcmp(t->name, step->template) || t->channel != step->channel)
			continue;
		if (t->store == NULL)
			shared = t->locale;
		else if (!strcmp(t->store, s->id_text))
			return t->locale;
	}
	return shared;
}

const char *
active_locale(const struct active_campaigns *p, const struct store *s,
    const struct campaign_step *step, const char *wanted, const char *country)
{
	const char *tries[] = { wanted, country_language(country), s->locale,
	    active_default(p, s, step), "en" };
	const char *found = NULL;
	size_t i;

	for (i = 0; found == NULL && i < COUNT(tries); i++)
		found = active_try(p, s, step, tries[i]);
	return found ? found : s->locale;
}

bool
active_sends_by(const struct active_campaigns *p, enum message_channel channel)
{
	size_t i, k;

	for (i = 0; i < p->n; i++)
		for (k = 0; k < p->campaigns[i].rule.nsteps; k++)
			if (p->campaigns[i].rule.steps[k].channel == channel)
				return true;
	return false;
}
