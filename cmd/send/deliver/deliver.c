/* deliver.c: read message.due records, deliver the messages, and print the results. */
#include <stdlib.h>
#include <string.h>

#include "backlog.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/stop.h"
#include "worker.h"
#include "conf/default_paths.h"
#include "../outcome/ledger.h"
#include "rule/pace.h"
#include "rejects.h"
#include "../send.h"
#include "verdict.h"
#include "../outcome/resolve.h"

#define RECORDS_MAX 2000	/* some 40 MB; sending does not overlap between two batches */
#define LATE_MAX 2	/* after these the mail server counts as slower than PACE_FRESH */

struct delivery {
	const struct send *set;
	struct run run;
	struct claim claim;
	struct providers providers;
	char *ledgers;			/* their folder */
	struct ledger *ledger;
	int late;			/* windows in a row in which no mail began in time */
	const struct store *limited;	/* whose daily limit was reported last */
	bool resolved;			/* all results in the ledger are in the database */
	struct mail_templates *templates;
	struct record_reader reader;
	struct backlog backlog;
	struct pace pace;
	struct worker worker;
	struct window windows[2];
	struct window *now, *next;	/* the one being sent, the worker's */
	struct output out;		/* for a dry run */
};

/* The window's record of a claimed message, or (size_t)-1.  Claims mostly have the order of
   the records, so the search starts after the last match. */
static size_t
deliver_record_of(const struct record_reader *in, struct window *h, const char *id)
{
	size_t i;

	for (i = 0; i < h->n; i++) {
		size_t at = h->record[(h->found + i) % h->n];
		const struct record_message_due *r = in->records[at].data;

		if (!strcmp(r->message, id)) {
			h->found = (h->found + i + 1) % h->n;
			return at;
		}
	}
	return (size_t)-1;
}

/* A mail may begin only while its facts are fresh; a slow server may have used up that time.
   It is entered in the ledger before the time is checked.  So a mail that is not in the
   ledger after the lease will never be sent. */
static bool
deliver_begin(void *arg, struct channel_message *message)
{
	struct delivery *d = arg;
	struct rendered_mail *l = message->tag;

	l->began = clock_steady();
	ledger_begin(d->ledger, l->slot, l->of->id);
	if (!stop_requested() && clock_awake() < d->now->fresh) {
		d->late = 0;
		return true;
	}
	ledger_forget(d->ledger, l->slot);
	return false;
}

/* Queues the message again; this run claims it again unless it ends. */
static void
deliver_withhold(struct delivery *d, struct window *h, const struct claimed *m,
    const struct channel_result *r)
{
	size_t at = deliver_record_of(&d->reader, h, m->id);

	outcome_add(&h->outcome, m, r, OUTCOME_UNASKED);
	if (at != (size_t)-1)
		backlog_again(&d->backlog, at);
}

static void
deliver_done(void *arg, struct channel_message *message, const struct channel_result *r)
{
	struct delivery *d = arg;
	const struct rendered_mail *l = message->tag;

	ledger_end(d->ledger, l->slot, r);
	if (r->fate == CHANNEL_UNTRIED)
		deliver_withhold(d, d->now, l->of, r);
	else
		outcome_add(&d->now->outcome, l->of, r,
		    l->began ? clock_steady() - l->began : OUTCOME_UNASKED);
}

static void
deliver_fail(struct delivery *d, struct window *h, const struct claimed *m, const struct err *why)
{
	struct channel_result r = { .fate = CHANNEL_FAILED, .code = "template" };

	log_line(LOG_WARN, m->store->slug, "message %s: %s", m->id, why->text);
	memcpy(r.reason, why->text, strnlen(why->text, sizeof r.reason - 1));
	outcome_add(&h->outcome, m, &r, OUTCOME_UNASKED);
	d->late = 0;
}

/* A dry run prints the records that would be sent. */
static bool
deliver_print(struct delivery *d, struct window *h, struct err *e)
{
	size_t i;

	for (i = 0; i < h->claims.n; i++) {
		size_t at = deliver_record_of(&d->reader, h, h->claims.list[i].id);

		if (at != (size_t)-1)
			output_line(&d->out, d->reader.line[at]->text, d->reader.line[at]->n);
	}
	return output_flush(&d->out, e);
}

static bool
deliver_mail(struct delivery *d, struct window *h, size_t i, struct err *e)
{
	const struct claimed *m = &h->claims.list[i];
	struct rendered_mail *l = &h->mail[i];
	size_t at = deliver_record_of(&d->reader, h, m->id);
	const struct record_message_due *r = at == (size_t)-1 ? NULL : d->reader.records[at].data;
	struct err why = { 0 };

	if (!rendered_mail_fill(l, r ? r->context : NULL, &why)) {
		deliver_fail(d, h, m, &why);
		return true;
	}
	l->slot = h->slot + i;
	l->out.begin_by = h->fresh;
	l->out.until = h->lease;
	fault();
	return channel_send(h->provider->channel, &l->out, e);
}

