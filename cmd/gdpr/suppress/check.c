/* check.c: report whether addresses are suppressed. */
#include "../gdpr.h"
#include "query.h"

static const struct table_column columns[] = {
	{ "address", TABLE_TEXT, TABLE_BY_KIND }, { "organization", TABLE_TEXT, TABLE_BY_KIND },
	{ "channel", TABLE_TEXT, TABLE_BY_KIND }, { "suppressed", TABLE_TEXT, TABLE_BY_KIND },
	{ "since", TABLE_TIME, TABLE_BY_KIND }, { "code", TABLE_TEXT, TABLE_BY_KIND },
	{ "id", TABLE_TEXT, TABLE_BY_KIND },
};

struct checking {
	struct table *table;
	const char *address, *organization, *channel, *id;
	bool found;
};

static void
check_begin(const struct checking *c)
{
	table_cell_text(c->table, c->address);
	table_cell_text(c->table, c->organization);
	table_cell_text(c->table, c->channel);
}

static bool
check_row(void *arg, const struct db_row *row, struct err *e)
{
	struct checking *c = arg;

	c->found = true;
	check_begin(c);
	table_cell_text(c->table, db_text(row, SQL_SUPPRESSION_FIND_REASON));
	table_cell_stamp(c->table, db_text(row, SQL_SUPPRESSION_FIND_CREATED_AT));
	table_cell_text(c->table, db_text(row, SQL_SUPPRESSION_FIND_CODE));
	table_cell_text(c->table, c->id);
	return table_row_end(c->table, e);
}

static bool
check_address(const struct run *r, const struct tenant *t, struct checking *c, struct err *e)
{
	struct handle h;
	const char *params[3];

	if (!handle_read(&h, r->ring, t->store, c->address, e)) {
		e->kind = ERR_USAGE;
		return false;
	}
	c->organization = t->slug;
	c->channel = words_message_channel[h.channel];
	c->id = h.key;
	c->found = false;
	params[0] = t->id;
	params[1] = c->channel;
	params[2] = h.key;
	if (!db_each(r->db, sql_suppression_find, COUNT(params), params, check_row, c, e))
		return false;
	if (c->found)
		return true;
	check_begin(c);
	table_cell_text(c->table, "no");
	return table_row_end(c->table, e);
}

static bool
check_all(struct run *r, char **addresses, struct err *e)
{
	struct checking c = { .table = table_open(columns, COUNT(columns), option_output(r->common)) };
	struct tenants all;
	bool ok = tenants_open(&all, r, e);
	size_t i, k;

	for (i = 0; ok && addresses[i]; i++)
		for (k = 0; ok && k < all.n; k++) {
			c.address = addresses[i];
			ok = check_address(r, &all.list[k], &c, e) || err_in(e, "operand %zu", i + 1);
		}
	tenants_close(&all);
	return table_close(c.table, e) && ok;
}

bool
gdpr_suppress_check(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS, e)
	    && check_all(&run, operands, e);

	return run_close(&run, ok, e);
}
