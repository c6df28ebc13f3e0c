/* rows.c: the folded rows of a batch, column by column, and their statements. */
#include "flow/rows.h"
#include "query.h"

static const struct { const char *stage, *copy, *fold; } tables[ROWS_TABLES] = {
	[ROWS_EVENTS] = { sql_event_stage, sql_event_copy, sql_event_fold },
	[ROWS_CUSTOMERS] = { sql_customer_stage, sql_customer_copy, sql_customer_fold },
	[ROWS_IDENTITIES] = { sql_identity_stage, sql_identity_copy, sql_identity_fold },
	[ROWS_CARTS] = { sql_cart_stage, sql_cart_copy, sql_cart_fold },
	[ROWS_ORDERS] = { sql_order_stage, sql_order_copy, sql_order_fold },
	[ROWS_CONSENTS] = { sql_consent_stage, sql_consent_copy, sql_consent_fold },
};

static const char *const states[] = { "granted", "denied", "pending" };

void
rows_open(struct rows *r)
{
	int t;

	for (t = 0; t < ROWS_TABLES; t++)
		copy_init(&r->table[t]);
}

void
rows_close(struct rows *r)
{
	int t;

	for (t = 0; t < ROWS_TABLES; t++)
		copy_free(&r->table[t]);
}

void
rows_reset(struct rows *r)
{
	int t;

	for (t = 0; t < ROWS_TABLES; t++)
		copy_reset(&r->table[t]);
}

static void
put_span(struct copy *c, struct fold_text t)
{
	if (t.at)
		copy_text(c, t.at, t.n);
	else
		copy_null(c);
}

static void
put_time(struct copy *c, crt_time t)
{
	if (t == RECORD_NO_TIME)
		copy_null(c);
	else
		copy_time(c, t);
}

static void
put_state(struct copy *c, int state)
{
	copy_texts(c, state < 0 ? NULL : states[state]);
}

static void
put_event(struct copy *c, const struct fold_event *ev, crt_time now)
{
	copy_row(c, 6);
	copy_uuid(c, ev->store->id);
	copy_uuid(c, ev->id);
	copy_time(c, ev->time);
	copy_time(c, now);
	copy_texts(c, ev->type);
	put_span(c, ev->payload);
}

static void
put_customer(struct copy *c, const struct fold_customer *p)
{
	int i;

	copy_row(c, 28);
	copy_uuid(c, p->store->id);
	copy_uuid(c, p->id);
	copy_texts(c, p->external);
	copy_texts(c, p->email);
	copy_texts(c, p->email_norm);
	copy_uuid(c, p->has_email_key ? p->email_key : NULL);
	copy_uuid(c, p->stamp[FOLD_EMAIL]);
	copy_texts(c, p->phone);
	copy_uuid(c, p->has_phone_key ? p->phone_key : NULL);
	copy_uuid(c, p->stamp[FOLD_PHONE]);
	copy_texts(c, p->first_name);
	copy_texts(c, p->last_name);
	copy_uuid(c, p->stamp[FOLD_NAME]);
	copy_texts(c, p->locale);
	copy_uuid(c, p->stamp[FOLD_LOCALE]);
	copy_texts(c, p->country);
	copy_texts(c, p->region);
	copy_texts(c, p->timezone);
	copy_uuid(c, p->stamp[FOLD_PLACE]);
	for (i = 0; i < 3; i++) {
		put_state(c, p->consent[i]);
		copy_uuid(c, p->stamp[FOLD_CONSENT_EMAIL + i]);
	}
	copy_uuid(c, p->stamp[FOLD_DELETED]);
	copy_time(c, p->last_activity);
	copy_time(c, p->created);
}

