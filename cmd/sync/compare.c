/* compare.c: orders and carts of a platform looked up, a batch at a time. */
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "db/array.h"
#include "inbox/fold.h"
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

/* Is what the platform says at least as late as what the row was made of? */
static bool
compare_news(const struct compare_item *i, const struct db_row *row)
{
	unsigned char stamp[16], was[16];

	fold_stamp(&i->record, stamp);
	return !ident_read(db_text(row, 1), was) || !key_later(was, stamp);
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
	return !strcmp(record_order_status(o), db_text(row, 2)) && same_money(&o->total, row, 3, 5)
	    && same_money(&o->refunded, row, 4, 5);
}

static bool
cart_same(const struct record_cart *cart, const struct db_row *row)
{
	return (cart->nitems == 0) == db_true(row, 2) && same_money(&cart->total, row, 3, 4);
}

static bool
compare_look(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct compare *c = arg;
	unsigned char id[IDENT_BYTES];
	struct compare_item *i = ident_read(db_text(row, 0), id) ? map_get(&c->by, id) : NULL;
	const struct record *r;

	if (i == NULL)
		return true;
	i->found = true;
	r = &i->record;
	i->differs = compare_news(i, row) && !(is_order(r)
	    ? order_same(((const struct record_order_placed *)r->data)->order, row)
	    : cart_same(((const struct record_cart_updated *)r->data)->cart, row));
	return true;
}

static bool
look_up(struct compare *c, bool orders, struct err *e)
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
	    params, compare_look, c, e);
	array_free(&ids);
	return ok;
}

/* An empty cart that is not known is no loss. */
static bool
compare_lost(const struct compare_item *i)
{
	const struct record_cart_updated *cart = i->record.data;

	return !i->found && (is_order(&i->record) || cart->cart->nitems > 0);
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
		if ((compare_lost(i) || i->differs) && !poll_line(c->shop, i->line, i->n, e))
			return false;
	}
	return true;
}

bool
compare_end(struct compare *c, struct err *e)
{
	bool ok = look_up(c, true, e) && look_up(c, false, e) && compare_report(c, e);

	compare_forget(c);
	return ok;
}

static bool
compare_needed(enum record_kind kind)
{
	return kind == RECORD_order_placed || kind == RECORD_order_updated
	    || kind == RECORD_cart_updated;
}

/* Of two records of a thing in a batch the later one counts. */
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
		return err_in(e, "a record of its adapter");
	if (compare_needed(i->record.kind))
		compare_add(c, i);
	else
		value_free(i->record.json);
	return c->n < COMPARE_BATCH || compare_end(c, e);
}
