/* replies.c: list the replies that may be refusals, and record what they meant. */
#include <stdio.h>

#include "query.h"
#include "report/table.h"
#include "send.h"
#include "store/key.h"

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, 0 }, { "reply", TABLE_TEXT, 0 }, { "phone", TABLE_TEXT, 0 },
	{ "text", TABLE_TEXT, 0 }, { "at", TABLE_TIME, 0 },
};

static bool
replies_row(void *arg, const struct db_row *r, struct err *e)
{
	table_cell_text(arg, db_text(r, SQL_REPLY_LIST_STORE));
	table_cell_text(arg, db_text(r, SQL_REPLY_LIST_ID));
	table_cell_text(arg, db_text(r, SQL_REPLY_LIST_PHONE));
	table_cell_text(arg, db_text(r, SQL_REPLY_LIST_TEXT));
	table_cell_time(arg, db_time(r, SQL_REPLY_LIST_TIME));
	return table_row_end(arg, e);
}

bool
send_replies_list(void *settings, char **operands UNUSED, struct err *e)
{
	const struct send *set = settings;
	const char *params[1];
	struct table *t;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-send", RUN_STORES, e);

	if (ok) {
		params[0] = str_text(&run.stores.array);
		t = table_open(columns, COUNT(columns), option_output(&set->common));
		ok = db_each(run.db, sql_reply_list, COUNT(params), params, replies_row, t, e);
		ok = table_close(t, e) && ok;
	}
	return run_close(&run, ok, e);
}

static bool
replies_reviewed(void *arg, const struct db_row *r, struct err *e UNUSED)
{
	*(int64_t *)arg = db_int(r, SQL_REPLY_RESOLVE_REVIEWED);
	return true;
}

static bool
replies_resolve(struct run *r, const struct option_list *replies, bool refused, struct err *e)
{
	unsigned char stamp[IDENT_BYTES], uuid[IDENT_BYTES];
	char now[CLOCK_TEXT], of[IDENT_TEXT];
	const char *params[] = { str_text(&r->stores.array), NULL, refused ? "true" : "false",
	    run_now(now), of };
	int64_t n;
	size_t i;

	key_stamp(KEY_RANK_FACT, clock_now(), 0, stamp);
	ident_print(stamp, of);
	for (i = 0; i < replies->n; i++) {
		params[1] = replies->item[i];
		n = 0;
		if (ident_read(params[1], uuid) && !db_each(r->db, sql_reply_resolve, COUNT(params),
		    params, replies_reviewed, &n, e))
			return false;
		if (n == 0) {
			err_set(e, ERR_USAGE, "there is no reply \"%.64s\" to resolve", params[1]);
			return err_hint(e, "list them: crt-send replies list");
		}
	}
	return true;
}

/* All or nothing, so that the same command can be repeated after a wrong id. */
bool
send_replies_resolve(void *settings, char **operands UNUSED, struct err *e)
{
	const struct send *set = settings;
	struct run run;
	bool ok;

	if (set->refused.n == 0 && set->not_refused.n == 0)
		return err_set(e, ERR_USAGE, "no reply is named: use --refused or --not-refused");
	ok = run_open(&run, &set->common, "crt-send", RUN_STORES, e) && db_begin(run.db, e);
	if (ok) {
		ok = replies_resolve(&run, &set->refused, true, e)
		    && replies_resolve(&run, &set->not_refused, false, e);
		ok = run_keep(&run, run.db, ok, e);
	}
	return run_close(&run, ok, e);
}
