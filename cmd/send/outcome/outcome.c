/* outcome.c: collect the outcomes of messages, and write them in one statement. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "outcome.h"
#include "query.h"
#include "record/line.h"

#define BACKOFF_FIRST (5 * CLOCK_MINUTE)
#define BACKOFF_MOST  (4 * CLOCK_HOUR)
#define LINE_MAX_BYTES 8192

#define OUTCOME_NO_RECORD RECORD_KINDS

static const struct {
	enum message_status status;
	enum counter counter;
	enum record_kind record;
} fates[] = {
#define OUTCOME(status, counter, record) { MESSAGE_##status, COUNTER_##counter, record },
#include "outcome.def"
#undef OUTCOME
};

void
outcome_open(struct outcome *o, struct run *r, const struct claim *c, const char *provider,
    int64_t tries)
{
	size_t i;

	*o = (struct outcome){ .run = r, .claim = c, .provider = provider, .tries = tries,
	    .line = STR_MAX(LINE_MAX_BYTES) };
	output_init(&o->out);
	for (i = 0; i < OUTCOME_COLUMNS; i++)
		array_open(&o->column[i]);
	refusals_open(&o->refused);
}

void
outcome_close(struct outcome *o)
{
	size_t i;

	for (i = 0; i < OUTCOME_COLUMNS; i++)
		array_free(&o->column[i]);
	refusals_close(&o->refused);
	output_free(&o->out);
	str_free(&o->line);
}

/* Doubles each time: greylisting ends after minutes, a full mailbox after hours. Up to a tenth
   more, by the message's id, keeps those that failed together from coming back together. */
static crt_time
outcome_backoff(const struct claimed *m)
{
	unsigned char id[IDENT_BYTES] = { 0 };
	int64_t attempts = m->attempts;
	crt_time t = BACKOFF_FIRST;

	while (--attempts > 0 && t < BACKOFF_MOST)
		t *= 2;
	t = t < BACKOFF_MOST ? t : BACKOFF_MOST;
	return ident_read(m->id, id) ? t + t / 10 * (id[14] * 256 + id[15]) / 65536 : t;
}

static enum outcome_fate
outcome_fate(const struct outcome *o, const struct claimed *m, enum channel_fate fate)
{
	switch (fate) {
	case CHANNEL_SENT:
		return OUTCOME_SENT;
	case CHANNEL_UNTRIED:
		return OUTCOME_QUEUED;
	case CHANNEL_RETRY:
		return m->attempts < o->tries ? OUTCOME_QUEUED : OUTCOME_FAILED;
	case CHANNEL_UNKNOWN:
		return OUTCOME_UNKNOWN;
	default:
		return OUTCOME_FAILED;
	}
}

/* Writes the outcome as a record; a message that is retried gets none. */
static void
outcome_line(struct outcome *o, const struct claimed *m, const struct channel_result *r,
    enum outcome_fate fate)
{
	enum record_kind kind = fates[fate].record;
	struct str *l = &o->line;
	char id[IDENT_TEXT + 32];

	str_cut(l, 0);
	if (kind == OUTCOME_NO_RECORD)
		return;
	snprintf(id, sizeof id, "%s.%s.%lld", m->id, words_message_status[fates[fate].status],
	    (long long)m->attempts);
	line_open(l, &(struct line_head){ kind, id, m->store->slug, clock_now(), NULL, m->episode });
	line_text(l, "message", m->id);
	line_text(l, "provider", o->provider);
	line_text(l, "provider_id", r->provider_id[0] ? r->provider_id : NULL);
	line_text(l, "code", r->code[0] ? r->code : NULL);
	line_text(l, "reason", r->reason[0] ? r->reason : NULL);
	line_int(l, "attempts", m->attempts);
	line_int(l, "seconds", (clock_now() - m->not_before) / CLOCK_SECOND);
	line_end(l);
}

/* Why the provider's report ends all messages to the address; NULL: it does not. A mail server's
   refusal is first compared with others (refusals_decide). */
static const char *
outcome_dead(const struct claimed *m, const struct channel_result *r)
{
	if (r->alike[0] || m->key[0] == '\0')
		return NULL;
	return r->fate == CHANNEL_SUPPRESS ? words_suppress_reason[SUPPRESS_BOUNCED]
	    : r->fate == CHANNEL_OPTED_OUT ? words_suppress_reason[SUPPRESS_UNSUBSCRIBED] : NULL;
}

