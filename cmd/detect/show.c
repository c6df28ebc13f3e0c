/* show.c: show a cart with everything that belongs to it, one table each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "detect.h"
#include "json/value.h"
#include "query.h"

#define CARTS_MAX 1000		/* with one name, over all stores */

/* A cart that was found; the parts of the output are selected by its ids. */
struct found {
	char store[IDENT_TEXT], id[IDENT_TEXT];
	char *items;
};

struct showing {
	enum output_form form;
	struct table *table;
	struct found *list;
	size_t n;
};

static const struct table_column cart_columns[] = {
	{ "kind", TABLE_TEXT, TABLE_BY_KIND }, { "id", TABLE_TEXT, TABLE_BY_KIND },
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "cart", TABLE_TEXT, TABLE_BY_KIND },
	{ "status", TABLE_TEXT, TABLE_BY_KIND }, { "value", TABLE_MONEY, TABLE_BY_KIND },
	{ "customer", TABLE_TEXT, TABLE_BY_KIND }, { "bot", TABLE_TEXT, TABLE_BY_KIND },
	{ "last_activity", TABLE_TIME, TABLE_BY_KIND }, { "idle_at", TABLE_TIME, TABLE_BY_KIND },
	{ "created", TABLE_TIME, TABLE_BY_KIND }, { "url", TABLE_TEXT, TABLE_BY_KIND },
};

static const struct table_column item_columns[] = {
	{ "kind", TABLE_TEXT, TABLE_BY_KIND }, { "id", TABLE_TEXT, TABLE_BY_KIND },
	{ "sku", TABLE_TEXT, TABLE_BY_KIND }, { "quantity", TABLE_INT, TABLE_BY_KIND },
	{ "price", TABLE_TEXT, TABLE_RIGHT }, { "title", TABLE_TEXT, TABLE_BY_KIND },
};

static const struct table_column episode_columns[] = {
	{ "kind", TABLE_TEXT, TABLE_BY_KIND }, { "id", TABLE_TEXT, TABLE_BY_KIND },
	{ "state", TABLE_TEXT, TABLE_BY_KIND }, { "reason", TABLE_TEXT, TABLE_BY_KIND },
	{ "value", TABLE_MONEY, TABLE_BY_KIND }, { "abandoned", TABLE_TIME, TABLE_BY_KIND },
	{ "expires", TABLE_TIME, TABLE_BY_KIND }, { "taken", TABLE_TIME, TABLE_BY_KIND },
	{ "recovered", TABLE_TIME, TABLE_BY_KIND }, { "method", TABLE_TEXT, TABLE_BY_KIND },
	{ "revenue", TABLE_MONEY, TABLE_BY_KIND },
};

static const struct table_column order_columns[] = {
	{ "kind", TABLE_TEXT, TABLE_BY_KIND }, { "order", TABLE_TEXT, TABLE_BY_KIND },
	{ "status", TABLE_TEXT, TABLE_BY_KIND }, { "total", TABLE_MONEY, TABLE_BY_KIND },
	{ "placed", TABLE_TIME, TABLE_BY_KIND }, { "covers", TABLE_TEXT, TABLE_BY_KIND },
};

static const struct table_column message_columns[] = {
	{ "kind", TABLE_TEXT, TABLE_BY_KIND }, { "id", TABLE_TEXT, TABLE_BY_KIND },
	{ "step", TABLE_INT, TABLE_BY_KIND }, { "channel", TABLE_TEXT, TABLE_BY_KIND },
	{ "template", TABLE_TEXT, TABLE_BY_KIND }, { "status", TABLE_TEXT, TABLE_BY_KIND },
	{ "reason", TABLE_TEXT, TABLE_BY_KIND }, { "not_before", TABLE_TIME, TABLE_BY_KIND },
	{ "sent", TABLE_TIME, TABLE_BY_KIND },
};

static bool
cart_row(void *arg, const struct db_row *row, struct err *e)
{
	struct showing *s = arg;
	struct table *t = s->table;
	struct found *f;
	int i;

	if (s->n == CARTS_MAX)
		return err_set(e, ERR_USAGE, "more than %d carts have that name", CARTS_MAX);
	s->list = mem_more(s->list, s->n, sizeof *f);
	f = &s->list[s->n++];
	snprintf(f->store, sizeof f->store, "%s", db_text(row, SQL_CART_SHOW_STORE_ID));
	snprintf(f->id, sizeof f->id, "%s", db_text(row, SQL_CART_SHOW_ID));
	f->items = db_copy(row, SQL_CART_SHOW_ITEMS);
	table_cell_text(t, "cart");
	for (i = SQL_CART_SHOW_ID; i <= SQL_CART_SHOW_STATUS; i++)
		table_cell_text(t, db_text(row, i));
	result_cell_money(t, row, SQL_CART_SHOW_VALUE, SQL_CART_SHOW_CURRENCY);
	table_cell_text(t, db_text(row, SQL_CART_SHOW_CUSTOMER));
	table_cell_text(t, db_true(row, SQL_CART_SHOW_BOT) ? "yes" : "no");
	for (i = SQL_CART_SHOW_LAST_ACTIVITY_AT; i <= SQL_CART_SHOW_CREATED_AT; i++)
		table_cell_stamp(t, db_text(row, i));
	table_cell_text(t, db_text(row, SQL_CART_SHOW_URL));
	return table_row_end(t, e);
}

static bool
item_row(struct table *t, const json_t *item, struct err *e)
{
	const char *amount = value_text(value_path(item, "price.amount"));
	const char *currency = value_text(value_path(item, "price.currency"));
	struct str price = STR_MAX(128);

	if (amount && currency)
		str_printf(&price, "%s %s", amount, currency);
	table_cell_text(t, "item");
	table_cell_text(t, value_text(value_get(item, "id")));
	table_cell_text(t, value_text(value_get(item, "sku")));
	table_cell_int(t, value_int(value_get(item, "quantity")));
	table_cell_text(t, price.len ? str_text(&price) : NULL);
	table_cell_text(t, value_text(value_get(item, "title")));
	str_free(&price);
	return table_row_end(t, e);
}

