/* erasures.c: request that the providers erase what an erasure has queued for them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/mem.h"
#include "base/stop.h"
#include "crypto/seal.h"
#include "query.h"
#include "report/table.h"
#include "send.h"

#define ERASURES_MAX 1000		/* requests to a provider in a run */

static const struct table_column columns[] = {
	{ "id", TABLE_TEXT, TABLE_BY_KIND }, { "store", TABLE_TEXT, TABLE_BY_KIND },
	{ "provider", TABLE_TEXT, TABLE_BY_KIND }, { "state", TABLE_TEXT, TABLE_BY_KIND },
	{ "response", TABLE_TEXT, TABLE_BY_KIND },
};

static const enum erasure_state states[] = { [CHANNEL_ERASED] = ERASURE_DONE,
    [CHANNEL_ERASE_REFUSED] = ERASURE_REFUSED, [CHANNEL_ERASE_LATER] = ERASURE_WAITING };

struct erasure {
	const struct store *store;
	char id[IDENT_TEXT];
	char *what;			/* sealed */
};

struct erasures {
	struct run *run;
	struct table *table;
	struct erasure *list;
	size_t n, refused;
};

static bool
erasures_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct erasures *all = arg;
	struct erasure *one;

	all->list = mem_more(all->list, all->n, sizeof *all->list);
	one = &all->list[all->n++];
	one->store = stores_by_id(&all->run->stores, db_text(row, SQL_ERASURE_CALL_WAITING_STORE_ID));
	snprintf(one->id, sizeof one->id, "%s", db_text(row, SQL_ERASURE_CALL_WAITING_ID));
	one->what = db_copy(row, SQL_ERASURE_CALL_WAITING_WHAT);
	return true;
}

static bool
erasures_keep(struct erasures *all, const struct erasure *one, const char *provider,
    const struct channel_erased *done, struct err *e)
{
	const char *state = words_erasure_state[states[done->fate]];
	char now[CLOCK_TEXT];
	const char *params[] = { one->store->id_text, one->id, state, done->response,
	    run_now(now) };
	int64_t n;

	fault();
	if (!db_do(all->run->db, sql_erasure_call_done, COUNT(params), params, &n, e))
		return false;
	fault();
	all->refused += done->fate == CHANNEL_ERASE_REFUSED;
	table_cell_text(all->table, one->id);
	table_cell_text(all->table, one->store->slug);
	table_cell_text(all->table, provider);
	table_cell_text(all->table, state);
	table_cell_text(all->table, done->response);
	return table_row_end(all->table, e);
}

/* A request that is repeated after a crash does no harm. */
static bool
erasures_request(struct erasures *all, const struct erasure *one, struct channel *channel,
    const char *provider, struct err *e)
{
	struct str what = STR_MAX(SEAL_BYTES_MAX);
	struct channel_erased done;
	bool ok = seal_read(all->run->ring, one->store->id_text, one->what, strlen(one->what), &what,
	    e) && channel_erase(channel, str_text(&what), &done, e);

	str_wipe(&what);
	if (!ok || !erasures_keep(all, one, provider, &done, e))
		return false;
	return done.fate != CHANNEL_ERASE_LATER
	    || err_set(e, ERR_AGAIN, "%s erases later (%s)", provider, done.response);
}

static void
erasures_ignore(void *arg UNUSED, struct channel_message *m UNUSED,
    const struct channel_result *r UNUSED)
{
}

static bool
erasures_of(struct erasures *all, const struct send *set, const char *provider, struct err *e)
{
	char most[16];
	const char *params[] = { str_text(&all->run->stores.array), provider, most };
	struct channel *channel = NULL;
	size_t i;
	bool ok;

	snprintf(most, sizeof most, "%d", ERASURES_MAX);
	ok = db_each(all->run->db, sql_erasure_call_waiting, COUNT(params), params, erasures_row, all,
	    e);
	if (ok && all->n && !set->common.dry_run)
		ok = send_open_kind(set, provider, NULL, erasures_ignore, NULL, &channel, e);
	for (i = 0; ok && channel && i < all->n; i++)
		ok = stop_check(e) && erasures_request(all, &all->list[i], channel, provider, e);
	channel_close(channel);
	for (i = 0; i < all->n; i++)
		free(all->list[i].what);
	all->n = 0;
	return ok;
}

/* A provider that fails does not keep the others from their requests. */
static bool
erasures_all(struct erasures *all, const struct send *set, struct err *e)
{
	static const char *const providers[] = { "sendgrid", "twilio" };
	struct err first = { 0 }, why;
	size_t i;

	for (i = 0; i < COUNT(providers); i++) {
		why = (struct err){ 0 };
		if (!erasures_of(all, set, providers[i], &why) && first.kind == ERR_NONE)
			first = why;
	}
	if (first.kind != ERR_NONE)
		*e = first;
	else if (all->refused) {
		err_set(e, ERR_REJECTS, "%zu erasures were refused", all->refused);
		err_hint(e, "see the response: crt-gdpr erasures --all");
	}
	return e->kind == ERR_NONE;
}

bool
send_erasures(void *settings, char **operands UNUSED, struct err *e)
{
	const struct send *set = settings;
	struct erasures all = { .n = 0 };
	struct run run;
	bool ok;

	stop_open();
	ok = run_open(&run, &set->common, "crt-send", RUN_STORES | RUN_KEYS, e);
	if (ok) {
		struct err lost = { 0 };

		all.run = &run;
		all.table = table_open(columns, COUNT(columns), option_output(&set->common));
		ok = erasures_all(&all, set, e);
		ok = table_close(all.table, ok ? e : &lost) && ok;
	}
	free(all.list);
	return run_close(&run, ok, e);
}
