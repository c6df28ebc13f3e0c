/* explain.c: print why messages were sent or not, and every gate for the next one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../campaign.h"
#include "campaign/step_facts.h"
#include "explain.h"
#include "query.h"
#include "agent/bot.h"
#include "rule/gate_finding.h"

#define PAUSED "the store is paused: none of its messages are sent"

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, 0 }, { "cart", TABLE_TEXT, 0 }, { "what", TABLE_TEXT, 0 },
	{ "step", TABLE_INT, 0 }, { "state", TABLE_TEXT, 0 }, { "gate", TABLE_TEXT, 0 },
	{ "at", TABLE_TIME, 0 }, { "id", TABLE_TEXT, 0 }, { "row", TABLE_TEXT, 0 },
	{ "row_at", TABLE_TIME, 0 }, { "detail", TABLE_TEXT, 0 },
};

struct explanation {
	const char *what, *state, *gate, *id, *detail;
	int64_t step;			/* from 1; 0: of no step */
	crt_time at;			/* GATE_NO_TIME: none */
	const struct explain_row *row;	/* which the gate has looked at; NULL: none */
};

static void
explain_print_time(struct table *t, crt_time at)
{
	if (at == GATE_NO_TIME)
		table_cell_none(t);
	else
		table_cell_time(t, at);
}

static bool
explain_print(struct explaining *x, const struct explanation *what, struct err *e)
{
	struct table *t = x->table;

	table_cell_text(t, x->found->store->slug);
	table_cell_text(t, x->found->cart);
	table_cell_text(t, what->what);
	if (what->step)
		table_cell_int(t, what->step);
	else
		table_cell_none(t);
	table_cell_text(t, what->state);
	table_cell_text(t, what->gate && *what->gate ? what->gate : NULL);
	explain_print_time(t, what->at);
	table_cell_text(t, what->id);
	table_cell_text(t, what->row ? what->row->text : NULL);
	explain_print_time(t, what->row ? what->row->at : GATE_NO_TIME);
	table_cell_text(t, what->detail);
	return table_row_end(t, e);
}

static const char *const refusals[] = {
	[REFUSAL_NO_CUSTOMER] = "the customer of the cart is not known",
	[REFUSAL_NO_CAMPAIGN] = "the store has no active campaign; crt-campaign list shows all",
	[REFUSAL_CART_VALUE] = "the cart value is outside the trigger's cart_value",
	[REFUSAL_CURRENCY] = "the cart's currency is not the trigger's",
	[REFUSAL_ORDERS] = "the person has more orders than the trigger allows, or fewer",
	[REFUSAL_COUNTRY] = "the person's country is unknown or not in the trigger",
	[REFUSAL_ITEMS] = "the items of the cart are unknown, or not those of the trigger",
	[REFUSAL_SPENT] = "the person has spent less or more than the trigger allows",
	[REFUSAL_DAYS_SINCE_ORDER] = "the last order is newer or older than the trigger "
	    "allows, or there is none",
	[REFUSAL_CONSENT] = "the person's consent to e-mail is not in the trigger",
	[REFUSAL_LOCALE] = "the person's language is unknown or not in the trigger",
	[REFUSAL_REGION] = "the person's region is unknown or not in the trigger",
	[REFUSAL_TAGS] = "the person's tags are unknown or not in the trigger",
	[REFUSAL_DEVICE] = "the device is unknown or not in the trigger",
	[REFUSAL_REFERRER] = "the page before is unknown or not in the trigger",
	[REFUSAL_UTM] = "the UTM parameters are unknown or not in the trigger",
	[REFUSAL_SCORE] = "the recency, frequency, or value is unknown or not in the trigger",
	[REFUSAL_SEGMENT] = "the person is in no segment of the trigger, as far as is known",
	[REFUSAL_TIME] = "the cart was abandoned outside the trigger's days or times",
	[REFUSAL_CLICKED] = "nobody has clicked in a message yet",
	[REFUSAL_EXCLUDED] = "the trigger excludes it",
};

/* crt-detect ignores the cart (P9). */
static const char *
explain_bot(const struct explained *s)
{
	const char *reason = bot_contents((size_t)s->lines, s->pieces);

	return reason ? reason : "the user agent or the address belongs to a crawler";
}

static bool
explain_print_episode(struct explaining *x, struct err *e)
{
	const struct explained *s = x->found;
	struct explanation t = { "cart", s->cart_status, s->bot ? "bot" : NULL, NULL,
	    s->bot ? explain_bot(s) : "it has not been abandoned", 0, GATE_NO_TIME, NULL };

	if (s->episode == NULL)
		return explain_print(x, &t, e);
	t = (struct explanation){ "episode", s->state, s->reason, s->episode, NULL, 0, s->abandoned,
	    NULL };
	if (s->refusal >= 0) {
		t.gate = words_campaign_refusal[s->refusal];
		t.detail = refusals[s->refusal];
	} else if (s->taken == DB_NO_TIME)
		t.detail = s->store->paused ? PAUSED : "no campaign has handled it yet";
	return explain_print(x, &t, e);
}