static bool
show_items(const struct found *f, struct table *t, struct err *e)
{
	json_t *items = NULL;
	size_t i;
	bool ok;

	if (f->items == NULL)
		return true;
	ok = value_read(&items, f->items, strlen(f->items), e);
	for (i = 0; ok && i < value_count(items); i++)
		ok = item_row(t, value_at(items, i), e);
	value_free(items);
	return ok;
}

static bool
episode_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	table_cell_text(t, "episode");
	for (i = SQL_CART_EPISODES_ID; i <= SQL_CART_EPISODES_REASON; i++)
		table_cell_text(t, db_text(row, i));
	result_cell_money(t, row, SQL_CART_EPISODES_VALUE, SQL_CART_EPISODES_CURRENCY);
	for (i = SQL_CART_EPISODES_ABANDONED_AT; i <= SQL_CART_EPISODES_RECOVERED_AT; i++)
		table_cell_stamp(t, db_text(row, i));
	table_cell_text(t, db_text(row, SQL_CART_EPISODES_RECOVERY_METHOD));
	if (db_text(row, SQL_CART_EPISODES_RECOVERED_AT)
	    && db_text(row, SQL_CART_EPISODES_RECOVERY_REVENUE) == NULL)
		table_cell_unknown(t);
	else
		result_cell_money(t, row, SQL_CART_EPISODES_RECOVERY_REVENUE,
		    SQL_CART_EPISODES_REVENUE_CURRENCY);
	return table_row_end(t, e);
}

static bool
cart_show_order_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;

	table_cell_text(t, "order");
	table_cell_text(t, db_text(row, SQL_CART_BOUGHT_EXTERNAL_ID));
	table_cell_text(t, db_text(row, SQL_CART_BOUGHT_STATUS));
	if (db_text(row, SQL_CART_BOUGHT_TOTAL) == NULL)
		table_cell_unknown(t);
	else
		result_cell_money(t, row, SQL_CART_BOUGHT_TOTAL, SQL_CART_BOUGHT_CURRENCY);
	table_cell_stamp(t, db_text(row, SQL_CART_BOUGHT_PLACED_AT));
	table_cell_text(t, db_true(row, SQL_CART_BOUGHT_COVERS) ? "yes" : "no");
	return table_row_end(t, e);
}

static bool
cart_show_message_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	table_cell_text(t, "message");
	table_cell_text(t, db_text(row, SQL_CART_MESSAGES_ID));
	table_cell_int(t, db_int(row, SQL_CART_MESSAGES_STEP_INDEX) + 1);
	for (i = SQL_CART_MESSAGES_CHANNEL; i <= SQL_CART_MESSAGES_REASON; i++)
		table_cell_text(t, db_text(row, i));
	table_cell_stamp(t, db_text(row, SQL_CART_MESSAGES_NOT_BEFORE));
	table_cell_stamp(t, db_text(row, SQL_CART_MESSAGES_SENT_AT));
	return table_row_end(t, e);
}

/* A table of one kind of thing that belongs to the cart; sql NULL: its items. */
static bool
cart_show_part(struct run *r, const struct showing *s, const struct found *f,
    const struct table_column *columns, size_t n, const char *sql, db_row_fn *each, struct err *e)
{
	const char *params[] = { f->store, f->id };
	struct table *t;
	bool ok;

	if (s->form == OUTPUT_TABLE)
		putchar('\n');
	t = table_open(columns, n, s->form);
	ok = sql ? db_each(r->db, sql, COUNT(params), params, each, t, e) : show_items(f, t, e);
	return table_close(t, e) && ok;
}

static bool
show_parts(struct run *r, const struct showing *s, const struct found *f, struct err *e)
{
	return cart_show_part(r, s, f, item_columns, COUNT(item_columns), NULL, NULL, e)
	    && cart_show_part(r, s, f, episode_columns, COUNT(episode_columns), sql_cart_episodes,
	    episode_row, e)
	    && cart_show_part(r, s, f, order_columns, COUNT(order_columns), sql_cart_bought,
	    cart_show_order_row, e)
	    && cart_show_part(r, s, f, message_columns, COUNT(message_columns), sql_cart_messages,
	        cart_show_message_row, e);
}

static bool
cart_show_all(struct run *r, struct showing *s, const char *name, struct err *e)
{
	struct cart_names names;
	const char *params[2];
	size_t i;
	bool ok;

	cart_names(&names, &r->stores, name);
	params[0] = str_text(&names.stores);
	params[1] = str_text(&names.carts);
	s->table = table_open(cart_columns, COUNT(cart_columns), s->form);
	ok = db_each(r->db, sql_cart_show, COUNT(params), params, cart_row, s, e)
	    && (s->n || cart_missing(name, e));
	ok = table_close(s->table, e) && ok;
	for (i = 0; ok && i < s->n; i++)
		ok = show_parts(r, s, &s->list[i], e);
	cart_names_free(&names);
	return ok;
}

bool
detect_show(void *settings, char **operands, struct err *e)
{
	struct detect *set = settings;
	struct showing s = { .form = option_output(&set->common) };
	struct run run;
	size_t i;
	bool ok = run_open(&run, &set->common, "crt-detect", RUN_STORES, e)
	    && cart_show_all(&run, &s, *operands, e);

	for (i = 0; i < s.n; i++)
		free(s.list[i].items);
	free(s.list);
	return run_close(&run, ok, e);
}
