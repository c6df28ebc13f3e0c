/* refusal.c: compare a mail server's refusals with the mails that it accepts. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "query.h"
#include "refusal.h"
#include "record/line.h"
#include "refusal/relay.h"

#define LINE_MAX_BYTES 8192

void
refusals_open(struct refusals *all)
{
	size_t i;

	*all = (struct refusals){ .n = 0 };
	for (i = 0; i < REFUSAL_COLUMNS; i++)
		array_open(&all->column[i]);
	output_init(&all->queued);
}

void
refusals_reset(struct refusals *all)
{
	size_t i;

	if (all->n && all->param[0] == NULL)	/* array_param has reset the arrays */
		for (i = 0; i < REFUSAL_COLUMNS; i++)
			array_param(&all->column[i]);
	memset(all->param, 0, sizeof all->param);
	for (i = 0; i < all->n; i++)
		free(all->list[i].line);
	all->n = 0;
}

void
refusals_close(struct refusals *all)
{
	size_t i;

	refusals_reset(all);
	for (i = 0; i < REFUSAL_COLUMNS; i++)
		array_free(&all->column[i]);
	free(all->list);
	output_free(&all->queued);
}

void
refusals_add(struct refusals *all, const struct claimed *m, const struct channel_result *r,
    int fate, const struct str *line)
{
	struct refused *one;

	all->list = mem_more(all->list, all->n, sizeof *all->list);
	one = &all->list[all->n++];
	*one = (struct refused){ .fate = fate, .line = line->len ? mem_dup(str_text(line)) : NULL };
	memcpy(one->alike, r->alike, sizeof one->alike);
	array_add(&all->column[REFUSAL_MESSAGE], m->id);
	array_add(&all->column[REFUSAL_ALIKE], r->alike);
	array_add(&all->column[REFUSAL_CODE], r->code);
	array_add(&all->column[REFUSAL_KEY],
	    r->fate == CHANNEL_SUPPRESS && m->key[0] ? m->key : NULL);
}

bool
refusals_put(struct refusals *all, struct run *r, const struct store *s, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[REFUSAL_COLUMNS + 2] = { s->id_text };
	size_t i;

	if (all->n == 0)
		return true;
	for (i = 0; i < REFUSAL_COLUMNS; i++) {
		if (all->param[i] == NULL)
			all->param[i] = array_param(&all->column[i]);
		params[i + 1] = all->param[i];
	}
	params[REFUSAL_COLUMNS + 1] = run_now(now);
	return db_do(r->db, sql_refusal_add, COUNT(params), params, NULL, e);
}

struct checking {
	struct refusals *all;
	const struct stores *stores;
	struct array alike;		/* refusals that the server gives to everybody */
	struct err *relay;
	int64_t worst;			/* recipients with the refusal in relay */
};

static bool
refusal_check_alike(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct checking *j = arg;
	const char *alike = db_text(row, SQL_REFUSAL_ALIKE_ALIKE);
	const char *code = db_text(row, SQL_REFUSAL_ALIKE_CODE);
	int64_t met = db_int(row, SQL_REFUSAL_ALIKE_RECIPIENTS);
	int64_t of = db_int(row, SQL_REFUSAL_ALIKE_TOTAL);
	size_t i;

	if (!relay_at_fault(met, of))
		return true;
	array_add(&j->alike, alike);
	for (i = 0; i < j->all->n; i++)
		j->all->list[i].pardoned |= !strcmp(j->all->list[i].alike, alike);
	if (met <= j->worst)
		return true;
	j->worst = met;
	err_set(j->relay, *code == '4' ? ERR_AGAIN : ERR_UNAVAILABLE,
	    "the mail server refuses %" PRId64 " of %" PRId64 " recipients alike (%s)", met, of, code);
	err_hint(j->relay, "see its reply with: crt-send status; fix its settings or crt's; "
	    "the messages stay queued and no address is suppressed");
	return true;
}

/* Writes the record that a failed message is queued again. */
static bool
refusal_pardon_one(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct checking *j = arg;
	const char *message = db_text(row, SQL_REFUSAL_PARDON_ID);
	const struct store *s = stores_by_id(j->stores, db_text(row, SQL_REFUSAL_PARDON_STORE_ID));
	int64_t attempts = db_int(row, SQL_REFUSAL_PARDON_ATTEMPTS);
	struct str l = STR_MAX(LINE_MAX_BYTES);
	char id[IDENT_TEXT + 32];

	snprintf(id, sizeof id, "%s.%s.%" PRId64, message, words_message_status[MESSAGE_QUEUED],
	    attempts);
	line_open(&l, &(struct line_head){ RECORD_message_queued, id, s->slug, clock_now(), NULL,
	    db_text(row, SQL_REFUSAL_PARDON_EPISODE_ID) });
	line_text(&l, "message", message);
	line_text(&l, "provider", db_text(row, SQL_REFUSAL_PARDON_PROVIDER));
	line_text(&l, "code", db_text(row, SQL_REFUSAL_PARDON_CODE));
	line_text(&l, "reason", "the mail server refuses all recipients alike");
	line_int(&l, "attempts", attempts);
	line_int(&l, "seconds",
	    (clock_now() - db_time(row, SQL_REFUSAL_PARDON_NOT_BEFORE)) / CLOCK_SECOND);
	line_end(&l);
	output_line(&j->all->queued, str_text(&l), l.len);
	str_free(&l);
	return true;
}

