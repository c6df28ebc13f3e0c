/* outcome.c: what became of messages, gathered and written together. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "outcome.h"
#include "query.h"
#include "record/line.h"

#define BACKOFF_FIRST (5 * CLOCK_MINUTE)
#define BACKOFF_MOST  (4 * CLOCK_HOUR)
#define LINE_MAX_BYTES 8192

enum { ID, STATUS, PROVIDER_ID, CODE, REASON, LATER };
enum { SENT, RETRIED, FAILED, UNKNOWN };

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

/* Twice as long each time: greylisting passes in minutes, a full mailbox in hours. */
static crt_time
outcome_backoff(int64_t attempts)
{
	crt_time t = BACKOFF_FIRST;

	while (--attempts > 0 && t < BACKOFF_MOST)
		t *= 2;
	return t < BACKOFF_MOST ? t : BACKOFF_MOST;
}

static const char *
outcome_status(const struct outcome *o, const struct claimed *m, enum channel_fate fate)
{
	switch (fate) {
	case CHANNEL_SENT:
		return "SENT";
	case CHANNEL_UNTRIED:
		return "QUEUED";
	case CHANNEL_RETRY:
		return m->attempts < o->tries ? "QUEUED" : "FAILED";
	case CHANNEL_UNKNOWN:
		return "UNKNOWN";
	default:
		return "FAILED";
	}
}

/* The record that tells of it; none for what is tried again. */
static void
outcome_line(struct outcome *o, const struct claimed *m, const struct channel_result *r,
    const char *status)
{
	enum record_kind kind = *status == 'S' ? RECORD_message_sent
	    : *status == 'F' ? RECORD_message_failed : RECORD_message_unknown;
	struct str *l = &o->line;
	char id[IDENT_TEXT + 32];

	str_cut(l, 0);
	if (*status == 'Q')
		return;
	snprintf(id, sizeof id, "%s.%s.%lld", m->id, status, (long long)m->attempts);
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

void
outcome_add(struct outcome *o, const struct claimed *m, const struct channel_result *r)
{
	const char *status = outcome_status(o, m, r->fate);
	struct array *a = o->column;
	char later[CLOCK_TEXT];
	int fate = *status == 'S' ? SENT : *status == 'Q' ? RETRIED : *status == 'F' ? FAILED : UNKNOWN;

	o->store = m->store;
	array_add(&a[ID], m->id);
	array_add(&a[STATUS], status);
	array_add(&a[PROVIDER_ID], r->provider_id[0] ? r->provider_id : NULL);
	array_add(&a[CODE], r->code[0] ? r->code : NULL);
	array_add(&a[REASON], r->reason[0] ? r->reason : NULL);
	array_add(&a[LATER], *status == 'Q' && r->fate == CHANNEL_RETRY
	    ? clock_print(clock_now() + outcome_backoff(m->attempts), later) : NULL);
	o->n++;
	o->of[fate]++;
	outcome_line(o, m, r, status);
	if (r->alike[0])
		refusals_add(&o->refused, m, r, fate, &o->line);
	else if (o->line.len)
		output_line(&o->out, str_text(&o->line), o->line.len);
}

/* An array that has become a parameter begins anew, so each does so once. */
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

/* What was refused is told when it is known whom the server means. */
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
outcome_told(struct outcome *o, struct err *e)
{
	static const char *const what[] = { "sent", "retried", "failed", "unknown" };
	struct err relay = { 0 };
	bool ok = refusals_check(&o->refused, o->run, &relay, e);
	size_t i;

	outcome_report_refused(o);
	for (i = 0; i < COUNT(what); i++) {
		if (o->of[i])
			run_count(o->run, what[i], (int64_t)o->of[i]);
		o->of[i] = 0;
	}
	o->n = 0;
	o->closed = false;
	if (!output_flush(&o->out, ok ? e : &(struct err){ 0 }) || !ok)
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
	return db_end(o->run->db, ok, e) && outcome_told(o, e);
}