static void
put_cart(struct copy *c, const struct fold_cart *k)
{
	copy_row(c, 18);
	copy_uuid(c, k->store->id);
	copy_uuid(c, k->id);
	copy_texts(c, k->external);
	copy_uuid(c, k->has_token ? k->token : NULL);
	copy_uuid(c, k->has_customer ? k->customer : NULL);
	copy_uuid(c, k->customer_stamp);
	if (k->has_value)
		copy_int8(c, k->value);
	else
		copy_null(c);
	copy_texts(c, k->has_value ? k->currency : NULL);
	put_span(c, k->items);
	copy_int4(c, k->items_count);
	copy_texts(c, k->url);
	put_span(c, k->discount_codes);
	copy_bool(c, k->bot);
	copy_texts(c, k->status);
	copy_time(c, k->last_activity);
	put_time(c, k->idle_at);
	copy_uuid(c, k->stamp);
	copy_time(c, k->created);
}

static void
put_order(struct copy *c, const struct fold_order *o)
{
	static const char *const words[] = { "bought", "awaiting", "failed", "not_a_checkout" };

	copy_row(c, 18);
	copy_uuid(c, o->store->id);
	copy_uuid(c, o->id);
	copy_texts(c, o->of->id);
	copy_texts(c, o->of->number);
	copy_uuid(c, o->has_cart ? o->cart : NULL);
	copy_uuid(c, o->has_checkout ? o->checkout : NULL);
	copy_uuid(c, o->has_customer ? o->customer : NULL);
	copy_uuid(c, o->customer_stamp);
	copy_texts(c, words[o->of->status]);
	copy_texts(c, o->of->platform_status);
	copy_int8(c, o->of->total.minor);
	if (o->of->refunded.given)
		copy_int8(c, o->of->refunded.minor);
	else
		copy_null(c);
	copy_texts(c, o->of->total.currency);
	put_span(c, o->discount_codes);
	copy_bool(c, o->of->test);
	copy_time(c, o->placed);
	copy_uuid(c, o->stamp);
	copy_time(c, o->created);
}

static void
put_consent(struct copy *c, const struct fold_consent *p)
{
	copy_row(c, 9);
	copy_uuid(c, p->store->id);
	copy_uuid(c, p->id);
	copy_uuid(c, p->customer);
	copy_texts(c, record_channel(p->channel));
	put_state(c, p->state);
	copy_texts(c, p->source);
	copy_texts(c, p->wording);
	copy_texts(c, p->evidence);
	copy_time(c, p->time);
}

void
rows_fill(struct rows *r, const struct fold *f)
{
	const struct fold_event *ev;
	const struct fold_customer *p;
	const struct fold_edge *edge;
	const struct fold_cart *cart;
	const struct fold_order *o;
	const struct fold_consent *proof;

	for (ev = f->events; ev; ev = ev->next)
		put_event(&r->table[ROWS_EVENTS], ev, f->now);
	for (p = f->customers; p; p = p->next)
		put_customer(&r->table[ROWS_CUSTOMERS], p);
	for (edge = f->edges; edge; edge = edge->next) {
		struct copy *c = &r->table[ROWS_IDENTITIES];

		copy_row(c, 3);
		copy_uuid(c, edge->store->id);
		copy_uuid(c, edge->key);
		copy_uuid(c, edge->customer);
	}
	for (cart = f->carts; cart; cart = cart->next)
		put_cart(&r->table[ROWS_CARTS], cart);
	for (o = f->orders; o; o = o->next)
		put_order(&r->table[ROWS_ORDERS], o);
	for (proof = f->consents; proof; proof = proof->next)
		put_consent(&r->table[ROWS_CONSENTS], proof);
}

bool
rows_prepare(struct db *db, struct err *e)
{
	int t;

	if (!db_do(db, sql_session_staging, 0, NULL, NULL, e))
		return false;
	for (t = 0; t < ROWS_TABLES; t++)
		if (!db_do(db, tables[t].stage, 0, NULL, NULL, e))
			return false;
	return true;
}

bool
rows_write(struct rows *r, struct db *db, struct err *e)
{
	int t;

	for (t = 0; t < ROWS_TABLES; t++)
		if (r->table[t].rows && (!copy_send(db, tables[t].copy, &r->table[t], e)
		    || !db_do(db, tables[t].fold, 0, NULL, NULL, e)))
			return false;
	return true;
}
