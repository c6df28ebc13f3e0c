/* affected.c: apply a change of a campaign to its enrollments, and count whom it affects. */
#include "affected.h"
#include "db/array.h"
#include "../open_episodes.h"

enum edited { EPISODE, EFFECT, REASON, NEXT, COLUMNS };

struct affecting {
	struct affected *sums;
	const struct active_campaign *was;
	const struct campaign *is;
	bool active;
	struct table *table;
	struct array column[COLUMNS];
	size_t n;
};

static void
affected_count(struct affected *a, const struct edit *d)
{
	size_t i = 0;

	while (i < a->n && (a->sums[i].effect != d->effect || a->sums[i].reason != d->reason))
		i++;
	if (i == AFFECTED_REASONS_MAX)
		return;
	if (i == a->n)
		a->sums[a->n++] = (struct affected_sum){ d->effect, d->reason, 0 };
	a->sums[i].n++;
}

static bool
affected_row(struct affecting *x, const struct db_row *row, const char *id, const struct edit *d,
    struct err *e)
{
	struct table *t = x->table;

	table_cell_text(t, "episode");
	table_cell_text(t, x->was->store->slug);
	table_cell_text(t, x->was->rule.name);
	table_cell_text(t, db_text(row, SQL_EPISODE_OPEN_CART));
	table_cell_text(t, id);
	table_cell_text(t, edit_effects[d->effect]);
	table_cell_text(t, d->reason);
	if (d->effect == EDIT_DROPPED)
		table_cell_none(t);
	else
		table_cell_time(t, d->next_at);
	return table_row_end(t, e);
}

static struct edit_facts
affected_facts(const struct affecting *x, const struct db_row *row,
    const struct condition_facts *f)
{
	int state = db_enum(row, SQL_EPISODE_OPEN_ENROLLMENT_STATE, words_enrollment_state);
	crt_time started = db_time(row, SQL_EPISODE_OPEN_STARTED_AT);
	struct edit_facts facts = { .running = state == ENROLLMENT_RUNNING,
	    .next_step = (size_t)db_int(row, SQL_EPISODE_OPEN_NEXT_STEP),
	    .base = started == DB_NO_TIME ? db_time(row, SQL_EPISODE_OPEN_ABANDONED_AT) : started,
	    .next_at = db_time(row, SQL_EPISODE_OPEN_NEXT_AT),
	    .refusal = db_enum(row, SQL_EPISODE_OPEN_REFUSAL, words_campaign_refusal) };

	facts.free = state < 0 && facts.refusal >= 0 && !db_true(row, SQL_EPISODE_OPEN_ENROLLED)
	    && db_text(row, SQL_EPISODE_OPEN_CUSTOMER_ID)
	    && (x->is->type == TYPE_AUTOMATED || f->by_hand);
	facts.met = condition_met(&x->is->trigger, f, &facts.why);
	return facts;
}

static bool
affected_decide(void *arg, const struct db_row *row, const char *id, struct condition_facts *f,
    struct err *e)
{
	struct affecting *x = arg;
	struct edit_facts facts = affected_facts(x, row, f);
	struct edit d = edit_decide(&x->was->rule, x->is, x->active, &facts, clock_now());
	char at[CLOCK_TEXT];

	if (d.effect == EDIT_NONE)
		return true;
	affected_count(x->sums, &d);
	if (d.effect == EDIT_KEPT)
		return true;
	array_add(&x->column[EPISODE], id);
	array_add(&x->column[EFFECT], edit_effects[d.effect]);
	array_add(&x->column[REASON], d.reason);
	array_add(&x->column[NEXT], d.effect == EDIT_DROPPED ? NULL : clock_print(d.next_at, at));
	x->n++;
	return x->table == NULL || affected_row(x, row, id, &d, e);
}

static bool
affected_write(struct affecting *x, struct run *r, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { x->was->store->id_text, x->was->id, run_now(now),
	    array_param(&x->column[EPISODE]), array_param(&x->column[EFFECT]),
	    array_param(&x->column[REASON]), array_param(&x->column[NEXT]) };
	bool any = x->n > 0;

	x->n = 0;
	return !any || db_do(r->db, sql_enrollment_edit, COUNT(params), params, NULL, e);
}

bool
affected_apply(struct affected *a, struct run *r, const struct active_campaign *was,
    const struct campaign *is, bool active, struct table *t, struct err *e)
{
	struct affecting x = { .sums = a, .was = was, .is = is, .active = active, .table = t };
	struct open_episodes episodes = { .db = r->db, .campaign = was, .fn = affected_decide,
	    .arg = &x };
	const char *params[] = { was->store->id_text, was->id };
	bool ok, more;
	int i;

	for (i = 0; i < COLUMNS; i++)
		array_open(&x.column[i]);
	do
		ok = open_episodes_page(&episodes, &more, e) && affected_write(&x, r, e);
	while (ok && more);
	for (i = 0; i < COLUMNS; i++)
		array_free(&x.column[i]);
	return ok && db_do(r->db, sql_enrollment_version, COUNT(params), params, NULL, e);
}

struct table *
affected_rows(enum output_form form)
{
	static const struct table_column columns[] = {
		{ "kind", TABLE_TEXT, 0 }, { "store", TABLE_TEXT, 0 }, { "name", TABLE_TEXT, 0 },
		{ "cart", TABLE_TEXT, 0 }, { "episode", TABLE_TEXT, 0 }, { "effect", TABLE_TEXT, 0 },
		{ "reason", TABLE_TEXT, 0 }, { "next_at", TABLE_TIME, 0 },
	};

	return table_open(columns, COUNT(columns), form);
}

struct table *
affected_table(enum output_form form)
{
	static const struct table_column columns[] = {
		{ "kind", TABLE_TEXT, 0 }, { "store", TABLE_TEXT, 0 }, { "name", TABLE_TEXT, 0 },
		{ "effect", TABLE_TEXT, 0 }, { "reason", TABLE_TEXT, 0 }, { "episodes", TABLE_INT, 0 },
	};
	struct table *t = table_open(columns, COUNT(columns), form);

	table_skip_empty(t);
	return t;
}

bool
affected_report(const struct affected *a, struct table *t, const char *store, const char *name,
    struct err *e)
{
	size_t i;

	for (i = 0; i < a->n; i++) {
		table_cell_text(t, "affected");
		table_cell_text(t, store);
		table_cell_text(t, name);
		table_cell_text(t, edit_effects[a->sums[i].effect]);
		table_cell_text(t, a->sums[i].reason);
		table_cell_int(t, a->sums[i].n);
		if (!table_row_end(t, e))
			return false;
	}
	return true;
}
