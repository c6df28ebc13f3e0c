/* invalid_made.h: what came of a delivery, as far as the tests of invalid fields need it. */
#ifndef CRT_INVALID_MADE_H
#define CRT_INVALID_MADE_H

#include <stdio.h>

#include "base/mem.h"
#include "record/record.h"
#include "damage.h"

#define TEXT_MAX ((size_t)4 * 1024 * 1024)

/* The result of a delivery, as far as it counts here. */
struct made {
	enum record_kind kind;
	bool taken, closes, test, left;
	bool person, incomplete;	/* of an order: its person is named; it was rejected */
	char id[160];
	crt_time placed;	/* of an order; may be RECORD_NO_TIME */
	size_t nleft;
	struct str keys;	/* "cart|checkout|customer|email|phone|"; of a customer the last three */
	struct str data, missing;	/* missing: "TYPE: PATH", a line each, of what was left out */
};

static inline bool
is_order(const struct made *m)
{
	return m->kind == RECORD_order_placed || m->kind == RECORD_order_updated;
}

static inline void
look_order(struct made *m, const struct record_order_placed *p)
{
	static const struct record_customer nobody = { 0 };
	const struct record_customer *c = p->customer ? p->customer : &nobody;
	const char *const keys[] = { p->order->cart_id, p->order->checkout_id, c->id, c->email,
	    c->phone };
	size_t i;

	m->closes = record_order_closes(record_order_status(p->order));
	m->test = p->order->test;
	m->placed = p->order->placed;
	m->person = c->id || c->email || c->phone;
	snprintf(m->id, sizeof m->id, "%s", p->order->id);
	for (i = 0; i < COUNT(keys); i++)
		str_printf(&m->keys, "%s|", keys[i] ? keys[i] : "");
}

static inline void
look_customer(struct made *m, const struct record_customer *c)
{
	const char *const keys[] = { c->id, c->email, c->phone };
	size_t i;

	for (i = 0; i < COUNT(keys); i++)
		str_printf(&m->keys, "%s|", keys[i] ? keys[i] : "");
}

static inline void
look(struct made *m, const struct record *r, const char *line, size_t n)
{
	const struct left *l;
	const char *data;
	size_t len;

	m->kind = r->kind;
	m->left = r->left.first != NULL;
	for (l = r->left.first; l; l = l->next, m->nleft++)
		str_printf(&m->missing, "%s: %s\n", record_type(r->kind), l->path);
	m->incomplete = record_unnamed(r) != NULL;
	if (is_order(m))
		look_order(m, r->data);
	if (m->kind == RECORD_cart_updated)
		snprintf(m->id, sizeof m->id, "%s",
		    ((const struct record_cart_updated *)r->data)->cart->id);
	if (m->kind == RECORD_customer_updated)
		look_customer(m, ((const struct record_customer_updated *)r->data)->customer);
	if (value_span(line, n, "data", &data, &len))
		str_add(&m->data, data, len);
}

static inline bool
take(void *arg, json_t *v UNUSED, const char *line, size_t n, struct err *e)
{
	struct made *m = arg;
	struct arena arena = { 0 };
	struct record r;
	bool ok = record_read(&r, line, n, &arena, e);

	if (ok && !m->taken)
		look(m, &r, line, n);
	m->taken |= ok;
	value_free(r.json);
	arena_free(&arena);
	return ok;
}

#endif
