/* reconcile.c: list UNKNOWN messages, and store what a person found out about them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "query.h"
#include "report/table.h"
#include "send.h"
#include "campaign/facts.h"
#include "conf/default_paths.h"
#include "outcome/resolve.h"

static const struct table_column columns[] = {
	{ "message", TABLE_TEXT, TABLE_BY_KIND }, { "store", TABLE_TEXT, TABLE_BY_KIND },
	{ "provider", TABLE_TEXT, TABLE_BY_KIND }, { "since", TABLE_TIME, TABLE_BY_KIND },
};

struct listing {
	struct run *run;
	struct table *table;
};

static bool
reconcile_row(void *arg, const struct db_row *r, struct err *e)
{
	struct listing *l = arg;
	const char *store = db_text(r, SQL_MESSAGE_UNKNOWN_STORE_ID);

	table_cell_text(l->table, db_text(r, SQL_MESSAGE_UNKNOWN_ID));
	table_cell_text(l->table, stores_by_id(&l->run->stores, store)->slug);
	table_cell_text(l->table, db_text(r, SQL_MESSAGE_UNKNOWN_PROVIDER));
	table_cell_time(l->table, db_time(r, SQL_MESSAGE_UNKNOWN_UPDATED_AT));
	run_count(l->run, COUNTER_unknown, 1);
	return table_row_end(l->table, e);
}

static bool
reconcile_list(struct run *r, struct err *e)
{
	struct listing l = { r, table_open(columns, COUNT(columns), option_output(r->common)) };
	const char *params[] = { str_text(&r->stores.array), NULL };
	bool ok = db_each(r->db, sql_message_unknown, COUNT(params), params, reconcile_row, &l, e);

	return table_close(l.table, e) && ok;
}

static bool
state_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	*(int *)arg = db_enum(row, SQL_MESSAGE_STATE_STATUS, words_message_status);
	return true;
}

/* Explains why the given id resolved no message. */
static bool
reconcile_explain(struct run *r, const char *id, struct err *e)
{
	const char *params[] = { str_text(&r->stores.array), id };
	int state = -1;

	if (!db_each(r->db, sql_message_state, COUNT(params), params, state_row, &state, e))
		return false;
	if (state < 0)
		err_set(e, ERR_USAGE, "there is no message \"%.64s\"", id);
	else if (state != MESSAGE_UNKNOWN)
		err_set(e, ERR_USAGE, "message \"%.64s\" is %s, not UNKNOWN", id,
		    words_message_status[state]);
	else
		err_set(e, ERR_USAGE, "message \"%.64s\" is in flight with a sender that may still run",
		    id);
	if (state == MESSAGE_UNKNOWN || state == MESSAGE_SENDING)
		return err_hint(e, "end that sender, or wait for its --lease");
	return err_hint(e, "list the UNKNOWN messages: crt-send reconcile");
}

/* Sets the status that the person chose for the listed messages. */
static bool
reconcile_decide(struct run *r, const struct option_list *ids, enum message_status status,
    struct err *e)
{
	unsigned char id[IDENT_BYTES];
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), NULL, words_message_status[status],
	    run_now(now) };
	int64_t n;
	size_t i;

	for (i = 0; i < ids->n; i++) {
		params[1] = ids->item[i];
		if (!ident_read(ids->item[i], id)) {
			err_set(e, ERR_USAGE, "\"%.64s\" is not the id of a message", ids->item[i]);
			return err_hint(e, "crt-send reconcile without an id lists the uncertain messages");
		}
		if (!db_do(r->db, sql_message_decide, COUNT(params), params, &n, e))
			return false;
		if (n == 0)
			return reconcile_explain(r, ids->item[i], e);
	}
	return true;
}

/* An ID that is given with two options would get whichever comes last. */
static bool
reconcile_contradicts(const struct send *set, struct err *e)
{
	const struct { const char *name; const struct option_list *ids; } given[] = {
		{ "sent", &set->sent }, { "failed", &set->failed }, { "requeue", &set->requeue },
	};

	for (size_t a = 0; a < COUNT(given); a++)
		for (size_t b = a + 1; b < COUNT(given); b++)
			for (size_t i = 0; i < given[a].ids->n; i++)
				for (size_t j = 0; j < given[b].ids->n; j++)
					if (!strcmp(given[a].ids->item[i], given[b].ids->item[j]))
						return err_set(e, ERR_USAGE, "--%s and --%s contradict each other: both"
						    " name message \"%.64s\"", given[a].name, given[b].name,
						    given[a].ids->item[i]);
	return true;
}

/* All or nothing, so that the same command can be repeated after a wrong id or a crash. */
static bool
reconcile_options(struct run *r, const struct send *set, struct err *e)
{
	bool ok = db_begin(r->db, e) && reconcile_decide(r, &set->sent, MESSAGE_SENT, e)
	    && reconcile_decide(r, &set->failed, MESSAGE_FAILED, e)
	    && reconcile_decide(r, &set->requeue, MESSAGE_QUEUED, e);

	return db_end(r->db, ok, e);
}

static void
reconcile_ignore(void *arg UNUSED, struct channel_message *l UNUSED,
    const struct channel_result *r UNUSED)
{
}

static bool
reconcile_channel(const struct send *set, struct run *r, struct err *e)
{
	const char *kind = send_kind(set);
	struct channel *channel = NULL;
	struct outcome outcome;
	struct claim claim;
	char *ledgers = NULL;
	bool ok;

	outcome_open(&outcome, r, &claim, kind, INT64_MAX);
	if (option_output(r->common) != OUTPUT_JSON)
		outcome.out.fd = -1;		/* the rows that follow must not begin with records */
	ok = claim_open(&claim, r, send_medium(set), kind, 0, e)
	    && state_path(&set->common, set->ledger, "ledger", &ledgers, e)
	    && send_open_channel(set, NULL, reconcile_ignore, NULL, &channel, e)
	    && resolve_run(&claim, ledgers, &outcome, channel, e);
	free(ledgers);
	channel_close(channel);
	claim_close(&claim);
	outcome_close(&outcome);
	return ok;
}

bool
send_reconcile(void *settings, char **operands UNUSED, struct err *e)
{
	struct send *set = settings;
	struct run run;
	bool ok;

	if (!reconcile_contradicts(set, e))
		return false;
	ok = run_open(&run, &set->common, "crt-send reconcile", RUN_STORES | RUN_HEARTBEAT, e)
	    && (!set->common.dry_run || db_dry(run.db, e))
	    && reconcile_options(&run, set, e) && reconcile_channel(set, &run, e)
	    && reconcile_list(&run, e);
	if (ok && run_counted(&run, COUNTER_unknown)) {
		ok = err_set(e, ERR_REJECTS, "%lld messages are UNKNOWN",
		    (long long)run_counted(&run, COUNTER_unknown));
		err_hint(e,
		    "find the id in the provider's log, then add --sent ID, --failed ID, or --requeue ID");
	}
	return run_close(&run, ok, e);
}
