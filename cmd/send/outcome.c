/* outcome.c: what became of letters, gathered and written together. */
#include <inttypes.h>
#include <stdio.h>

#include "outcome.h"
#include "query.h"
#include "record/line.h"

#define BACKOFF_FIRST (5 * CLOCK_MINUTE)
#define BACKOFF_MOST  (4 * CLOCK_HOUR)
#define LINE_MAX_BYTES 8192

static struct array *
column(struct outcome *o, size_t i)
{
	struct array *all[] = { &o->store, &o->id, &o->status, &o->provider_id, &o->code, &o->reason,
	    &o->later, &o->dead_org, &o->dead_key };

	return i < COUNT(all) ? all[i] : NULL;
}

void
outcome_open(struct outcome *o, struct run *r, const struct claim *c, struct output *out,
    const char *provider, int64_t tries)
{
	struct array *a;
	size_t i;

	*o = (struct outcome){ .run = r, .claim = c, .out = out, .provider = provider, .tries = tries,
	    .line = STR_MAX(LINE_MAX_BYTES) };
	for (i = 0; (a = column(o, i)); i++)
		array_open(a);
}

void
outcome_close(struct outcome *o)
{
	struct array *a;
	size_t i;

	for (i = 0; (a = column(o, i)); i++)
		array_free(a);
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
	output_line(o->out, str_text(l), l->len);
}

void
outcome_add(struct outcome *o, const struct claimed *m, const struct channel_result *r)
{
	const char *status = status_of(o, m, r->fate);
	char later[CLOCK_TEXT], organization[IDENT_TEXT];

	array_add(&o->store, m->store->id_text);
	array_add(&o->id, m->id);
	array_add(&o->status, status);
	array_add(&o->provider_id, r->provider_id[0] ? r->provider_id : NULL);
	array_add(&o->code, r->code[0] ? r->code : NULL);
	array_add(&o->reason, r->reason[0] ? r->reason : NULL);
	array_add(&o->later, *status == 'Q' && m->attempts
	    ? clock_print(clock_now() + backoff(m->attempts), later) : NULL);
	if (r->fate == CHANNEL_SUPPRESS && m->key[0]) {
		array_add(&o->dead_org, ident_print(m->store->organization, organization));
		array_add(&o->dead_key, m->key);
	}
	o->n++;
	tell(o, m, r, status);
	run_count(o->run, *status == 'S' ? "sent" : *status == 'Q' ? "retried"
	    : *status == 'F' ? "failed" : "unknown", 1);
}

static bool
suppress(struct outcome *o, const char *now, struct err *e)
{
	bool any = o->dead_key.n > 0;
	const char *params[] = { array_param(&o->dead_org), array_param(&o->dead_key), now };

	return !any || db_do(o->run->db, sql_suppression_dead, COUNT(params), params, NULL, e);
}

bool
outcome_write(struct outcome *o, struct err *e)
{
	struct db *db = o->run->db;
	char now[CLOCK_TEXT], sender[24];
	const char *params[9];
	size_t i;
	bool ok;

	if (o->n == 0)
		return output_flush(o->out, e);
	for (i = 0; i < 7; i++)
		params[i] = array_param(column(o, i));
	params[7] = run_now(now);
	params[8] = sender;
	snprintf(sender, sizeof sender, "%" PRId64, o->claim->sender);
	o->n = 0;
	ok = db_begin(db, e) && db_do(db, sql_message_settle, COUNT(params), params, NULL, e)
	    && suppress(o, now, e);
	return db_end(db, ok, e) && output_flush(o->out, e);
}
