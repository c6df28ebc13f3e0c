/* deliver.c: message.due in, delivered, results out. */
#include <stdlib.h>
#include <string.h>

#include "backlog.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/stop.h"
#include "clerk.h"
#include "run/default_paths.h"
#include "ledger.h"
#include "rule/pace.h"
#include "send.h"
#include "settle.h"

#define INTAKE_MAX 2000	/* some 40 MB; between two batches nothing overlaps */
#define LATE_MAX 2	/* then the mail server is too slow for the bound of PACE_FRESH */

struct delivery {
	const struct send *set;
	struct run run;
	struct claim claim;
	struct channel *channel;
	char *ledgers;			/* folder */
	struct ledger *ledger;
	int late;			/* hands in a row of which no mail could begin in time */
	bool settled;			/* all that the ledger knows is in the database */
	struct letters *letters;
	struct intake intake;
	struct backlog backlog;
	struct pace pace;
	struct clerk clerk;
	struct hand hand[2];
	struct hand *now, *next;	/* the one whose mails go out, the clerk's */
	struct output out;		/* of a dry run */
};

/* Which of the hand's records is a claimed message's; (size_t)-1: none. */
static size_t
record_of(const struct intake *in, const struct hand *h, const char *id)
{
	size_t i;

	for (i = 0; i < h->n; i++) {
		const struct record_message_due *r = in->records[h->record[i]].data;

		if (!strcmp(r->message, id))
			return h->record[i];
	}
	return (size_t)-1;
}

/* The facts may be old by now, as when the server took its time with the recipient.
   Entered first, then looked at the time: who reads the ledger after the lease and does not
   find a mail knows that it will not go. */
static bool
begin(void *arg, struct channel_letter *letter)
{
	struct delivery *d = arg;
	const struct letter *l = letter->tag;

	ledger_begin(d->ledger, l->slot, l->of->id);
	if (!stop_asked() && clock_awake() < d->now->fresh)
		return true;
	ledger_forget(d->ledger, l->slot);
	return false;
}

/* It goes back, and is claimed again if the run goes on. */
static void
withheld(struct delivery *d, struct hand *h, const struct claimed *m,
    const struct channel_result *r)
{
	size_t at = record_of(&d->intake, h, m->id);

	outcome_add(&h->outcome, m, r);
	if (at != (size_t)-1)
		backlog_again(&d->backlog, at);
}

static void
done(void *arg, struct channel_letter *letter, const struct channel_result *r)
{
	struct delivery *d = arg;
	const struct letter *l = letter->tag;

	ledger_end(d->ledger, l->slot, r);
	if (r->fate == CHANNEL_UNTRIED)
		withheld(d, d->now, l->of, r);
	else {
		outcome_add(&d->now->outcome, l->of, r);
		d->late = 0;
	}
}

static void
unfit(struct delivery *d, struct hand *h, const struct claimed *m, const struct err *why)
{
	struct channel_result r = { .fate = CHANNEL_FAILED, .code = "template" };

	log_say(LOG_WARN, m->store->slug, "message %s: %s", m->id, why->text);
	memcpy(r.reason, why->text, strnlen(why->text, sizeof r.reason - 1));
	outcome_add(&h->outcome, m, &r);
	d->late = 0;
}

/* What a dry run says: the records that would go. */
static bool
only_say(struct delivery *d, const struct hand *h, struct err *e)
{
	size_t i;

	for (i = 0; i < h->claims.n; i++) {
		size_t at = record_of(&d->intake, h, h->claims.list[i].id);

		if (at != (size_t)-1)
			output_line(&d->out, d->intake.line[at]->text, d->intake.line[at]->n);
	}
	return output_flush(&d->out, e);
}

static bool
send_letter(struct delivery *d, struct hand *h, size_t i, struct err *e)
{
	const struct claimed *m = &h->claims.list[i];
	struct letter *l = &h->letter[i];
	size_t at = record_of(&d->intake, h, m->id);
	const struct record_message_due *r = at == (size_t)-1 ? NULL : d->intake.records[at].data;
	struct err why = { 0 };

	if (!letter_fill(l, r ? r->context : NULL, &why)) {
		unfit(d, h, m, &why);
		return true;
	}
	l->slot = h->slot + i;
	l->out.begin_by = h->fresh;
	l->out.until = h->lease;
	fault();
	return channel_send(d->channel, &l->out, e);
}

