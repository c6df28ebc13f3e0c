/* claim.c: claim messages for sending. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message/claim.h"
#include "query.h"

static const char *
claim_number(int64_t n, char buf[24])
{
	snprintf(buf, 24, "%" PRId64, n);
	return buf;
}

bool
claim_open(struct claim *c, struct run *r, enum message_channel channel, const char *provider,
    int lease, struct err *e)
{
	unsigned char key[IDENT_BYTES];
	char text[24];
	bool held;

	*c = (struct claim){ .channel = channel, .provider = provider, .lease = lease,
	    .most = SIZE_MAX };
	verdicts_open(&c->verdicts, r, NULL);
	c->verdicts.segments = &c->segments;
	ident_random(key, clock_now());
	memcpy(&c->sender, key + 8, sizeof c->sender);
	c->sender &= INT64_MAX;
	claim_number(c->sender, text);
	return (channel == CHANNEL_EMAIL || verdicts_clocks(&c->verdicts, e))
	    && customer_segments_open(&c->segments, r->db, &r->stores, e)
	    && db_hold(r->db, sql_sender_lock, text, &held, e)
	    && (held || err_set(e, ERR_AGAIN, "another sender has the number %s", text));
}

void
claim_close(struct claim *c)
{
	verdicts_close(&c->verdicts);
	customer_segments_close(&c->segments);
}

void
claims_reset(struct claims *c)
{
	c->n = c->nover = 0;
	arena_reset(&c->arena);
}

void
claims_free(struct claims *c)
{
	arena_free(&c->arena);
	free(c->list);
	free(c->over);
}

struct taking {
	struct claim *claim;
	struct claims *to;
};

static char *
claim_keep(struct claims *c, const struct db_row *row, int column)
{
	const char *s = db_text(row, column);

	return s ? arena_dup(&c->arena, s, db_length(row, column)) : NULL;
}

static void
claim_add(struct claims *c, const struct store *s, const struct db_row *row,
    const struct gate_facts *f)
{
	const char *key = db_text(row, SQL_MESSAGE_CLAIM_RECIPIENT_KEY);
	struct claimed *m;

	if (c->n == c->room) {
		c->room = 2 * c->room + 64;
		c->list = mem_grow(c->list, c->room * sizeof *c->list);
	}
	m = &c->list[c->n++];
	*m = (struct claimed){ .store = s, .template = claim_keep(c, row, SQL_MESSAGE_CLAIM_TEMPLATE),
	    .locale = claim_keep(c, row, SQL_MESSAGE_CLAIM_LOCALE),
	    .recipient = claim_keep(c, row, SQL_MESSAGE_CLAIM_RECIPIENT),
	    .not_before = db_time(row, SQL_MESSAGE_CLAIM_NOT_BEFORE),
	    .attempts = db_int(row, SQL_MESSAGE_CLAIM_ATTEMPTS) + 1,
	    .basis = f->consent == GATE_GRANTED ? BASIS_GRANTED : BASIS_NOT_DENIED,
	    .valid_until = f->channel == CHANNEL_EMAIL ? 0 : gate_deliver_until(f, clock_now()) };
	snprintf(m->id, sizeof m->id, "%s", db_text(row, SQL_MESSAGE_CLAIM_ID));
	snprintf(m->episode, sizeof m->episode, "%s", db_text(row, SQL_MESSAGE_CLAIM_EPISODE_ID));
	snprintf(m->key, sizeof m->key, "%s", key ? key : "");
}

static void
claim_leave(struct claims *c, const char *id)
{
	c->over = mem_more(c->over, c->nover, sizeof *c->over);
	snprintf(c->over[c->nover++], sizeof *c->over, "%s", id);
}

static bool
claim_verdict(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct taking *t = arg;
	struct verdicts *j = &t->claim->verdicts;
	const char *store = db_text(row, SQL_MESSAGE_CLAIM_STORE_ID);
	const struct store *s = stores_by_id(&j->run->stores, store);
	const char *id = db_text(row, SQL_MESSAGE_CLAIM_ID);
	struct gate_verdict v;
	struct facts f;

	if (t->to->n >= t->claim->most) {
		claim_leave(t->to, id);
		return true;
	}
	verdicts_read(j, &f, row, SQL_MESSAGE_CLAIM_EXPLAIN_FACTS, s);
	f.gate.not_before = db_time(row, SQL_MESSAGE_CLAIM_NOT_BEFORE);
	f.gate.not_after = db_time(row, SQL_MESSAGE_CLAIM_NOT_AFTER);
	v = verdicts_decide(j, &f, id);
	if (v.fate == GATE_GO)
		claim_add(t->to, s, row, &f.gate);
	else {
		verdicts_add(j, s, id, &f, &v);
		verdicts_report(j, s, id, db_text(row, SQL_MESSAGE_CLAIM_EPISODE_ID), &f, &v);
	}
	return true;
}

static bool
claim_take_found(struct claim *c, const struct store *s, const struct claims *to, struct err *e)
{
	struct array ids, bases;
	char sender[24], lease[24], now[CLOCK_TEXT];
	const char *params[] = { s->id_text, NULL, claim_number(c->sender, sender),
	    claim_number(c->lease, lease), c->provider, run_now(now), NULL,
	    c->channel == CHANNEL_SMS ? hours_policy : NULL };
	int64_t taken = 0;
	size_t i;
	bool ok;

	array_open(&ids);
	array_open(&bases);
	for (i = 0; i < to->n; i++) {
		array_add(&ids, to->list[i].id);
		array_add(&bases, words_consent_basis[to->list[i].basis]);
	}
	params[1] = array_param(&ids);
	params[6] = array_param(&bases);
	ok = to->n == 0 || db_do(c->verdicts.run->db, sql_message_take, COUNT(params), params, &taken,
	    e);
	if (ok && taken != (int64_t)to->n)
		ok = err_set(e, ERR_BUG, "%zu messages were locked, %" PRId64 " taken", to->n, taken);
	array_free(&ids);
	array_free(&bases);
	return ok;
}

bool
claim_explain(struct claim *c, const struct store *s, const struct claims *full, const char *why,
    struct err *e)
{
	const char *params[] = { s->id_text, NULL, why };
	struct array ids;
	size_t i;
	bool ok;

	array_open(&ids);
	for (i = 0; i < full->nover; i++)
		array_add(&ids, full->over[i]);
	params[1] = array_param(&ids);
	ok = full->nover == 0 || db_do(c->verdicts.run->db, sql_message_leave, COUNT(params), params,
	    NULL, e);
	array_free(&ids);
	return ok;
}

bool
claim_take(struct claim *c, const struct store *s, const char *ids, struct claims *to,
    struct output *out, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { s->id_text, ids, words_message_channel[c->channel], run_now(now) };
	struct taking t = { c, to };

	claims_reset(to);
	c->verdicts.out = out;
	return db_each(c->verdicts.run->db, sql_message_claim, COUNT(params), params, claim_verdict,
	    &t, e) && claim_take_found(c, s, to, e) && verdicts_write(&c->verdicts, e);
}