static const char *
explain_inactive(enum campaign_status status)
{
	return status == CAMPAIGN_PAUSED
	    ? "the campaign is paused: none of its messages are sent until crt-campaign activate"
	    : status == CAMPAIGN_DELETED ? "the campaign was deleted: no more messages are sent"
	    : "the campaign is a draft: none of its messages are sent until crt-campaign activate";
}

static bool
explain_print_enrollment(struct explaining *x, struct err *e)
{
	const struct explained *s = x->found;
	struct explanation t = { "enrollment", NULL, s->stopped, s->campaign_name, NULL, 0,
	    s->next_at, NULL };

	if (s->enrollment < 0)
		return true;
	t.state = words_enrollment_state[s->enrollment];
	if (s->enrollment == ENROLLMENT_HOLDOUT)
		t.detail = "a holdout gets no mails, so that their effect can be measured";
	else if (s->enrollment == ENROLLMENT_RUNNING && s->campaign_status != CAMPAIGN_ACTIVE)
		t.detail = explain_inactive(s->campaign_status);
	else if (s->store->paused)
		t.detail = PAUSED;
	return explain_print(x, &t, e);
}

/* A gate's reason in words, from the facts that were stored with the verdict. */
static bool
message_finding(const char *reason, const struct db_row *row, struct str *detail, struct err *e)
{
	json_t *facts = NULL;

	if (db_text(row, SQL_EXPLAIN_MESSAGES_FACTS) == NULL)
		return true;
	if (!value_read(&facts, db_text(row, SQL_EXPLAIN_MESSAGES_FACTS),
	    db_length(row, SQL_EXPLAIN_MESSAGES_FACTS), e))
		return false;
	gate_finding_kept(reason, facts, detail);
	value_free(facts);
	return true;
}

static bool
explain_print_message(struct explaining *x, const struct db_row *row,
    enum message_status status, struct err *e)
{
	struct str detail = STR_MAX(GATE_FINDING_MAX);
	struct explanation t = { "message", words_message_status[status], NULL,
	    db_text(row, SQL_EXPLAIN_MESSAGES_ID), NULL,
	    db_int(row, SQL_EXPLAIN_MESSAGES_STEP_INDEX) + 1,
	    db_time(row, SQL_EXPLAIN_MESSAGES_AT), NULL };
	bool ok = true;

	if (status == MESSAGE_HELD || status == MESSAGE_SKIPPED)
		t.gate = db_text(row, SQL_EXPLAIN_MESSAGES_REASON);
	else			/* the provider's words */
		t.detail = db_text(row, SQL_EXPLAIN_MESSAGES_REASON);
	if (t.gate)
		ok = message_finding(t.gate, row, &detail, e);
	if (t.gate)		/* as of the decision */
		t.row = explain_rows_find(x, gate_find(t.gate),
		    (enum message_channel)db_enum(row, SQL_EXPLAIN_MESSAGES_CHANNEL,
		    words_message_channel), status == MESSAGE_HELD ? clock_now() : t.at, t.id);
	if (detail.len)
		t.detail = str_text(&detail);
	ok = ok && explain_print(x, &t, e);
	str_free(&detail);
	return ok;
}

static bool
explain_message_row(void *arg, const struct db_row *row, struct err *e)
{
	struct explaining *x = arg;
	int status = db_enum(row, SQL_EXPLAIN_MESSAGES_STATUS, words_message_status);

	if (!x->next.found && (status == MESSAGE_QUEUED || status == MESSAGE_HELD)) {
		x->next = (struct next){ true, "",
		    (size_t)db_int(row, SQL_EXPLAIN_MESSAGES_STEP_INDEX),
		    (enum message_channel)db_enum(row, SQL_EXPLAIN_MESSAGES_CHANNEL,
		    words_message_channel),
		    db_time(row, SQL_EXPLAIN_MESSAGES_NOT_BEFORE),
		    db_time(row, SQL_EXPLAIN_MESSAGES_NOT_AFTER), GATE_NO_TIME };
		if (gate_find(db_text(row, SQL_EXPLAIN_MESSAGES_REASON)) == GATE_NAME_wait)
			x->next.wait_until = db_time(row, SQL_EXPLAIN_MESSAGES_AT);
		snprintf(x->next.message, sizeof x->next.message, "%s",
		    db_text(row, SQL_EXPLAIN_MESSAGES_ID));
	}
	return explain_print_message(x, row, (enum message_status)status, e);
}

