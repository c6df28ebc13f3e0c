/* deliver.c: message.due in, delivered, results out. */
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "flow/intake.h"
#include "letter.h"
#include "send.h"
#include "settle.h"

#define INTAKE_MAX 1000

struct delivery {
	const struct send *set;
	struct run run;
	struct output out;
	struct claim claim;
	struct outcome outcome;
	struct channel *channel;
	struct letters *letters;
	struct letter *letter;		/* window of them */
	struct intake intake;
};

static void
done(void *arg, struct channel_letter *letter, const struct channel_result *r)
{
	struct delivery *d = arg;
	const struct letter *l = letter->tag;

	outcome_add(&d->outcome, l->of, r);
}

/* The record of a claimed message, among those of the window. */
static const json_t *
context_of(const struct intake *in, size_t from, size_t to, const char *id)
{
	size_t i;

	for (i = from; i < to; i++) {
		const struct record_message_due *r = in->records[i].data;

		if (!strcmp(r->message, id))
			return r->context;
	}
	return NULL;
}

static void
unfit(struct delivery *d, const struct claimed *m, const struct err *why)
{
	struct channel_result r = { .fate = CHANNEL_FAILED, .code = "template" };

	log_say(LOG_WARN, m->store->slug, "message %s: %s", m->id, why->text);
	memcpy(r.reason, why->text, strnlen(why->text, sizeof r.reason - 1));
	outcome_add(&d->outcome, m, &r);
}

/* Every claimed message gets its outcome, also when the channel has failed. */
static bool
hand_over(struct delivery *d, size_t from, size_t to, struct err *e)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < d->claim.n; i++) {
		const struct claimed *m = &d->claim.list[i];
		struct letter *l = &d->letter[i];
		struct err why = { 0 }, down = { 0 };

		if (!letter_fill(d->letters, l, m, context_of(&d->intake, from, to, m->id), &why)) {
			unfit(d, m, &why);
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

static const char *
ids(const struct intake *in, size_t from, size_t to, struct array *a)
{
	unsigned char uuid[IDENT_BYTES];
	size_t i;

	for (i = from; i < to; i++) {
		const struct record_message_due *r = in->records[i].data;

		if (ident_read(r->message, uuid))
			array_add(a, r->message);
	}
	return array_param(a);
}

/* What a dry run says: the records that would go. */
static bool
only_say(struct delivery *d, size_t from, size_t to, struct err *e)
{
	size_t i, k;

	for (i = 0; i < d->claim.n; i++)
		for (k = from; k < to; k++) {
			const struct record_message_due *r = d->intake.records[k].data;

			if (!strcmp(r->message, d->claim.list[i].id))
				output_line(&d->out, d->intake.line[k]->text, d->intake.line[k]->n);
		}
	return output_flush(&d->out, e);
}

static bool
window(struct delivery *d, size_t from, size_t to, struct err *e)
{
	const struct store *s = stores_find(&d->run.stores, d->intake.records[from].store);
	struct err lost = { 0 };
	struct array a;
	bool ok, wrote;

	if (s == NULL)
		return true;		/* not one of the stores of this run */
	array_open(&a);
	ok = claim_take(&d->claim, s, ids(&d->intake, from, to, &a), e);
	array_free(&a);
	if (!ok)
		return false;
	if (d->set->common.dry_run)
		return only_say(d, from, to, e);
	ok = hand_over(d, from, to, e);
	wrote = outcome_write(&d->outcome, ok ? e : &lost);
	log_progress("%lld sent", (long long)run_counted(&d->run, "sent"));
	return ok && wrote;
}

static bool
keep_rejects(struct delivery *d, struct err *e)
{
	bool ok;

	if (d->intake.rejects.n == 0)
		return true;
	ok = d->set->common.dry_run || (db_begin(d->run.db, e)
	    && reject_write(&d->intake.rejects, "crt-send", d->run.db, e)
	    && db_commit(d->run.db, e));
	fault();
	if (!ok)
		db_rollback(d->run.db);
	run_count(&d->run, "rejected", (int64_t)d->intake.rejects.n);
	reject_tell(&d->intake.rejects, LOG_WARN);
	return ok;
}

/* Where the window that begins at from ends: it is of one store. */
static size_t
window_end(const struct delivery *d, size_t from)
{
	const struct record *r = d->intake.records;
	size_t to = from + 1;

	while (to < d->intake.n && to - from < (size_t)d->set->window
	    && !strcmp(r[to].store, r[from].store))
		to++;
	return to;
}

static bool
all(struct delivery *d, struct err *e)
{
	size_t from, to;
	bool ok = true, end = false;

	while (ok && !end) {
		ok = intake_next(&d->intake, &d->run.stores, &end, e) && keep_rejects(d, e);
		for (from = 0; ok && from < d->intake.n; from = to) {
			to = window_end(d, from);
			ok = window(d, from, to, e);
		}
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

	output_init(&d->out);
	outcome_open(&d->outcome, &d->run, &d->claim, &d->out, kind, d->set->tries);
	d->letter = mem_get((size_t)d->set->window * sizeof *d->letter);
	d->letters = letters_open(&d->run);
	intake_open(&d->intake, RECORD_message_due, INTAKE_MAX);
	return run_open(&d->run, &d->set->common, "crt-send",
	    RUN_STORES | RUN_KEYS | RUN_HEARTBEAT | RUN_INDEXED, e)
	    && reject_prepare(d->run.db, e)
	    && claim_open(&d->claim, &d->run, &d->out, kind, (int)(d->set->lease / CLOCK_SECOND), e)
	    && send_open_channel(d->set, done, d, &d->channel, e);
}

bool
send_deliver(void *settings, char **operands UNUSED, struct err *e)
{
	struct delivery d = { .set = settings };
	int64_t i;
	bool ok;

	ok = open_all(&d, e);
	if (ok && !d.set->common.dry_run)
		ok = settle_run(&d.claim, &d.outcome, d.channel, e);
	ok = ok && all(&d, e) && verdict(&d.run, e);
	channel_close(d.channel);
	for (i = 0; i < d.set->window; i++)
		letter_free(&d.letter[i]);
	free(d.letter);
	letters_close(d.letters);
	intake_close(&d.intake);
	outcome_close(&d.outcome);
	claim_close(&d.claim);
	output_free(&d.out);
	return run_close(&d.run, ok, e);
}
