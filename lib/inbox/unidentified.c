/* unidentified.c: orders without a person, found by their keys, a batch at once. */
#include <string.h>

#include "inbox/unidentified.h"
#include "query.h"

/* Whether the order has this key. An absent key is all zeros, which no object has. */
static bool
unidentified_has(const struct fold_unidentified *d, const unsigned char key[16])
{
	return !memcmp(key, d->order, 16) || !memcmp(key, d->cart, 16)
	    || !memcmp(key, d->checkout, 16);
}

/* The owner as known from the batch itself; NULL: not in the batch. */
static const unsigned char *
unidentified_reported(const struct fold *f, const struct fold_unidentified *d)
{
	const struct fold_cart *c;
	const struct fold_edge *edge;

	for (c = f->carts; c; c = c->next)
		if (c->store == d->store && c->has_customer
		    && (unidentified_has(d, c->id) || (c->has_token && unidentified_has(d, c->token))))
			return c->customer;
	for (edge = f->edges; edge; edge = edge->next)
		if (edge->store == d->store && unidentified_has(d, edge->key))
			return edge->customer;
	return NULL;
}

static void
unidentified_add(struct array *a, const unsigned char id[16])
{
	char text[IDENT_TEXT];

	array_add(a, ident_print(id, text));
}

/* Responses come in the order of the requests. Orders known from the batch are requested too. */
struct owner_lookup {
	struct batch *batch;
	const struct fold_unidentified *at;
};

static bool
order_owner_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct owner_lookup *a = arg;
	struct line *l = &a->batch->lines[a->at->line];
	const unsigned char *own = unidentified_reported(&a->batch->fold, a->at);
	const char *id = db_text(row, SQL_ORDER_OWNER_CUSTOMER_ID);

	l->looked_up = true;
	if (own)
		memcpy(l->owner, own, sizeof l->owner);
	else if (id && !ident_read(id, l->owner))
		db_misread(row);
	a->at = a->at->next;
	return true;
}

bool
unidentified_resolve(struct batch *b, struct db *db, struct err *e)
{
	struct array of[4];
	const char *params[COUNT(of)];
	struct owner_lookup lookup = { b, b->fold.unidentified };
	const struct fold_unidentified *d;
	size_t i;
	bool ok;

	for (i = 0; i < COUNT(of); i++)
		array_open(&of[i]);
	for (d = b->fold.unidentified; d; d = d->next) {
		unidentified_add(&of[0], d->store->id);
		unidentified_add(&of[1], d->order);
		unidentified_add(&of[2], d->cart);
		unidentified_add(&of[3], d->checkout);
	}
	for (i = 0; i < COUNT(of); i++)
		params[i] = array_param(&of[i]);
	ok = db_each(db, sql_order_owner, COUNT(params), params, order_owner_row, &lookup, e);
	for (i = 0; i < COUNT(of); i++)
		array_free(&of[i]);
	return ok;
}