/* Puts back the messages from i on: their facts are too old, or the run must stop. */
static void
deliver_put_back(struct delivery *d, struct window *h, size_t i)
{
	struct channel_result r = { .fate = CHANNEL_UNTRIED, .reason = "was not handed off" };

	for (; i < h->claims.n; i++)
		deliver_withhold(d, h, &h->claims.list[i], &r);
}

/* Without this, a server that is slow with each recipient would never get a mail. */
static void
deliver_be_patient(struct delivery *d, const struct window *h)
{
	if (clock_awake() < h->fresh || d->late++ != LATE_MAX || d->worker.patient)
		return;
	d->worker.patient = true;
	log_line(LOG_WARN, NULL, "the mail server takes longer than %d seconds for a recipient; an "
	    "order that arrives in that time does not stop its mail",
	    (int)(PACE_FRESH / CLOCK_SECOND));
}

/* Messages beyond the rate are claimed later in this run, those beyond the daily limit in the
   runs of another day. */
static void
deliver_leave(struct delivery *d, struct window *h)
{
	size_t i, at;

	if (h->share.day_over && h->claims.nover && d->limited != h->claims.store) {
		log_line(LOG_WARN, h->claims.store->slug, LIMIT_DAY_OVER "; the other mails stay queued");
		d->limited = h->claims.store;
	}
	for (i = 0; !h->share.day_over && i < h->claims.nover; i++) {
		at = deliver_record_of(&d->reader, h, h->claims.over[i]);
		if (at != (size_t)-1)
			backlog_again(&d->backlog, at);
	}
	if (h->claims.n == 0 && h->claims.nover && !h->share.day_over)
		limit_pause(h->share.wait);
	h->claims.nover = 0;
}

/* Every claimed message gets an outcome, even when the channel has failed. */
static bool
deliver_window(struct delivery *d, struct window *h, struct err *e)
{
	crt_time start = clock_steady();
	struct err later = { 0 };
	bool ok = true;
	size_t i;

	limit_pause(h->start - clock_steady());
	for (i = 0; ok && i < h->claims.n && !stop_requested() && clock_awake() < h->fresh; i++)
		ok = deliver_mail(d, h, i, e);
	deliver_put_back(d, h, i);
	if (!channel_wait(h->provider->channel, 0, ok ? e : &later))
		ok = false;
	ok = ok || providers_replace(&d->providers, h->provider, e);
	pace_saw(&d->pace, i, clock_steady() - start);
	fault();
	deliver_be_patient(d, h);
	return ok;
}

static bool
deliver_hand_off(struct delivery *d, struct err *e)
{
	struct window *h = d->now;
	bool ok;

	if (h->claims.n == 0)
		return true;
	ok = d->set->common.dry_run ? deliver_print(d, h, e) : deliver_window(d, h, e);
	claims_reset(&h->claims);
	return ok;
}

/* Requests that the worker resolves the previous window and claims the next group. */
static void
deliver_request(struct delivery *d, size_t max)
{
	struct worker *c = &d->worker;
	struct window *h = d->next;
	unsigned char uuid[IDENT_BYTES];
	size_t i;

	h->n = backlog_take(&d->backlog, h->record, max);
	h->found = 0;
	h->provider = providers_choose(&d->providers);
	d->claim.provider = h->provider->name;
	c->store = h->n ? stores_find(&d->run.stores, d->reader.records[h->record[0]].store) : NULL;
	h->claims.store = c->store;
	for (i = 0; c->store && i < h->n; i++) {
		const struct record_message_due *r = d->reader.records[h->record[i]].data;

		if (ident_read(r->message, uuid))
			array_add(&c->ids, r->message);
	}
	worker_request(c, h);
}

/* Sends one window while the worker claims the next, unless its facts would be too old then. */
static bool
deliver_step(struct delivery *d, struct err *e)
{
	bool single = d->set->window == 1 || d->set->common.dry_run || !pace_overlaps(&d->pace);
	struct window *sent = d->now;
	struct err lost = { 0 };
	bool ok, claimed;

	deliver_request(d, single && d->now->claims.n ? 0 : pace_group(&d->pace));
	ok = deliver_hand_off(d, e);
	backlog_ahead(&d->backlog, d->now->max);
	claimed = worker_response(&d->worker, ok ? e : &lost);
	d->next->outcome.provider = d->next->provider->name;
	d->next->provider->given += d->next->claims.n;
	if (claimed)
		deliver_leave(d, d->next);
	d->now = d->next;
	d->next = sent;
	log_progress("%lld sent", (long long)run_counted(&d->run, COUNTER_sent));
	return ok && claimed;
}

