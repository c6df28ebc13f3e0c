/* rejects.c: rejects list, rejects retry, rejects drop: manage rejected lines. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/log.h"
#include "crypto/encode.h"
#include "inbox/inbox.h"
#include "run/reject.h"
#include "inbox/replay_source.h"
#include "ingest.h"
#include "query.h"
#include "report/table.h"

#define EXCERPT 60
#define IDS_MAX ((size_t)4 * 1024 * 1024)

static const struct table_column columns[] = {
	{ "id", TABLE_TEXT, TABLE_BY_KIND }, { "store", TABLE_TEXT, TABLE_BY_KIND },
	{ "time", TABLE_TIME, TABLE_BY_KIND }, { "source", TABLE_TEXT, TABLE_BY_KIND },
	{ "position", TABLE_INT, TABLE_BY_KIND }, { "reason", TABLE_TEXT, TABLE_BY_KIND },
	{ "order", TABLE_TEXT, TABLE_BY_KIND }, { "begins", TABLE_TEXT, TABLE_BY_KIND },
};

/* The stores of -s; NULL without -s, which includes rejects that belong to no store. */
static const char *
reject_stores(const struct run *r)
{
	return r->common->stores.n ? str_text(&r->stores.array) : NULL;
}

/* Decodes hex, and leaves out what is not printable. */
static void
rejects_excerpt(const char *hex, size_t n, char out[EXCERPT + 1])
{
	size_t got = 0, i;

	if (!hex_read(hex, n, out, EXCERPT, &got))
		got = 0;
	for (i = 0; i < got; i++)
		if (iscntrl((unsigned char)out[i]))
			out[i] = ' ';
	out[got] = '\0';
}

static bool
rejects_list_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	char begins[EXCERPT + 1];
	crt_time time;

	table_cell_text(t, db_text(row, SQL_REJECT_LIST_ID));
	table_cell_text(t, db_text(row, SQL_REJECT_LIST_STORE));
	if (clock_read(db_text(row, SQL_REJECT_LIST_CREATED_AT), &time))
		table_cell_time(t, time);
	else
		table_cell_none(t);
	table_cell_text(t, db_text(row, SQL_REJECT_LIST_SOURCE));
	table_cell_int(t, db_int(row, SQL_REJECT_LIST_POSITION));
	table_cell_text(t, db_text(row, SQL_REJECT_LIST_REASON));
	table_cell_text(t, db_true(row, SQL_REJECT_LIST_IS_ORDER) ? "yes" : NULL);
	rejects_excerpt(db_text(row, SQL_REJECT_LIST_BYTES), db_length(row, SQL_REJECT_LIST_BYTES),
	    begins);
	table_cell_text(t, begins);
	return table_row_end(t, e);
}

/* The uuids as an array parameter; NULL when none are given. */
static bool
read_ids(struct str *s, char *const *ids, const char **array, struct err *e)
{
	unsigned char id[IDENT_BYTES];
	char text[IDENT_TEXT];
	char *const *p;

	for (p = ids; *p; p++) {
		if (!ident_read(*p, id)) {
			err_set(e, ERR_USAGE, "\"%.64s\" is not the id of a reject", *p);
			return err_hint(e, "list them: crt-ingest rejects list");
		}
		str_printf(s, "%s%s", p == ids ? "{" : ",", ident_print(id, text));
	}
	str_puts(s, p == ids ? "" : "}");
	*array = p == ids ? NULL : str_text(s);
	return str_full(s) ? err_set(e, ERR_USAGE, "too many ids") : true;
}

static bool
rejects_refuse(void *arg UNUSED, const struct db_row *row, struct err *e)
{
	err_set(e, ERR_USAGE, "there is no reject \"%s\"", db_text(row, SQL_REJECT_MISSING_ID));
	return err_hint(e, "list them: crt-ingest rejects list");
}

/* Fails if a named reject does not exist: the user may have mistyped its id. */
static bool
check_ids(struct run *r, const char *array, struct err *e)
{
	const char *params[] = { array, reject_stores(r) };

	return array == NULL
	    || db_each(r->db, sql_reject_missing, COUNT(params), params, rejects_refuse, NULL, e);
}