/* From the one at i on their facts are too old, or the run is to stop. */
static void
put_back(struct delivery *d, struct hand *h, size_t i)
{
	struct channel_result r = { .fate = CHANNEL_UNTRIED, .reason = "was not handed over" };

	for (; i < h->claims.n; i++)
		withheld(d, h, &h->claims.list[i], &r);
}

/* A server that is slow with each recipient would get no mail at all. */
static void
be_patient(struct delivery *d)
{
	if (d->late++ != LATE_MAX || d->clerk.patient)
		return;
	d->clerk.patient = true;
	log_say(LOG_WARN, NULL, "the mail server takes longer than %d seconds for a recipient: an "
	    "order that comes in that time does not stop its mail",
	    (int)(PACE_FRESH / CLOCK_SECOND));
}

/* Every claimed message gets its outcome, also when the channel has failed. */
static bool
deliver(struct delivery *d, struct hand *h, struct err *e)
{
	crt_time start = clock_steady();
	struct err later = { 0 };
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < h->claims.n && !stop_asked() && clock_awake() < h->fresh; i++)
		ok = send_letter(d, h, i, e);
	put_back(d, h, i);
	if (!channel_wait(d->channel, 0, ok ? e : &later))
		ok = false;
	pace_saw(&d->pace, i, clock_steady() - start);
	fault();
	be_patient(d);
	return ok;
}

static bool
hand_over(struct delivery *d, struct err *e)
{
	struct hand *h = d->now;
	bool ok;

	if (h->claims.n == 0)
		return true;
	ok = d->set->common.dry_run ? only_say(d, h, e) : deliver(d, h, e);
	claims_reset(&h->claims);
	return ok;
}

/* The clerk's next task: to settle the hand before, and to claim the next group. */
static void
ask(struct delivery *d, size_t max)
{
	struct clerk *c = &d->clerk;
	struct hand *h = d->next;
	unsigned char uuid[IDENT_BYTES];
	size_t i;

	h->n = backlog_take(&d->backlog, h->record, max);
	c->store = h->n ? stores_find(&d->run.stores, d->intake.records[h->record[0]].store) : NULL;
	for (i = 0; c->store && i < h->n; i++) {
		const struct record_message_due *r = d->intake.records[h->record[i]].data;

		if (ident_read(r->message, uuid))
			array_add(&c->ids, r->message);
	}
	clerk_ask(c, h);
}

/* The mails of one hand go out while the next one is claimed, unless it would be old by then. */
static bool
turn(struct delivery *d, struct err *e)
{
	bool single = d->set->window == 1 || d->set->common.dry_run || !pace_overlaps(&d->pace);
	struct hand *sent = d->now;
	struct err lost = { 0 };
	bool ok, answered;

	ask(d, single && d->now->claims.n ? 0 : pace_group(&d->pace));
	ok = hand_over(d, e);
	backlog_ahead(&d->backlog, d->now->max);
	answered = clerk_answer(&d->clerk, ok ? e : &lost);
	d->now = d->next;
	d->next = sent;
	log_progress("%lld sent", (long long)run_counted(&d->run, "sent"));
	return ok && answered;
}

/* After a failure, as far as the database still answers: what is known of the messages in
   hand is written, and those that were not handed over may go again. */
static void
give_up(struct delivery *d)
{
	struct hand *hands[] = { d->next, d->now };
	struct err ignored = { 0 };
	size_t i;

	d->settled = true;
	hand_give_back(d->now);
	hand_give_back(d->next);
	for (i = 0; i < COUNT(hands); i++)
		if (!outcome_write(&hands[i]->outcome, &ignored)) {
			log_say(LOG_INFO, NULL, "%s", ignored.text);
			d->settled = false;
		}
	d->settled = d->settled && db_alive(d->run.db);
}

static bool
keep_rejects(struct delivery *d, struct err *e)
{
	bool ok;

	if (d->intake.rejects.n == 0)
		return true;
	ok = db_begin(d->run.db, e)
	    && reject_write(&d->intake.rejects, "crt-send", d->run.db, e);
	ok = run_keep(&d->run, d->run.db, ok, e);
	fault();
	run_count(&d->run, "rejected", (int64_t)d->intake.rejects.n);
	reject_tell(&d->intake.rejects, LOG_WARN);
	return ok;
}