/* After a failure, if the database still responds: writes the known outcomes of messages in
   flight, and queues those that were not handed off. */
static void
deliver_give_up(struct delivery *d)
{
	struct window *both[] = { d->next, d->now };
	struct err ignored = { 0 };
	size_t i;

	d->resolved = true;
	window_give_back(d->now);
	window_give_back(d->next);
	for (i = 0; i < COUNT(both); i++)
		if (!outcome_write(&both[i]->outcome, &ignored)) {
			log_line(LOG_INFO, NULL, "%s", ignored.text);
			d->resolved = false;
		}
	d->resolved = d->resolved && db_alive(d->run.db);
}

static bool
deliver_batch(struct delivery *d, struct err *e)
{
	bool ok = true;

	backlog_begin(&d->backlog);
	backlog_ahead(&d->backlog, d->now->max);
	while (ok && !(backlog_empty(&d->backlog) && d->now->claims.n == 0
	    && d->now->outcome.n == 0 && d->next->outcome.n == 0))
		ok = stop_check(e) && deliver_step(d, e);
	return ok;
}

static bool
deliver_batches(struct delivery *d, struct err *e)
{
	bool ok = true, end = false;

	while (ok && !end) {
		d->resolved = false;
		struct err lost = { 0 };

		ok = record_reader_lines(&d->reader, &end, e) && deliver_batch(d, e);
		if (!ok)
			deliver_give_up(d);
		else
			d->resolved = true;
		if (!rejects_keep(&d->run, &d->reader, ok ? e : &lost))
			ok = false;
	}
	return ok;
}

static bool
deliver_open(struct delivery *d, struct err *e)
{
	const char *kind = send_kind(d->set);
	size_t i, max = d->set->window > 1 ? (size_t)d->set->window / 2 : 1;

	output_init(&d->out);
	for (i = 0; i < COUNT(d->windows); i++) {
		window_open(&d->windows[i], max, &d->run, &d->claim, kind, d->set->tries);
		d->windows[i].slot = i * max;
	}
	d->now = &d->windows[0];
	d->next = &d->windows[1];
	d->pace = (struct pace){ .least = (size_t)d->set->parallel, .most = max,
	    .rate = (double)d->set->rate };
	d->templates = mail_templates_open(&d->run, send_medium(d->set));
	record_reader_open(&d->reader, NULL, RECORD_message_due, RECORDS_MAX);
	backlog_open(&d->backlog, &d->reader, &d->run.stores);
	return run_open(&d->run, &d->set->common, "crt-send",
	    RUN_STORES | RUN_ACTIVE | RUN_KEYS | RUN_HEARTBEAT | RUN_INDEXED, e)
	    && claim_open(&d->claim, &d->run, send_medium(d->set), kind,
	    (int)(d->set->lease / CLOCK_SECOND), e)
	    && providers_open(&d->providers, d->set, deliver_begin, deliver_done, d, e);
}

/* Resolves what earlier runs left uncertain, before new messages are claimed. */
static bool
deliver_resolve(struct delivery *d, struct err *e)
{
	const struct common *common = &d->set->common;
	size_t i;
	bool ok = common->dry_run || (state_path(common, d->set->ledger, "ledger", &d->ledgers, e)
	    && ledger_open(&d->ledger, d->ledgers, d->claim.sender, COUNT(d->windows) * d->now->max,
	    e));

	for (i = 0; ok && !common->dry_run && i < d->providers.n; i++) {
		d->claim.provider = d->now->outcome.provider = d->providers.list[i].name;
		ok = resolve_run(&d->claim, d->ledgers, &d->now->outcome, d->providers.list[i].channel, e);
	}
	return ok;
}

static bool
deliver_run(struct delivery *d, struct err *e)
{
	d->resolved = true;
	return deliver_open(d, e) && deliver_resolve(d, e)
	    && worker_open(&d->worker, &d->run, &d->claim, d->templates, d->ledger, d->set->rate, e)
	    && deliver_batches(d, e) && (d->set->common.dry_run || refusals_decide(&d->run, e))
	    && send_verdict(&d->run, &d->providers.why, e);
}

bool
send_deliver(void *settings, char **operands UNUSED, struct err *e)
{
	struct delivery d = { .set = settings };
	bool ok = deliver_run(&d, e);

	worker_close(&d.worker);
	providers_close(&d.providers);
	ledger_close(d.ledger, d.resolved);
	free(d.ledgers);
	window_close(&d.windows[0]);
	window_close(&d.windows[1]);
	mail_templates_close(d.templates);
	backlog_close(&d.backlog);
	record_reader_close(&d.reader);
	claim_close(&d.claim);
	output_free(&d.out);
	return run_close(&d.run, ok, e);
}
