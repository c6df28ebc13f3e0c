/* deliver.c: message.due in, delivered, results out. */
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "clerk.h"
#include "flow/intake.h"
#include "send.h"
#include "settle.h"

#define INTAKE_MAX 2000	/* some 40 MB; between two batches nothing overlaps */

struct delivery {
	const struct send *set;
	struct run run;
	struct claim claim;
	struct channel *channel;
	struct letters *letters;
	struct intake intake;
	struct clerk clerk;
	struct hand hand[2];
	struct hand *now, *next;	/* the one whose mails go out, the clerk's */
	struct output out;		/* of a dry run */
};

static void
done(void *arg, struct channel_letter *letter, const struct channel_result *r)
{
	struct delivery *d = arg;
	const struct letter *l = letter->tag;

	outcome_add(&d->now->outcome, l->of, r);
}

/* The record of a claimed message, among those of its hand. */
static const json_t *
context_of(const struct intake *in, const struct hand *h, const char *id)
{
	size_t i;

	for (i = h->from; i < h->to; i++) {
		const struct record_message_due *r = in->records[i].data;

		if (!strcmp(r->message, id))
			return r->context;
	}
	return NULL;
}

static void
unfit(struct hand *h, const struct claimed *m, const struct err *why)
{
	struct channel_result r = { .fate = CHANNEL_FAILED, .code = "template" };

	log_say(LOG_WARN, m->store->slug, "message %s: %s", m->id, why->text);
	memcpy(r.reason, why->text, strnlen(why->text, sizeof r.reason - 1));
	outcome_add(&h->outcome, m, &r);
}

/* What a dry run says: the records that would go. */
static bool
only_say(struct delivery *d, const struct hand *h, struct err *e)
{
	size_t i, k;

	for (i = 0; i < h->claims.n; i++)
		for (k = h->from; k < h->to; k++) {
			const struct record_message_due *r = d->intake.records[k].data;

			if (!strcmp(r->message, h->claims.list[i].id))
				output_line(&d->out, d->intake.line[k]->text, d->intake.line[k]->n);
		}
	return output_flush(&d->out, e);
}

/* Every claimed message gets its outcome, also when the channel has failed. */
static bool
deliver(struct delivery *d, struct hand *h, struct err *e)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < h->claims.n; i++) {
		const struct claimed *m = &h->claims.list[i];
		struct letter *l = &h->letter[i];
		struct err why = { 0 }, down = { 0 };

		if (!letter_fill(l, context_of(&d->intake, h, m->id), &why)) {
			unfit(h, m, &why);
			continue;
		}
		fault();
		if (!channel_send(d->channel, &l->out, &down) && ok) {
			*e = down;
			ok = false;
		}
	}
	if (ok)
		ok = channel_wait(d->channel, 0, e);
	else if (!channel_wait(d->channel, 0, &(struct err){ 0 }))
		ok = false;
	fault();
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

/* The clerk's next task: the records from..to, none if they are of no store of this run. */
static void
ask(struct delivery *d, size_t from, size_t to)
{
	struct clerk *c = &d->clerk;
	unsigned char uuid[IDENT_BYTES];
	size_t i;

	c->store = from < to ? stores_find(&d->run.stores, d->intake.records[from].store) : NULL;
	for (i = from; c->store && i < to; i++) {
		const struct record_message_due *r = d->intake.records[i].data;

		if (ident_read(r->message, uuid))
			array_add(&c->ids, r->message);
	}
	d->next->from = from;
	d->next->to = to;
	clerk_ask(c, d->next);
}

/* The mails of one hand go out while the next one is claimed; and the records of the one
   after are read then. */
static bool
turn(struct delivery *d, size_t from, size_t to, struct err *e)
{
	struct hand *sent = d->now;
	struct err lost = { 0 };
	bool ok, answered;

	ask(d, from, to);
	ok = hand_over(d, e);
	intake_decode(&d->intake, &d->run.stores, to + d->now->max);
	answered = clerk_answer(&d->clerk, ok ? e : &lost);
	d->now = d->next;
	d->next = sent;
	log_progress("%lld sent", (long long)run_counted(&d->run, "sent"));
	return ok && answered;
}