static bool
rejects_list(struct run *r, struct err *e)
{
	struct str after = STR_MAX(64);
	char limit[RUN_LIMIT_TEXT];
	char *one[] = { r->common->after ? mem_dup(r->common->after) : NULL, NULL };
	const char *id, *params[] = { reject_stores(r), run_limit(r, limit), r->common->after };
	struct table *t;
	bool ok = read_ids(&after, one, &id, e) && check_ids(r, id, e);

	if (ok) {
		t = table_open(columns, COUNT(columns), option_output(r->common));
		ok = db_each(r->db, sql_reject_list, COUNT(params), params, rejects_list_row, t, e);
		ok = table_close(t, e) && ok;
	}
	str_free(&after);
	free(one[0]);
	return ok;
}

bool
ingest_rejects_list(void *settings, char **operands UNUSED, struct err *e)
{
	struct ingest *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-ingest", RUN_STORES, e) && rejects_list(&run, e);

	return run_close(&run, ok, e);
}

/* In the transaction that ingests the line: the reject is deleted, or gets the new reason. */
static bool
rejects_resolved(void *arg UNUSED, struct db *db, const struct line *l, const struct reject *r,
    struct err *e)
{
	char at[CLOCK_TEXT], now[CLOCK_TEXT];
	const char *taken[] = { l->id, run_now(now) };
	const char *kept[] = { l->id, r ? r->reason : NULL, r && r->store ? r->store->id_text : NULL,
	    r && r->order ? "true" : "false", r && r->retry_at ? clock_print(r->retry_at, at) : NULL,
	    taken[1] };

	return r ? db_do(db, sql_reject_keep, COUNT(kept), kept, NULL, e)
	    : db_do(db, sql_reject_taken, COUNT(taken), taken, NULL, e);
}

static bool
rejects_retry(struct run *r, const char *ids, const char *due, struct err *e)
{
	struct replay_source from;
	struct inbox inbox = { .run = r, .command = "crt-ingest", .batch = INBOX_BATCH,
	    .translate = ingest_payload, .lines = replay_source_rejects, .lines_arg = &from,
	    .resolved = rejects_resolved };
	bool ok = replay_source_open(&from, r, e);

	from.stores = reject_stores(r);
	from.ids = ids;
	from.due = due;
	ok = ok && inbox_run(&inbox, NULL, e);
	replay_source_close(&from);
	return ok;
}

static bool
read_due(void *due, const struct db_row *row, struct err *e UNUSED)
{
	*(bool *)due = db_true(row, SQL_REJECT_DUE_DUE);
	return true;
}

bool
ingest_due(struct run *r, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { run_now(now) };
	bool due = false;

	if (!db_each(r->db, sql_reject_due, COUNT(params), params, read_due, &due, e))
		return false;
	if (due)
		log_line(LOG_INFO, NULL, "rejects whose time was ahead of the clock are ingested again");
	return !due || rejects_retry(r, NULL, now, e);
}

bool
ingest_rejects_retry(void *settings, char **ids, struct err *e)
{
	struct ingest *set = settings;
	struct str array = STR_MAX(IDS_MAX);
	const char *only = NULL;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-ingest", RUN_STORES | RUN_KEYS, e)
	    && read_ids(&array, ids, &only, e) && check_ids(&run, only, e)
	    && rejects_retry(&run, only, NULL, e) && ingest_verdict(&run, e);

	str_free(&array);
	return run_close(&run, ok, e);
}

static bool
rejects_drop(struct run *r, const char *ids, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { ids, reject_stores(r), run_now(now) };
	int64_t n = 0;
	bool ok = db_begin(r->db, e)
	    && db_do(r->db, sql_reject_drop, COUNT(params), params, &n, e);

	ok = run_keep(r, r->db, ok, e);
	if (ok)
		log_line(LOG_INFO, NULL, "%lld rejects %s", (long long)n, r->common->dry_run
		    ? "would be deleted" : "were deleted");
	return ok;
}

bool
ingest_rejects_drop(void *settings, char **ids, struct err *e)
{
	struct ingest *set = settings;
	struct str array = STR_MAX(IDS_MAX);
	const char *only = NULL;
	struct run run;
	bool ok;

	if (set->all == (*ids != NULL))
		return err_set(e, ERR_USAGE, "rejects drop needs either ids or --all");
	if (set->all && !set->yes && !set->common.dry_run) {
		err_set(e, ERR_USAGE, "all rejects would be deleted permanently");
		return err_hint(e, "to confirm, add --yes");
	}
	ok = run_open(&run, &set->common, "crt-ingest", RUN_STORES, e)
	    && read_ids(&array, ids, &only, e) && check_ids(&run, only, e)
	    && rejects_drop(&run, only, e);
	str_free(&array);
	return run_close(&run, ok, e);
}
