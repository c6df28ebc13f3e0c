/* step_facts.c: test the rule of a step on the row of its facts. */
#include <string.h>

#include "campaign/step_facts.h"
#include "campaign/trigger_facts.h"
#include "query.h"
#include "rule/campaign.h"

void
step_facts_none(struct facts *f)
{
	f->gate.when = -1;
	f->gate.opens_at = GATE_NO_TIME;
	f->gate.drop_if = 0;
}

static void
step_facts_when(struct facts *f, const struct campaign_step *step, const struct db_row *row,
    int first, const struct customer_segments *segments)
{
	const int trigger = first + SQL_EXPLAIN_FACTS_EPISODE_TAKE;
	const char *clicked = db_true(row, first + SQL_EXPLAIN_FACTS_CLICKED) ? "yes" : "no";
	enum campaign_refusal why = REFUSAL_EXCLUDED;
	struct condition_facts facts;
	struct err unread = { 0 };
	bool ok = trigger_facts_read(&facts, row, trigger, &unread);

	facts.of[CONDITION_CLICKED] = (struct condition_fact){ .known = true, .text = clicked };
	facts.segments = customer_segments_of(segments, f->store, &facts.nsegments);
	if (!condition_met(&step->when, &facts, &why) || !ok)
		f->gate.when = (int)why;
	trigger_facts_free(&facts);
}

static void
step_facts_of(struct facts *f, const struct campaign_step *step, const struct db_row *row,
    int first, const struct customer_segments *segments)
{
	int wait = 0;

	f->gate.drop_if = step->drop_if;
	if (step->has_window)
		wait = window_wait(&step->window,
		    (int)db_int(row, first + SQL_EXPLAIN_FACTS_WEEK_MINUTE));
	/* To the minute, so that it opens with the clock. A change to summer time moves it: then
	   the window is checked once more when it opens. */
	if (wait)
		f->gate.opens_at = clock_now() / CLOCK_MINUTE * CLOCK_MINUTE + wait * CLOCK_MINUTE;
	if (step->has_when)
		step_facts_when(f, step, row, first, segments);
}

void
step_facts_read(struct facts *f, const struct db_row *row, int first,
    const struct customer_segments *segments)
{
	const char *rule = db_text(row, first + SQL_EXPLAIN_FACTS_RULE);
	struct campaign_step step = { 0 };
	struct err unread = { 0 };
	json_t *json = NULL;

	step_facts_none(f);
	if (rule == NULL || db_text(row, first + SQL_EXPLAIN_FACTS_CLICKED) == NULL)
		return;
	if (value_read(&json, rule, db_length(row, first + SQL_EXPLAIN_FACTS_RULE), &unread)
	    && campaign_step_read(&step, json, &unread))
		step_facts_of(f, &step, row, first, segments);
	else
		f->gate.when = REFUSAL_EXCLUDED;
	campaign_step_free(&step);
	value_free(json);
}
