/* advance.c: move enrollments from step to step. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "campaign/advance.h"
#include "campaign/arm.h"
#include "campaign/step_facts.h"
#include "store/key.h"
#include "query.h"
#include "store/setting.h"
#include "record/line.h"

#define ROUNDS_MAX 100000

enum made { M_STORE, M_ENROLLMENT, M_STEP, M_TEMPLATE, M_LOCALE, M_COUPON, M_STATUS, M_REASON,
    M_FACTS, M_BEFORE, M_AFTER, M_UNTIL, M_NOW, M_ID, M_CHANNEL, M_COLUMNS };
enum moved { E_STORE, E_ID, E_STATE, E_REASON, E_STEP, E_NEXT, E_COLUMNS };

/* What is due in a store. */
struct work {
	bool held, enrolled;
};

struct stepping {
	struct verdicts *verdicts;
	const struct active_campaigns *active;
	struct array made[M_COLUMNS], moved[E_COLUMNS];
	struct arms arms;
	size_t nmade, nmoved;
	struct work *work;		/* for each store of the run */
};

/* A due enrollment, one row of the query. */
struct due {
	const struct store *store;
	const struct active_campaign *campaign;
	const char *id, *episode, *locale, *country;
	size_t step;
	crt_time base;			/* from which the waits count */
	struct arm arm;
	struct facts facts;
};

static void
add_int(struct array *a, long long n)
{
	char text[24];

	snprintf(text, sizeof text, "%lld", n);
	array_add(a, text);
}

static void
add_time(struct array *a, bool given, crt_time t)
{
	char text[CLOCK_TEXT];

	array_add(a, given ? clock_print(t, text) : NULL);
}

static void
add_coupon(struct array *a, const struct campaign_coupon *c)
{
	struct str s = STR_MAX(512);

	if (c->code == NULL) {
		array_add(a, NULL);
		return;
	}
	str_putc(&s, '{');
	line_text(&s, "code", c->code);
	line_int(&s, "percent", c->percent);
	line_time(&s, "expires", clock_now() + c->valid);
	str_putc(&s, '}');
	array_add(a, str_text(&s));
	str_free(&s);
}

static void
advance_make(struct stepping *st, const struct due *d, const struct campaign_step *step,
    const char *message, const struct gate_verdict *v)
{
	struct array *m = st->made;

	array_add(&m[M_STORE], d->store->id_text);
	array_add(&m[M_ENROLLMENT], d->id);
	add_int(&m[M_STEP], (long long)d->step);
	array_add(&m[M_TEMPLATE], step->template);
	array_add(&m[M_LOCALE], active_locale(st->active, d->store, step, d->locale,
	    d->country));
	add_coupon(&m[M_COUPON], &step->coupon);
	array_add(&m[M_STATUS], words_message_status[verdicts_status(v)]);
	array_add(&m[M_REASON], v->fate == GATE_GO ? NULL : gate_name(v->gate));
	array_add(&m[M_FACTS], verdicts_facts(st->verdicts, &d->facts, v));
	add_time(&m[M_BEFORE], true, d->facts.gate.not_before);
	add_time(&m[M_AFTER], true, d->facts.gate.not_after);
	add_time(&m[M_UNTIL], v->fate == GATE_HOLD, v->until);
	array_add(&m[M_ID], message);
	array_add(&m[M_CHANNEL], words_message_channel[step->channel]);
	st->nmade++;
}

static void
advance_move(struct stepping *st, const struct due *d, enum enrollment_state state,
    const char *reason)
{
	const struct campaign *c = &d->campaign->rule;
	bool running = state == ENROLLMENT_RUNNING;

	array_add(&st->moved[E_STORE], d->store->id_text);
	array_add(&st->moved[E_ID], d->id);
	array_add(&st->moved[E_STATE], words_enrollment_state[state]);
	array_add(&st->moved[E_REASON], reason);
	add_int(&st->moved[E_STEP], (long long)d->step);
	add_time(&st->moved[E_NEXT], running, running
	    ? d->base + c->steps[d->step].wait : 0);
	st->nmoved++;
}

