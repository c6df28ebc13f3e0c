/* list.c: print the episodes as a table. */
#include "detect.h"
#include "query.h"
#include "words.h"

static const struct table_column columns[] = {
	{ "episode", TABLE_TEXT, TABLE_BY_KIND }, { "store", TABLE_TEXT, TABLE_BY_KIND },
	{ "cart", TABLE_TEXT, TABLE_BY_KIND }, { "state", TABLE_TEXT, TABLE_BY_KIND },
	{ "value", TABLE_MONEY, TABLE_BY_KIND }, { "abandoned", TABLE_TIME, TABLE_BY_KIND },
	{ "expires", TABLE_TIME, TABLE_BY_KIND }, { "customer", TABLE_TEXT, TABLE_BY_KIND },
	{ "taken", TABLE_TIME, TABLE_BY_KIND },
};

static bool
episode_list_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	for (i = SQL_EPISODE_LIST_ID; i <= SQL_EPISODE_LIST_STATE; i++)
		table_cell_text(t, db_text(row, i));
	result_cell_money(t, row, SQL_EPISODE_LIST_VALUE, SQL_EPISODE_LIST_CURRENCY);
	table_cell_stamp(t, db_text(row, SQL_EPISODE_LIST_ABANDONED_AT));
	table_cell_stamp(t, db_text(row, SQL_EPISODE_LIST_EXPIRES_AT));
	table_cell_text(t, db_text(row, SQL_EPISODE_LIST_CUSTOMER));
	table_cell_stamp(t, db_text(row, SQL_EPISODE_LIST_TAKEN_AT));
	return table_row_end(t, e);
}

static bool
episode_list_all(struct run *r, int state, struct err *e)
{
	unsigned char id[IDENT_BYTES];
	char limit[RUN_LIMIT_TEXT];
	const char *params[] = { str_text(&r->stores.array),
	    state ? words_episode_state[state - 1] : NULL, run_limit(r, limit), r->common->after };
	struct table *t;
	bool ok;

	if (r->common->after && !ident_read(r->common->after, id))
		return err_set(e, ERR_USAGE, "--after: \"%.64s\" is not the id of an episode",
		    r->common->after);
	t = table_open(columns, COUNT(columns), option_output(r->common));
	ok = db_each(r->db, sql_episode_list, COUNT(params), params, episode_list_row, t, e);
	return table_close(t, e) && ok;
}

bool
detect_list(void *settings, char **operands UNUSED, struct err *e)
{
	struct detect *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-detect", RUN_STORES, e)
	    && episode_list_all(&run, set->state, e);

	return run_close(&run, ok, e);
}