/* The next step has no message yet, so its times are computed from the campaign. */
static void
next_step(struct explaining *x)
{
	const struct explained *s = x->found;
	const struct active_campaign *p = s->campaign ? active_find(&x->active, s->campaign) : NULL;
	const crt_time base = s->started == DB_NO_TIME ? s->abandoned : s->started;
	size_t step = s->next_step;

	if (x->next.found || p == NULL || s->enrollment != ENROLLMENT_RUNNING
	    || step >= p->rule.nsteps)
		return;
	x->next = (struct next){ true, "", step, p->rule.steps[step].channel,
	    base + p->rule.steps[step].wait,
	    base + p->rule.steps[step].not_after, GATE_NO_TIME };
}

static const char *
explain_word(enum gate_fate fate)
{
	static const char *const words[] = { "passes", "holds", "skips", "stops" };

	return words[fate];
}

/* An open gate prints what it requires; a closed one prints what it found. */
static bool
explain_print_gate(struct explaining *x, const struct gate_facts *f, enum gate g, struct err *e)
{
	struct gate_verdict v = gate_check(g, f, clock_now());
	struct str found = STR_MAX(GATE_FINDING_MAX);
	bool ok;

	if (v.fate != GATE_GO)
		gate_finding(g, f, &found);
	ok = explain_print(x, &(struct explanation){ "gate", explain_word(v.fate), gate_name(g), NULL,
	    found.len ? str_text(&found) : gate_meaning(g), (int64_t)x->next.step + 1,
	    v.fate == GATE_HOLD ? v.until : GATE_NO_TIME,
	    explain_rows_find(x, g, x->next.channel, clock_now(), x->next.message) },
	    e);
	str_free(&found);
	return ok;
}

static bool
facts_row(void *arg, const struct db_row *row, struct err *e)
{
	struct explaining *x = arg;
	const struct next *n = &x->next;
	struct facts f;
	bool ok = true;
	int g;

	facts_read(&f, row, SQL_EXPLAIN_FACTS_STATE, x->found->store, &x->clocks);
	step_facts_read(&f, row, SQL_EXPLAIN_FACTS_STATE, &x->active.segments);
	f.gate.not_before = n->not_before;
	f.gate.not_after = n->not_after;
	f.gate.wait_until = n->wait_until;
	for (g = 0; ok && g < GATE_NAMES; g++)
		ok = !gate_concerns((enum gate)g, n->channel)
		    || explain_print_gate(x, &f.gate, (enum gate)g, e);
	return ok;
}

static bool
explain_one(struct explaining *x, const struct explained *s, struct err *e)
{
	char due[CLOCK_TEXT], step[24], now[CLOCK_TEXT];
	const char *params[] = { s->store->id_text, s->episode, NULL, NULL, NULL, s->campaign, step,
	    run_now(now) };

	x->found = s;
	x->next = (struct next){ .found = false };
	explain_rows_drop(x);
	if (!explain_print_episode(x, e) || !explain_print_enrollment(x, e))
		return false;
	if (s->episode == NULL)
		return true;
	if (!explain_rows_read(x, e)
	    || !db_each(x->run->db, sql_explain_messages, 2, params, explain_message_row, x, e))
		return false;
	next_step(x);
	if (*x->next.message) {
		params[2] = x->next.message;
		params[3] = clock_print(x->next.not_before, due);
	}
	params[4] = words_message_channel[x->next.channel];
	snprintf(step, sizeof step, "%zu", x->next.step);
	if (x->next.channel != CHANNEL_EMAIL && x->clocks.n == 0 && !clocks_open(&x->clocks, x->run, e))
		return false;
	return !x->next.found
	    || db_each(x->run->db, sql_explain_facts, COUNT(params), params, facts_row, x, e);
}

bool
campaign_explain(void *settings, char **operands, struct err *e)
{
	struct campaign_settings *set = settings;
	struct explaining x = { .print = explain_one };
	struct run run;
	bool ok;

	x.run = &run;
	ok = run_open(&run, &set->common, "crt-campaign", RUN_STORES | RUN_KEYS, e)
	    && active_open(&x.active, run.db, &run.stores, e);
	if (ok) {
		x.table = table_open(columns, COUNT(columns), option_output(&set->common));
		ok = explain_names(&x, operands, e);
		ok = table_close(x.table, e) && ok;
	}
	active_close(&x.active);
	clocks_close(&x.clocks);
	explain_rows_drop(&x);
	arena_free(&x.memory);
	arena_free(&x.words);
	arena_free(&x.names);
	return run_close(&run, ok, e);
}
