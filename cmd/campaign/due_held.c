/* due_held.c: warn of what holds all messages of a store, so that nobody would be mailed. */
#include "base/log.h"
#include "campaign.h"
#include "query.h"
#include "rule/gate_finding.h"

/* The gates that a person can open for a whole store. */
static const struct {
	enum gate gate;
	const char *todo;
} remedies[] = {
	{ GATE_NAME_settings, "correct it with crt-sync store set" },
	{ GATE_NAME_rejected_order,
	  "see crt-ingest rejects list; then crt-ingest rejects retry ID, or drop ID" },
	{ GATE_NAME_stale_orders,
	  "run crt-poll, send crt.sync.checkpoint in the feed, or set orders_max_age=off" },
};

static const char *
due_held_todo(enum gate g)
{
	size_t i = 0;

	while (remedies[i].gate != g)	/* the query selects these gates only */
		i++;
	return remedies[i].todo;
}

static bool
due_held_row(void *arg, const struct db_row *row, struct err *e)
{
	const struct run *r = arg;
	const struct store *s = stores_by_id(&r->stores, db_text(row, SQL_MESSAGE_HELD_STORE_ID));
	const char *reason = db_text(row, SQL_MESSAGE_HELD_REASON);
	struct str finding = STR_MAX(GATE_FINDING_MAX);
	int64_t n = db_int(row, SQL_MESSAGE_HELD_MESSAGES);
	json_t *facts = NULL;
	bool ok = value_read(&facts, db_text(row, SQL_MESSAGE_HELD_FACTS),
	    db_length(row, SQL_MESSAGE_HELD_FACTS), e);

	if (ok) {
		gate_finding_kept(reason, facts, &finding);
		log_line(LOG_WARN, s->slug, "%lld message%s held: %s; %s", (long long)n,
		    n == 1 ? " is" : "s are", str_text(&finding), due_held_todo(gate_find(reason)));
	}
	value_free(facts);
	str_free(&finding);
	return ok;
}

bool
due_held(struct run *r, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), NULL, run_now(now) };
	struct array gates;
	size_t i;
	bool ok;

	array_open(&gates);
	for (i = 0; i < COUNT(remedies); i++)
		array_add(&gates, gate_name(remedies[i].gate));
	params[1] = array_param(&gates);
	ok = db_each(r->db, sql_message_held, COUNT(params), params, due_held_row, r, e);
	array_free(&gates);
	return ok;
}