/* Decides on the message of a step, and goes to the next one. */
static struct gate_verdict
advance_step(struct stepping *st, struct due *d, struct gate_verdict v)
{
	const struct campaign_step *step = &d->campaign->rule.steps[d->step];
	char message[IDENT_TEXT];

	key_message(d->episode, d->campaign->id, d->step, words_message_channel[step->channel],
	    message);
	advance_make(st, d, step, message, &v);
	verdicts_report(st->verdicts, d->store, message, d->episode, &d->facts, &v);
	d->step++;
	return v;
}

/* The rest of a branch, of which one step was taken. */
static void
advance_branch(struct stepping *st, struct due *d)
{
	const struct campaign *c = &d->campaign->rule;

	d->facts.gate.branched = true;
	while (d->step < c->nsteps && c->steps[d->step].other)
		advance_step(st, d, gate_check(GATE_NAME_branch, &d->facts.gate, clock_now()));
}

/* A skipped step is followed by the next one at once; any other verdict ends the loop. The facts
   are those of one channel and one rule: a step of another waits for the next round. */
static void
advance_walk(struct stepping *st, struct due *d)
{
	const size_t first = d->step;
	const struct campaign *c = &d->campaign->rule;
	struct gate_verdict v = { .fate = GATE_SKIP };

	while (v.fate == GATE_SKIP && d->step < c->nsteps
	    && c->steps[d->step].channel == d->facts.gate.channel
	    && (d->step == first || !campaign_step_ruled(&c->steps[d->step]))
	    && d->base + c->steps[d->step].wait <= clock_now()) {
		const struct campaign_step *step = &c->steps[d->step];

		if (d->step != first)
			step_facts_none(&d->facts);
		d->facts.gate.not_before = d->base + step->wait;
		d->facts.gate.not_after = d->base + step->not_after;
		v = verdicts_decide(st->verdicts, &d->facts, NULL);
		arms_decide(&st->arms, &(struct arm_case){ d->campaign, d->id, d->step, d->arm },
		    &d->facts, &v);
		advance_step(st, d, v);
	}
	if (v.fate == GATE_GO || v.fate == GATE_HOLD)
		advance_branch(st, d);
	if (v.gate == GATE_NAME_holdout) {
		advance_move(st, d, ENROLLMENT_HOLDOUT, NULL);
		run_count(st->verdicts->run, COUNTER_held_out, 1);
	} else if (v.fate == GATE_STOP)
		advance_move(st, d, ENROLLMENT_STOPPED, gate_name(v.gate));
	else
		advance_move(st, d, d->step < c->nsteps ? ENROLLMENT_RUNNING : ENROLLMENT_DONE, NULL);
}

static bool
enrollment_due_row(void *arg, const struct db_row *row, struct err *e)
{
	struct stepping *st = arg;
	const char *store = db_text(row, SQL_ENROLLMENT_DUE_STORE_ID);
	struct due d = { .store = stores_by_id(&st->verdicts->run->stores, store),
	    .campaign = active_find(st->active, db_text(row, SQL_ENROLLMENT_DUE_CAMPAIGN_ID)),
	    .id = db_text(row, SQL_ENROLLMENT_DUE_ID),
	    .episode = db_text(row, SQL_ENROLLMENT_DUE_EPISODE_ID),
	    .locale = db_text(row, SQL_ENROLLMENT_DUE_LOCALE),
	    .country = db_text(row, SQL_ENROLLMENT_DUE_EXPLAIN_FACTS + SQL_EXPLAIN_FACTS_COUNTRY),
	    .step = (size_t)db_int(row, SQL_ENROLLMENT_DUE_NEXT_STEP),
	    .arm = arm_read(row, SQL_ENROLLMENT_DUE_HELD_OUT, SQL_ENROLLMENT_DUE_WAIT) };

	if (d.campaign == NULL)
		return err_set(e, ERR_BUG, "enrollment %s has no campaign", d.id);
	/* Edited since this run began: the next run knows its steps. */
	if (d.campaign->version != db_int(row, SQL_ENROLLMENT_DUE_VERSION))
		return true;
	verdicts_read(st->verdicts, &d.facts, row, SQL_ENROLLMENT_DUE_EXPLAIN_FACTS, d.store);
	d.base = db_time(row, SQL_ENROLLMENT_DUE_STARTED_AT);
	if (d.base == DB_NO_TIME)
		d.base = d.facts.gate.abandoned_at;
	advance_walk(st, &d);
	return true;
}