static bool
batch(struct delivery *d, struct err *e)
{
	bool ok = true;

	backlog_begin(&d->backlog);
	backlog_ahead(&d->backlog, d->now->max);
	while (ok && !(backlog_empty(&d->backlog) && d->now->claims.n == 0
	    && d->now->outcome.n == 0 && d->next->outcome.n == 0))
		ok = stop_check(e) && turn(d, e);
	return ok;
}

static bool
all(struct delivery *d, struct err *e)
{
	bool ok = true, end = false;

	while (ok && !end) {
		d->settled = false;
		struct err lost = { 0 };

		ok = intake_lines(&d->intake, &end, e) && batch(d, e);
		if (!ok)
			give_up(d);
		else
			d->settled = true;
		if (!keep_rejects(d, ok ? e : &lost))
			ok = false;
	}
	return ok;
}

static bool
verdict(const struct run *r, struct err *e)
{
	int64_t failed = run_counted(r, "failed"), left = run_counted(r, "unknown_left");
	int64_t dead = run_counted(r, "unknown_dead"), unknown = run_counted(r, "unknown")
	    + (dead < left ? dead : left);

	if (unknown) {
		err_set(e, ERR_REJECTS, "of %lld messages it is not known whether they were taken",
		    (long long)unknown);
		return err_hint(e, "see \"crt-send reconcile\"");
	}
	if (failed)
		return err_set(e, ERR_REJECTS, "%lld messages failed", (long long)failed);
	return reject_verdict(r, run_counted(r, "rejected"), run_counted(r, "rejected")
	    + run_counted(r, "sent"), e);
}

static bool
open_all(struct delivery *d, struct err *e)
{
	const char *kind = send_channels[d->set->channel];
	size_t i, max = d->set->window > 1 ? (size_t)d->set->window / 2 : 1;

	output_init(&d->out);
	for (i = 0; i < COUNT(d->hand); i++) {
		hand_open(&d->hand[i], max, &d->run, &d->claim, kind, d->set->tries);
		d->hand[i].slot = i * max;
	}
	d->now = &d->hand[0];
	d->next = &d->hand[1];
	d->pace = (struct pace){ .least = (size_t)d->set->parallel, .most = max,
	    .rate = (double)d->set->rate };
	d->letters = letters_open(&d->run);
	intake_open(&d->intake, NULL, RECORD_message_due, INTAKE_MAX);
	backlog_open(&d->backlog, &d->intake, &d->run.stores);
	return run_open(&d->run, &d->set->common, "crt-send",
	    RUN_STORES | RUN_ACTIVE | RUN_KEYS | RUN_HEARTBEAT | RUN_INDEXED, e)
	    && claim_open(&d->claim, &d->run, kind, (int)(d->set->lease / CLOCK_SECOND), e)
	    && send_open_channel(d->set, begin, done, d, &d->channel, e);
}

/* What the runs before left, before anything is begun. */
static bool
settle(struct delivery *d, struct err *e)
{
	const struct common *common = &d->set->common;

	return common->dry_run
	    || (place_of(common, d->set->ledger, "ledger", &d->ledgers, e)
	    && ledger_open(&d->ledger, d->ledgers, d->claim.sender, COUNT(d->hand) * d->now->max, e)
	    && settle_run(&d->claim, d->ledgers, &d->now->outcome, d->channel, e));
}

static bool
deliver_all(struct delivery *d, struct err *e)
{
	d->settled = true;
	return open_all(d, e) && settle(d, e)
	    && clerk_open(&d->clerk, &d->run, &d->claim, d->letters, d->ledger, e)
	    && all(d, e) && (d->set->common.dry_run || refusals_decide(&d->run, e))
	    && verdict(&d->run, e);
}

bool
send_deliver(void *settings, char **operands UNUSED, struct err *e)
{
	struct delivery d = { .set = settings };
	bool ok = deliver_all(&d, e);

	clerk_close(&d.clerk);
	channel_close(d.channel);
	ledger_close(d.ledger, d.settled);
	free(d.ledgers);
	hand_close(&d.hand[0]);
	hand_close(&d.hand[1]);
	letters_close(d.letters);
	backlog_close(&d.backlog);
	intake_close(&d.intake);
	claim_close(&d.claim);
	output_free(&d.out);
	return run_close(&d.run, ok, e);
}