static bool
refusal_check(struct checking *j, struct run *r, struct err *e)
{
	char now[CLOCK_TEXT], since[CLOCK_TEXT], recent[24];
	const char *stores = str_text(&r->stores.array);
	const char *params[] = { stores, j->all->param[REFUSAL_ALIKE],
	    clock_print(clock_now() - RELAY_TIME, since), recent };
	const char *pardon[] = { stores, NULL, since, run_now(now) };

	snprintf(recent, sizeof recent, "%d", RELAY_RECENT);
	if (!db_each(r->db, sql_refusal_alike, COUNT(params), params, refusal_check_alike, j, e))
		return false;
	if (j->alike.n == 0)
		return true;
	pardon[1] = array_param(&j->alike);
	return db_each(r->db, sql_refusal_pardon, COUNT(pardon), pardon, refusal_pardon_one, j, e);
}

bool
refusals_check(struct refusals *all, struct run *r, struct err *relay, struct err *e)
{
	struct checking j = { .all = all, .stores = &r->stores, .relay = relay };
	bool ok;

	if (all->n == 0)
		return true;
	array_open(&j.alike);
	ok = db_begin(r->db, e) && refusal_check(&j, r, e);
	ok = db_end(r->db, ok, e);
	if (!ok)
		output_drop(&all->queued);
	array_free(&j.alike);
	return ok;
}

#define OPEN_MAX 500		/* refusals decided at the end of a run */

enum { DECIDED_STORE, DECIDED_MESSAGE, DECIDED_TIME, DECIDED_DEAD, DECIDED_COLUMNS };

struct deciding {
	struct array column[DECIDED_COLUMNS];
};

static bool
refusal_decide_one(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct deciding *d = arg;
	enum relay_bounce is = relay_bounce(db_int(row, SQL_REFUSAL_OPEN_ACCEPTED_AFTER),
	    db_int(row, SQL_REFUSAL_OPEN_ACCEPTED), db_int(row, SQL_REFUSAL_OPEN_ALIKE));

	if (is == RELAY_WAIT)
		return true;
	array_add(&d->column[DECIDED_STORE], db_text(row, SQL_REFUSAL_OPEN_STORE_ID));
	array_add(&d->column[DECIDED_MESSAGE], db_text(row, SQL_REFUSAL_OPEN_MESSAGE_ID));
	array_add(&d->column[DECIDED_TIME], db_text(row, SQL_REFUSAL_OPEN_REFUSED_AT));
	array_add(&d->column[DECIDED_DEAD], is == RELAY_DEAD ? "t" : "f");
	return true;
}

static bool
refusal_decide(struct deciding *d, struct run *r, struct err *e)
{
	char now[CLOCK_TEXT], since[CLOCK_TEXT], neighbors[24], most[24];
	const char *stores = str_text(&r->stores.array);
	const char *open[] = { stores, clock_print(clock_now() - RELAY_KEPT, since), neighbors, most };
	const char *decided[DECIDED_COLUMNS + 1];
	int i;

	snprintf(neighbors, sizeof neighbors, "%d", RELAY_NEIGHBORS);
	snprintf(most, sizeof most, "%d", OPEN_MAX);
	if (!db_each(r->db, sql_refusal_open, COUNT(open), open, refusal_decide_one, d, e))
		return false;
	for (i = 0; i < DECIDED_COLUMNS; i++)
		decided[i] = array_param(&d->column[i]);
	decided[DECIDED_COLUMNS] = run_now(now);
	return db_do(r->db, sql_refusal_decide, COUNT(decided), decided, NULL, e)
	    && db_do(r->db, sql_refusal_forget, 2, open, NULL, e);
}

bool
refusals_decide(struct run *r, struct err *e)
{
	struct deciding d;
	bool ok;
	int i;

	for (i = 0; i < DECIDED_COLUMNS; i++)
		array_open(&d.column[i]);
	ok = db_begin(r->db, e) && refusal_decide(&d, r, e);
	ok = db_end(r->db, ok, e);
	for (i = 0; i < DECIDED_COLUMNS; i++)
		array_free(&d.column[i]);
	return ok;
}