static bool
write_steps(struct stepping *st, struct err *e)
{
	struct db *db = st->verdicts->run->db;
	const char *made[M_COLUMNS], *moved[E_COLUMNS];
	char now[CLOCK_TEXT];
	bool any = st->nmade > 0;
	int i;

	for (i = 0; i < M_COLUMNS; i++)
		made[i] = array_param(&st->made[i]);
	for (i = 0; i < E_COLUMNS; i++)
		moved[i] = array_param(&st->moved[i]);
	made[M_NOW] = run_now(now);
	st->nmade = 0;
	return (!any || db_do(db, sql_message_add, M_COLUMNS, made, NULL, e))
	    && arms_write(&st->arms, db, e)
	    && db_do(db, sql_enrollment_set, E_COLUMNS, moved, NULL, e);
}

static bool
advance_commit(struct verdicts *j, bool ok, struct err *e)
{
	return db_end(j->run->db, ok, e) && output_flush(j->out, e);
}

static bool
store_steps(struct stepping *st, const struct store *s, struct err *e)
{
	struct verdicts *j = st->verdicts;
	char now[CLOCK_TEXT];
	const char *params[] = { s->id_text, run_now(now), ADVANCE_CHUNK };
	bool ok = true;
	int round = 0;

	do {
		st->nmoved = 0;
		ok = stop_check(e) && db_begin(j->run->db, e)
		    && db_each(j->run->db, sql_enrollment_due, COUNT(params), params,
		    enrollment_due_row, st, e)
		    && (st->nmoved == 0 || write_steps(st, e));
		ok = advance_commit(j, ok, e);
		log_progress("%lld messages queued", (long long)run_counted(j->run, COUNTER_queued));
	} while (ok && st->nmoved && ++round < ROUNDS_MAX
	    && (ok = run_replan(j->run, round, st->nmoved, e)));
	return ok;
}

static bool
message_review_row(void *arg, const struct db_row *row, struct err *e)
{
	struct stepping *st = arg;
	struct verdicts *j = st->verdicts;
	const struct arm_case arm = {
	    active_find(st->active, db_text(row, SQL_MESSAGE_REVIEW_CAMPAIGN_ID)),
	    db_text(row, SQL_MESSAGE_REVIEW_ENROLLMENT_ID),
	    (size_t)db_int(row, SQL_MESSAGE_REVIEW_STEP_INDEX),
	    arm_read(row, SQL_MESSAGE_REVIEW_HELD_OUT, SQL_MESSAGE_REVIEW_WAIT) };
	const char *store = db_text(row, SQL_MESSAGE_REVIEW_STORE_ID);
	const struct store *s = stores_by_id(&j->run->stores, store);
	const char *id = db_text(row, SQL_MESSAGE_REVIEW_ID);
	struct gate_verdict v;
	struct facts f;

	if (arm.campaign == NULL)
		return err_set(e, ERR_BUG, "message %s has no campaign", id);
	verdicts_read(j, &f, row, SQL_MESSAGE_REVIEW_EXPLAIN_FACTS, s);
	f.gate.not_before = db_time(row, SQL_MESSAGE_REVIEW_NOT_BEFORE);
	f.gate.not_after = db_time(row, SQL_MESSAGE_REVIEW_NOT_AFTER);
	v = verdicts_decide(j, &f, NULL);
	arms_decide(&st->arms, &arm, &f, &v);
	verdicts_add(j, s, id, &f, &v);
	verdicts_report(j, s, id, db_text(row, SQL_MESSAGE_REVIEW_EPISODE_ID), &f, &v);
	return true;
}

