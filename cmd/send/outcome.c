/* outcome.c: what became of letters, gathered and written together. */
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
	array_open(&o->dead);
}

void
outcome_close(struct outcome *o)
{
	size_t i;

	for (i = 0; i < OUTCOME_COLUMNS; i++)
		array_free(&o->column[i]);
	array_free(&o->dead);
	output_free(&o->out);
	str_free(&o->line);
}

/* Twice as long each time: greylisting passes in minutes, a full mailbox in hours. */
static crt_time
backoff(int64_t attempts)
{
	crt_time t = BACKOFF_FIRST;

	while (--attempts > 0 && t < BACKOFF_MOST)
		t *= 2;
	return t < BACKOFF_MOST ? t : BACKOFF_MOST;
}

static const char *
status_of(const struct outcome *o, const struct claimed *m, enum channel_fate fate)
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

static void
tell(struct outcome *o, const struct claimed *m, const struct channel_result *r, const char *status)
{
	enum record_kind kind = *status == 'S' ? RECORD_message_sent
	    : *status == 'F' ? RECORD_message_failed : RECORD_message_unknown;
	struct str *l = &o->line;
	char id[IDENT_TEXT + 32];

	if (*status == 'Q')
		return;
	snprintf(id, sizeof id, "%s.%s.%lld", m->id, status, (long long)m->attempts);
	str_cut(l, 0);
	line_open(l, &(struct line_head){ kind, id, m->store->slug, clock_now(), NULL, m->episode });
	line_text(l, "message", m->id);
	line_text(l, "provider", o->provider);
	line_text(l, "provider_id", r->provider_id[0] ? r->provider_id : NULL);
	line_text(l, "code", r->code[0] ? r->code : NULL);
	line_text(l, "reason", r->reason[0] ? r->reason : NULL);
	line_int(l, "attempts", m->attempts);
	line_int(l, "seconds", (clock_now() - m->not_before) / CLOCK_SECOND);
	line_end(l);
	output_line(&o->out, str_text(l), l->len);
}

void
outcome_add(struct outcome *o, const struct claimed *m, const struct channel_result *r)
{
	const char *status = status_of(o, m, r->fate);
	struct array *a = o->column;
	char later[CLOCK_TEXT];

	o->store = m->store;
	array_add(&a[ID], m->id);
	array_add(&a[STATUS], status);
	array_add(&a[PROVIDER_ID], r->provider_id[0] ? r->provider_id : NULL);
	array_add(&a[CODE], r->code[0] ? r->code : NULL);
	array_add(&a[REASON], r->reason[0] ? r->reason : NULL);
	array_add(&a[LATER], *status == 'Q' && r->fate == CHANNEL_RETRY
	    ? clock_print(clock_now() + backoff(m->attempts), later) : NULL);
	if (r->fate == CHANNEL_SUPPRESS && m->key[0])
		array_add(&o->dead, m->key);
	o->n++;
	o->of[*status == 'S' ? SENT : *status == 'Q' ? RETRIED : *status == 'F' ? FAILED : UNKNOWN]++;
	tell(o, m, r, status);
}

/* An array that has become a parameter begins anew, so each does so once. */
static void
close_arrays(struct outcome *o)
{
	size_t i;

	if (o->closed)
		return;
	for (i = 0; i < OUTCOME_COLUMNS; i++)
		o->param[i] = array_param(&o->column[i]);
	o->dead_param = o->dead.n ? array_param(&o->dead) : NULL;
	o->closed = true;
}

static bool
suppress(struct outcome *o, const char *now, struct err *e)
{
	char organization[IDENT_TEXT];
	const char *params[] = { ident_print(o->store->organization, organization), o->dead_param,
	    now };

	return o->dead_param == NULL
	    || db_do(o->run->db, sql_suppression_dead, COUNT(params), params, NULL, e);
}

bool
outcome_put(struct outcome *o, struct err *e)
{
	char now[CLOCK_TEXT], sender[24];
	const char *params[OUTCOME_COLUMNS + 3];

	if (o->n == 0)
		return true;
	close_arrays(o);
	params[0] = o->store->id_text;
	memcpy(params + 1, o->param, sizeof o->param);
	params[OUTCOME_COLUMNS + 1] = run_now(now);
	params[OUTCOME_COLUMNS + 2] = sender;
	snprintf(sender, sizeof sender, "%" PRId64, o->claim->sender);
	return db_do(o->run->db, sql_message_settle, COUNT(params), params, NULL, e)
	    && suppress(o, now, e);
}

bool
outcome_told(struct outcome *o, struct err *e)
{
	static const char *const what[] = { "sent", "retried", "failed", "unknown" };
	size_t i;

	for (i = 0; i < COUNT(what); i++) {
		if (o->of[i])
			run_count(o->run, what[i], (int64_t)o->of[i]);
		o->of[i] = 0;
	}
	o->n = 0;
	o->closed = false;
	return output_flush(&o->out, e);
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
