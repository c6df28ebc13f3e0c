/* enroll.c: turn episodes into enrollments, each once. */
#include "db/array.h"
#include "campaign/enroll.h"
#include "campaign/facts.h"
#include "campaign/trigger_facts.h"
#include "run/record_reader.h"
#include "query.h"

enum column { STORE, EPISODE, CAMPAIGN, STATE, NEXT, REFUSAL, COLUMNS };

struct enrolling {
	struct run *run;
	const struct active_campaigns *active;
	struct array column[COLUMNS];
	size_t n;
};

static void
enroll_add(struct enrolling *en, const struct store *s, const char *episode,
    const struct active_campaign *c, enum enrollment_state state, crt_time next,
    enum campaign_refusal refusal)
{
	char at[CLOCK_TEXT];

	array_add(&en->column[STORE], s->id_text);
	array_add(&en->column[EPISODE], episode);
	array_add(&en->column[CAMPAIGN], c ? c->id : NULL);
	array_add(&en->column[STATE], c ? words_enrollment_state[state] : NULL);
	array_add(&en->column[NEXT], c ? clock_print(next, at) : NULL);
	array_add(&en->column[REFUSAL], c ? NULL : words_campaign_refusal[refusal]);
	en->n++;
	run_count(en->run, COUNTER_taken, 1);
}

static bool
enroll_choose(void *arg, const struct db_row *row, struct err *e)
{
	struct enrolling *en = arg;
	const char *store = db_text(row, SQL_EPISODE_TAKE_STORE_ID);
	const struct store *s = stores_by_id(&en->run->stores, store);
	const char *episode = db_text(row, SQL_EPISODE_TAKE_ID);
	crt_time abandoned = db_time(row, SQL_EPISODE_TAKE_ABANDONED_AT);
	const struct active_campaign *c = NULL;
	enum campaign_refusal refusal = REFUSAL_NO_CUSTOMER;
	struct condition_facts facts;

	if (!trigger_facts_read(&facts, row, SQL_EPISODE_TAKE_STORE_ID, e)) {
		trigger_facts_free(&facts);
		return false;
	}
	if (db_text(row, SQL_EPISODE_TAKE_CUSTOMER_ID))
		c = active_choose(en->active, s, &facts, &refusal);
	if (c == NULL)
		enroll_add(en, s, episode, NULL, 0, 0, refusal);
	else {
		enroll_add(en, s, episode, c, ENROLLMENT_RUNNING,
		    abandoned + c->rule.steps[0].wait, refusal);
		run_count(en->run, COUNTER_enrolled, 1);
	}
	trigger_facts_free(&facts);
	return true;
}

static bool
store_taken(struct enrolling *en, struct err *e)
{
	const char *params[COLUMNS + 1];
	char now[CLOCK_TEXT];
	int i;

	for (i = 0; i < COLUMNS; i++)
		params[i] = array_param(&en->column[i]);
	params[COLUMNS] = run_now(now);
	return en->n == 0 || db_do(en->run->db, sql_enrollment_add, COLUMNS + 1, params, NULL, e);
}

/* The offered episodes, each with its store. */
static void
enroll_offered(const struct record_reader *in, const struct stores *all, struct array *stores,
    struct array *ids)
{
	unsigned char uuid[IDENT_BYTES];
	size_t i;

	for (i = 0; i < in->n; i++) {
		const struct record_cart_abandoned *r = in->records[i].data;
		const struct store *s = stores_find(all, in->records[i].store);

		if (s == NULL || !ident_read(r->episode, uuid))
			continue;
		array_add(stores, s->id_text);
		array_add(ids, r->episode);
	}
}

/* In the caller's transaction. */
static bool
enroll_ids(struct enrolling *en, struct array *stores, struct array *ids, struct err *e)
{
	const char *params[] = { array_param(stores), array_param(ids) };

	en->n = 0;
	return db_each(en->run->db, sql_episode_take, COUNT(params), params, enroll_choose, en, e)
	    && store_taken(en, e);
}

static bool
enroll_batch(struct enrolling *en, struct record_reader *in, struct err *e)
{
	struct run *r = en->run;
	struct array stores, ids;
	bool ok;

	array_open(&stores);
	array_open(&ids);
	enroll_offered(in, &r->stores, &stores, &ids);
	ok = db_begin(r->db, e) && enroll_ids(en, &stores, &ids, e)
	    && reject_write(&in->rejects, r->command, r->db, e);
	ok = db_end(r->db, ok, e);
	array_free(&stores);
	array_free(&ids);
	return ok;
}

bool
enroll_run(struct run *r, const struct active_campaigns *p, char **files, struct err *e)
{
	struct enrolling en = { r, p, { { .n = 0 } }, 0 };
	struct record_reader in;
	bool ok = true, end = false;
	int i, round = 0;

	for (i = 0; i < COLUMNS; i++)
		array_open(&en.column[i]);
	record_reader_open(&in, files, RECORD_cart_abandoned, ENROLL_BATCH);
	while (ok && !end) {
		ok = record_reader_next(&in, &r->stores, &end, e);
		if (ok && (in.n || in.rejects.n))
			ok = enroll_batch(&en, &in, e) && run_replan(r, ++round, in.n, e);
		run_count(r, COUNTER_rejected, ok ? (int64_t)in.rejects.n : 0);
		reject_log(&in.logged, &in.rejects, LOG_WARN);
	}
	run_count(r, COUNTER_read, (int64_t)in.read);
	for (i = 0; i < COLUMNS; i++)
		array_free(&en.column[i]);
	record_reader_close(&in);
	return ok;
}

struct waiting {
	struct array stores, ids;
	size_t n;
};

static bool
enroll_waiting_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct waiting *w = arg;

	array_add(&w->stores, db_text(row, SQL_EPISODE_WAITING_STORE_ID));
	array_add(&w->ids, db_text(row, SQL_EPISODE_WAITING_ID));
	w->n++;
	return true;
}

static bool
enroll_waiting_batch(struct enrolling *en, struct waiting *w, struct err *e)
{
	static const char most[] = ENROLL_BATCH_TEXT;
	const char *params[] = { str_text(&en->run->stores.array), most };

	w->n = 0;
	return db_begin(en->run->db, e)
	    && db_each(en->run->db, sql_episode_waiting, COUNT(params), params,
	    enroll_waiting_row, w, e)
	    && (w->n == 0 || enroll_ids(en, &w->stores, &w->ids, e));
}

bool
enroll_waiting(struct run *r, const struct active_campaigns *p, struct err *e)
{
	struct enrolling en = { r, p, { { .n = 0 } }, 0 };
	struct waiting w = { .n = 0 };
	bool ok;
	int i, round = 0;

	for (i = 0; i < COLUMNS; i++)
		array_open(&en.column[i]);
	array_open(&w.stores);
	array_open(&w.ids);
	do
		ok = db_end(r->db, enroll_waiting_batch(&en, &w, e), e)
		    && run_replan(r, ++round, w.n, e);
	while (ok && w.n == ENROLL_BATCH);
	for (i = 0; i < COLUMNS; i++)
		array_free(&en.column[i]);
	array_free(&w.stores);
	array_free(&w.ids);
	return ok;
}

bool
enroll_pass(struct run *r, struct err *e)
{
	struct record_reader in;
	bool ok = true, end = false;

	record_reader_open(&in, NULL, RECORD_cart_abandoned, ENROLL_BATCH);
	while (ok && !end)
		ok = record_reader_next(&in, &r->stores, &end, e);
	record_reader_close(&in);
	return ok;
}