/* Nothing is left in hand. */
static bool
drain(struct delivery *d, struct err *e)
{
	return turn(d, 0, 0, e) && turn(d, 0, 0, e);
}

/* After a failure, as far as the database still answers: what is known of the messages in
   hand is written, and those that were not handed over may go again. */
static void
give_up(struct delivery *d)
{
	struct err ignored = { 0 };

	hand_give_back(d->now);
	hand_give_back(d->next);
	if (!outcome_write(&d->next->outcome, &ignored))
		log_say(LOG_INFO, NULL, "%s", ignored.text);
	if (!outcome_write(&d->now->outcome, &ignored))
		log_say(LOG_INFO, NULL, "%s", ignored.text);
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

/* Where the hand that begins at from ends: it is of one store. */
static size_t
hand_end(const struct delivery *d, size_t from)
{
	const struct record *r = d->intake.records;
	size_t to = from + 1;

	while (to < d->intake.n && to - from < d->now->max && !strcmp(r[to].store, r[from].store))
		to++;
	return to;
}

/* Two hands at once, unless they are to be seen one after the other. */
static bool
batch(struct delivery *d, struct err *e)
{
	bool single = d->set->window == 1 || d->set->common.dry_run, ok = true;
	size_t from, to;

	intake_decode(&d->intake, &d->run.stores, d->now->max);
	for (from = 0; ok && from < d->intake.n; from = to) {
		to = hand_end(d, from);
		ok = turn(d, from, to, e) && (!single || drain(d, e));
	}
	return ok && drain(d, e);
}

static bool
all(struct delivery *d, struct err *e)
{
	bool ok = true, end = false;

	while (ok && !end) {
		struct err lost = { 0 };

		ok = intake_lines(&d->intake, &end, e) && batch(d, e);
		if (!ok)
			give_up(d);
		if (!keep_rejects(d, ok ? e : &lost))
			ok = false;
	}
	return ok;
}

static bool
verdict(const struct run *r, struct err *e)
{
	int64_t failed = run_counted(r, "failed"), unknown = run_counted(r, "unknown")
	    + run_counted(r, "unknown_left");

	if (unknown) {
		err_set(e, ERR_REJECTS, "of %lld messages it is not known whether they were taken",
		    (long long)unknown);
		return err_hint(e, "see \"crt-send reconcile\"");
	}
	if (failed)
		return err_set(e, ERR_REJECTS, "%lld messages failed", (long long)failed);
	return reject_verdict(run_counted(r, "rejected"), run_counted(r, "rejected")
	    + run_counted(r, "sent"), e);
}

static bool
open_all(struct delivery *d, struct err *e)
{
	const char *kind = send_channels[d->set->channel];
	size_t i, max = d->set->window > 1 ? (size_t)d->set->window / 2 : 1;

	output_init(&d->out);
	for (i = 0; i < COUNT(d->hand); i++)
		hand_open(&d->hand[i], max, &d->run, &d->claim, kind, d->set->tries);
	d->now = &d->hand[0];
	d->next = &d->hand[1];
	d->letters = letters_open(&d->run);
	intake_open(&d->intake, NULL, RECORD_message_due, INTAKE_MAX);
	return run_open(&d->run, &d->set->common, "crt-send",
	    RUN_STORES | RUN_ACTIVE | RUN_KEYS | RUN_HEARTBEAT | RUN_INDEXED, e)
	    && claim_open(&d->claim, &d->run, kind, (int)(d->set->lease / CLOCK_SECOND), e)
	    && send_open_channel(d->set, done, d, &d->channel, e);
}

static bool
deliver_all(struct delivery *d, struct err *e)
{
	return open_all(d, e)
	    && (d->set->common.dry_run
	        || settle_run(&d->claim, &d->now->outcome, d->channel, e))
	    && clerk_open(&d->clerk, &d->run, &d->claim, d->letters, e)
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
	hand_close(&d.hand[0]);
	hand_close(&d.hand[1]);
	letters_close(d.letters);
	intake_close(&d.intake);
	claim_close(&d.claim);
	output_free(&d.out);
	return run_close(&d.run, ok, e);
}