void
outcome_add(struct outcome *o, const struct claimed *m, const struct channel_result *r,
    crt_time response)
{
	enum outcome_fate fate = outcome_fate(o, m, r->fate);
	struct array *a = o->column;
	char later[CLOCK_TEXT], ms[24];

	o->store = m->store;
	array_add(&a[OUTCOME_ID], m->id);
	array_add(&a[OUTCOME_STATUS], words_message_status[fates[fate].status]);
	array_add(&a[OUTCOME_PROVIDER_ID], r->provider_id[0] ? r->provider_id : NULL);
	array_add(&a[OUTCOME_CODE], r->code[0] ? r->code : NULL);
	array_add(&a[OUTCOME_REASON], r->reason[0] ? r->reason : NULL);
	array_add(&a[OUTCOME_LATER], fate == OUTCOME_QUEUED && r->fate == CHANNEL_RETRY
	    ? clock_print(clock_now() + outcome_backoff(m), later) : NULL);
	snprintf(ms, sizeof ms, "%" PRId64, response / (CLOCK_SECOND / 1000));
	array_add(&a[OUTCOME_RESPONSE], response == OUTCOME_UNASKED ? NULL : ms);
	array_add(&a[OUTCOME_DEAD], outcome_dead(m, r) ? m->key : NULL);
	array_add(&a[OUTCOME_DEAD_WHY], outcome_dead(m, r));
	o->n++;
	o->of[fate]++;
	o->untried += r->fate == CHANNEL_UNTRIED;
	outcome_line(o, m, r, fate);
	if (r->alike[0])
		refusals_add(&o->refused, m, r, fate, &o->line);
	else if (o->line.len)
		output_line(&o->out, str_text(&o->line), o->line.len);
}

/* array_param resets its array, so each may be called only once. */
static void
outcome_close_arrays(struct outcome *o)
{
	size_t i;

	if (o->closed)
		return;
	for (i = 0; i < OUTCOME_COLUMNS; i++)
		o->param[i] = array_param(&o->column[i]);
	o->closed = true;
}

bool
outcome_put(struct outcome *o, struct err *e)
{
	char now[CLOCK_TEXT], sender[24];
	const char *params[OUTCOME_COLUMNS + 3];

	if (o->n == 0)
		return true;
	outcome_close_arrays(o);
	params[0] = o->store->id_text;
	memcpy(params + 1, o->param, sizeof o->param);
	params[OUTCOME_COLUMNS + 1] = run_now(now);
	params[OUTCOME_COLUMNS + 2] = sender;
	snprintf(sender, sizeof sender, "%" PRId64, o->claim->sender);
	return db_do(o->run->db, sql_message_resolve, COUNT(params), params, NULL, e)
	    && refusals_put(&o->refused, o->run, o->store, e);
}

/* Refusals are printed only after it is known whether the relay is at fault. */
static void
outcome_report_refused(struct outcome *o)
{
	size_t i, n = o->refused.n;

	for (i = 0; i < n; i++) {
		const struct refused *r = &o->refused.list[i];

		if (r->pardoned)
			o->of[r->fate]--;
		else if (r->line)
			output_line(&o->out, r->line, strlen(r->line));
	}
	refusals_reset(&o->refused);
}

bool
outcome_flush(struct outcome *o, struct err *e)
{
	struct err relay = { 0 };
	bool ok = refusals_check(&o->refused, o->run, &relay, e);
	size_t i;

	outcome_report_refused(o);
	for (i = 0; i < OUTCOME_FATES; i++) {
		if (o->of[i])
			run_count(o->run, fates[i].counter, (int64_t)o->of[i]);
		o->of[i] = 0;
	}
	o->n = o->untried = 0;
	o->closed = false;
	if (!output_flush(&o->out, ok ? e : &(struct err){ 0 }) || !ok
	    || !output_flush(&o->refused.queued, e))
		return false;
	if (relay.kind != ERR_NONE)
		*e = relay;
	return relay.kind == ERR_NONE;
}

bool
outcome_write(struct outcome *o, struct err *e)
{
	bool ok;

	if (o->n == 0)
		return true;
	ok = db_begin(o->run->db, e) && outcome_put(o, e);
	return db_end(o->run->db, ok, e) && outcome_flush(o, e);
}
