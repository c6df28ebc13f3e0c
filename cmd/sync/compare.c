/* compare.c: look up a platform's orders and carts in the database, in batches. */
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "db/array.h"
#include "fold/fold.h"
#include "query.h"

struct compare *
compare_open(struct poll_shop *s)
{
	struct compare *c = mem_get(sizeof *c);

	c->shop = s;
	c->item = mem_get(COMPARE_BATCH * sizeof *c->item);
	return c;
}

static void
compare_forget(struct compare *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		value_free(c->item[i].record.json);
	c->n = 0;
	arena_reset(&c->arena);
	c->by = (struct map){ 0 };
}

void
compare_close(struct compare *c)
{
	if (c == NULL)
		return;
	compare_forget(c);
	arena_free(&c->arena);
	free(c->item);
	free(c);
}

static bool
is_order(const struct record *r)
{
	return r->kind == RECORD_order_placed || r->kind == RECORD_order_updated;
}

/* True if the platform's state is at least as new as the row's. */
static bool
compare_news(const struct compare_item *i, const char *text)
{
	unsigned char stamp[16], was[16];

	fold_stamp(&i->record, stamp);
	return !ident_read(text, was) || !key_later(was, stamp);
}

static bool
same_money(const struct record_money *m, const struct db_row *row, int minor, int currency)
{
	if (!m->given || db_text(row, minor) == NULL)
		return !m->given == !db_text(row, minor);
	return m->minor == db_int(row, minor) && !strcmp(m->currency, db_text(row, currency));
}

static bool
order_same(const struct record_order *o, const struct db_row *row)
{
	return (int)record_order_status(o) == db_enum(row, SQL_ORDER_KNOWN_STATUS, words_order_status)
	    && same_money(&o->total, row, SQL_ORDER_KNOWN_TOTAL, SQL_ORDER_KNOWN_CURRENCY)
	    && same_money(&o->refunded, row, SQL_ORDER_KNOWN_REFUNDED, SQL_ORDER_KNOWN_CURRENCY)
	    && same_money(record_order_tax(o), row, SQL_ORDER_KNOWN_TAX, SQL_ORDER_KNOWN_CURRENCY)
	    && same_money(record_order_shipping(o), row, SQL_ORDER_KNOWN_SHIPPING,
	    SQL_ORDER_KNOWN_CURRENCY);
}

static bool
cart_same(const struct record_cart *cart, const struct db_row *row)
{
	return record_cart_empty(cart) == db_true(row, SQL_CART_KNOWN_EMPTY)
	    && same_money(&cart->total, row, SQL_CART_KNOWN_VALUE, SQL_CART_KNOWN_CURRENCY);
}

/* The item to compare with the row of that id; NULL when the row is newer. */
static struct compare_item *
compare_find(struct compare *c, const char *id_text, const char *stamp)
{
	unsigned char id[IDENT_BYTES];
	struct compare_item *i = ident_read(id_text, id) ? map_get(&c->by, id) : NULL;

	if (i == NULL)
		return NULL;
	i->found = true;
	return compare_news(i, stamp) ? i : NULL;
}

static bool
order_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct compare_item *i = compare_find(arg, db_text(row, SQL_ORDER_KNOWN_ID),
	    db_text(row, SQL_ORDER_KNOWN_STAMP));
	const struct record_order_placed *r = i ? i->record.data : NULL;

	if (i)
		i->differs = !order_same(r->order, row);
	return true;
}

static bool
cart_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct compare_item *i = compare_find(arg, db_text(row, SQL_CART_KNOWN_ID),
	    db_text(row, SQL_CART_KNOWN_STAMP));
	const struct record_cart_updated *r = i ? i->record.data : NULL;

	if (i)
		i->differs = !cart_same(r->cart, row);
	return true;
}

static bool
compare_known(struct compare *c, bool orders, struct err *e)
{
	const char *params[] = { c->shop->store->id_text, NULL };
	char id[IDENT_TEXT];
	struct array ids;
	size_t i;
	bool ok;

	array_open(&ids);
	for (i = 0; i < c->n; i++)
		if (is_order(&c->item[i].record) == orders)
			array_add(&ids, ident_print(c->item[i].id, id));
	params[1] = array_param(&ids);
	ok = db_each(c->shop->poll->run.db, orders ? sql_order_known : sql_cart_known, COUNT(params),
	    params, orders ? order_row : cart_row, c, e);
	array_free(&ids);
	return ok;
}

/* A missing cart is no loss if it is empty. */
static bool
compare_lost(const struct compare_item *i)
{
	const struct record_cart_updated *cart = i->record.data;

	return !i->found && (is_order(&i->record) || !record_cart_empty(cart->cart));
}

static bool
compare_report(struct compare *c, struct err *e)
{
	size_t k;

	for (k = 0; k < c->n; k++) {
		const struct compare_item *i = &c->item[k];
		struct compare_count *n = is_order(&i->record) ? &c->orders : &c->carts;

		n->seen++;
		n->missing += compare_lost(i);
		n->differing += i->differs;
		if ((compare_lost(i) || i->differs)
		    && !poll_line(c->shop, i->record.json, i->line, i->n, e))
			return false;
	}
	return true;
}

bool
compare_end(struct compare *c, struct err *e)
{
	bool ok = compare_known(c, true, e) && compare_known(c, false, e) && compare_report(c, e);

	compare_forget(c);
	return ok;
}

static bool
compare_needed(enum record_kind kind)
{
	return kind == RECORD_order_placed || kind == RECORD_order_updated
	    || kind == RECORD_cart_updated;
}

/* If a batch has two records of one object, the later one counts. */
static void
compare_add(struct compare *c, struct compare_item *i)
{
	const struct store *s = c->shop->store;
	struct compare_item *before;
	void **place;

	if (is_order(&i->record))
		key_order(s, ((const struct record_order_placed *)i->record.data)->order->id, i->id);
	else
		key_cart(s, ((const struct record_cart_updated *)i->record.data)->cart->id, i->id);
	place = map_put(&c->by, &c->arena, i->id);
	before = *place;
	if (before == NULL) {
		*place = i;
		c->n++;
		return;
	}
	if (i->record.time < before->record.time) {
		value_free(i->record.json);
		return;
	}
	value_free(before->record.json);
	*before = *i;
}

bool
compare_record(struct compare *c, const char *line, size_t n, struct err *e)
{
	struct compare_item *i = &c->item[c->n];

	*i = (struct compare_item){ .line = arena_dup(&c->arena, line, n), .n = n };
	if (!record_read(&i->record, i->line, n, &c->arena, e))
		return err_in(e, "a record of the platform's adapter");
	if (compare_needed(i->record.kind))
		compare_add(c, i);
	else
		value_free(i->record.json);
	return c->n < COMPARE_BATCH || compare_end(c, e);
}