/* Queued messages go back to HELD when the store's settings became invalid, so that the
   gates decide again later. */
static bool
advance_hold(struct verdicts *j, const struct store *s, struct err *e)
{
	char now[CLOCK_TEXT];
	const bool all = s->fault.kind != ERR_NONE;
	const char *params[] = { s->id_text, run_now(now),
	    all ? NULL : words_message_channel[CHANNEL_EMAIL] };

	return store_fault(s, CHANNEL_EMAIL)->kind == ERR_NONE
	    || db_do(j->run->db, sql_message_hold, COUNT(params), params, NULL, e);
}

/* A message that stays held gets a later due time, so this run does not see it again. */
static bool
advance_review(struct stepping *st, const struct store *s, struct err *e)
{
	struct verdicts *j = st->verdicts;
	char now[CLOCK_TEXT];
	const char *params[] = { s->id_text, run_now(now), ADVANCE_CHUNK };
	bool ok = true;
	size_t seen;
	int round = 0;

	do {
		ok = stop_check(e) && db_begin(j->run->db, e) && advance_hold(j, s, e)
		    && db_each(j->run->db, sql_message_review, COUNT(params), params,
		    message_review_row, st, e)
		    && arms_write(&st->arms, j->run->db, e);
		seen = j->n;
		ok = advance_commit(j, ok && verdicts_write(j, e), e);
	} while (ok && seen && ++round < ROUNDS_MAX);
	return ok;
}

static bool
store_due_row(void *arg, const struct db_row *row, struct err *e)
{
	struct stepping *st = arg;
	const struct stores *all = &st->verdicts->run->stores;
	struct work *w = &st->work[stores_by_id(all, db_text(row, SQL_STORES_DUE_ID)) - all->list];

	(void)e;
	w->held = db_true(row, SQL_STORES_DUE_HELD);
	w->enrolled = db_true(row, SQL_STORES_DUE_ENROLLED);
	return true;
}

/* The stores with work, in one query: most have none, and each query plans long. */
static bool
advance_stores(struct stepping *st, struct err *e)
{
	struct run *r = st->verdicts->run;
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), run_now(now) };
	bool ok = true;
	size_t i;

	st->work = mem_get((r->stores.n + 1) * sizeof *st->work);
	ok = db_each(r->db, sql_stores_due, COUNT(params), params, store_due_row, st, e);
	for (i = 0; ok && i < r->stores.n; i++)
		if (st->work[i].held || store_fault(&r->stores.list[i], CHANNEL_EMAIL)->kind != ERR_NONE)
			ok = advance_review(st, &r->stores.list[i], e);
	for (i = 0; ok && i < r->stores.n; i++)
		if (st->work[i].enrolled)
			ok = store_steps(st, &r->stores.list[i], e);
	free(st->work);
	return ok;
}

bool
advance_run(struct verdicts *j, const struct active_campaigns *p, struct err *e)
{
	struct stepping st = { .verdicts = j, .active = p };
	bool ok;
	size_t i;

	for (i = 0; i < M_COLUMNS; i++)
		array_open(&st.made[i]);
	for (i = 0; i < E_COLUMNS; i++)
		array_open(&st.moved[i]);
	arms_open(&st.arms);
	j->segments = &p->segments;
	ok = ((!active_sends_by(p, CHANNEL_SMS) && !active_sends_by(p, CHANNEL_PUSH))
	    || verdicts_clocks(j, e)) && advance_stores(&st, e);
	for (i = 0; i < M_COLUMNS; i++)
		array_free(&st.made[i]);
	for (i = 0; i < E_COLUMNS; i++)
		array_free(&st.moved[i]);
	arms_close(&st.arms);
	return ok;
}
