/* rows.c: the folded rows of a batch, column by column, and the statements that fold them. */
#include "flow/rows.h"
#include "query.h"

static const char *const folds[ROWS_TABLES] = {
	[ROWS_EVENTS] = sql_event_fold,
	[ROWS_CUSTOMERS] = sql_customer_fold,
	[ROWS_IDENTITIES] = sql_identity_fold,
	[ROWS_CARTS] = sql_cart_fold,
	[ROWS_ORDERS] = sql_order_fold,
	[ROWS_CONSENTS] = sql_consent_fold,
};

static const char *const states[] = { "granted", "denied", "pending" };

void
rows_open(struct rows *r)
{
	int t;

	for (t = 0; t < ROWS_TABLES; t++)
		tuples_init(&r->table[t]);
}

void
rows_close(struct rows *r)
{
	int t;

	for (t = 0; t < ROWS_TABLES; t++)
		tuples_free(&r->table[t]);
}

void
rows_reset(struct rows *r)
{
	int t;

	for (t = 0; t < ROWS_TABLES; t++)
		tuples_reset(&r->table[t]);
}

static void
put_span(struct tuples *c, struct fold_text t)
{
	if (t.at)
		tuples_text(c, t.at, t.n);
	else
		tuples_null(c);
}

static void
put_time(struct tuples *c, crt_time t)
{
	if (t == RECORD_NO_TIME)
		tuples_null(c);
	else
		tuples_time(c, t);
}

static void
put_state(struct tuples *c, int state)
{
	tuples_texts(c, state < 0 ? NULL : states[state]);
}

static void
put_event(struct tuples *c, const struct fold_event *ev, crt_time now)
{
	tuples_row(c, 6);
	tuples_uuid(c, ev->store->id);
	tuples_uuid(c, ev->id);
	tuples_time(c, ev->time);
	tuples_time(c, now);
	tuples_texts(c, ev->type);
	put_span(c, ev->payload);
}

static void
put_customer(struct tuples *c, const struct fold_customer *p)
{
	int i;

	tuples_row(c, 28);
	tuples_uuid(c, p->store->id);
	tuples_uuid(c, p->id);
	tuples_texts(c, p->external);
	tuples_texts(c, p->email);
	tuples_texts(c, p->email_norm);
	tuples_uuid(c, p->has_email_key ? p->email_key : NULL);
	tuples_uuid(c, p->stamp[FOLD_EMAIL]);
	tuples_texts(c, p->phone);
	tuples_uuid(c, p->has_phone_key ? p->phone_key : NULL);
	tuples_uuid(c, p->stamp[FOLD_PHONE]);
	tuples_texts(c, p->first_name);
	tuples_texts(c, p->last_name);
	tuples_uuid(c, p->stamp[FOLD_NAME]);
	tuples_texts(c, p->locale);
	tuples_uuid(c, p->stamp[FOLD_LOCALE]);
	tuples_texts(c, p->country);
	tuples_texts(c, p->region);
	tuples_texts(c, p->timezone);
	tuples_uuid(c, p->stamp[FOLD_PLACE]);
	for (i = 0; i < 3; i++) {
		put_state(c, p->consent[i]);
		tuples_uuid(c, p->stamp[FOLD_CONSENT_EMAIL + i]);
	}
	tuples_uuid(c, p->stamp[FOLD_DELETED]);
	tuples_time(c, p->last_activity);
	tuples_time(c, p->created);
}

static void
put_cart(struct tuples *c, const struct fold_cart *k)
{
	tuples_row(c, 18);
	tuples_uuid(c, k->store->id);
	tuples_uuid(c, k->id);
	tuples_texts(c, k->external);
	tuples_uuid(c, k->has_token ? k->token : NULL);
	tuples_uuid(c, k->has_customer ? k->customer : NULL);
	tuples_uuid(c, k->customer_stamp);
	if (k->has_value)
		tuples_int8(c, k->value);
	else
		tuples_null(c);
	tuples_texts(c, k->has_value ? k->currency : NULL);
	put_span(c, k->items);
	tuples_int4(c, k->items_count);
	tuples_texts(c, k->url);
	put_span(c, k->discount_codes);
	tuples_bool(c, k->bot);
	tuples_texts(c, k->status);
	tuples_time(c, k->last_activity);
	put_time(c, k->idle_at);
	tuples_uuid(c, k->stamp);
	tuples_time(c, k->created);
}

static void
put_order(struct tuples *c, const struct fold_order *o)
{
	static const char *const words[] = { "bought", "awaiting", "failed", "not_a_checkout" };

	tuples_row(c, 18);
	tuples_uuid(c, o->store->id);
	tuples_uuid(c, o->id);
	tuples_texts(c, o->of->id);
	tuples_texts(c, o->of->number);
	tuples_uuid(c, o->has_cart ? o->cart : NULL);
	tuples_uuid(c, o->has_checkout ? o->checkout : NULL);
	tuples_uuid(c, o->has_customer ? o->customer : NULL);
	tuples_uuid(c, o->customer_stamp);
	tuples_texts(c, words[o->of->status]);
	tuples_texts(c, o->of->platform_status);
	tuples_int8(c, o->of->total.minor);
	if (o->of->refunded.given)
		tuples_int8(c, o->of->refunded.minor);
	else
		tuples_null(c);
	tuples_texts(c, o->of->total.currency);
	put_span(c, o->discount_codes);
	tuples_bool(c, o->of->test);
	tuples_time(c, o->placed);
	tuples_uuid(c, o->stamp);
	tuples_time(c, o->created);
}

static void
put_consent(struct tuples *c, const struct fold_consent *p)
{
	tuples_row(c, 9);
	tuples_uuid(c, p->store->id);
	tuples_uuid(c, p->id);
	tuples_uuid(c, p->customer);
	tuples_texts(c, record_channel(p->channel));
	put_state(c, p->state);
	tuples_texts(c, p->source);
	tuples_texts(c, p->wording);
	tuples_texts(c, p->evidence);
	tuples_time(c, p->time);
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
		struct tuples *c = &r->table[ROWS_IDENTITIES];

		tuples_row(c, 3);
		tuples_uuid(c, edge->store->id);
		tuples_uuid(c, edge->key);
		tuples_uuid(c, edge->customer);
	}
	for (cart = f->carts; cart; cart = cart->next)
		put_cart(&r->table[ROWS_CARTS], cart);
	for (o = f->orders; o; o = o->next)
		put_order(&r->table[ROWS_ORDERS], o);
	for (proof = f->consents; proof; proof = proof->next)
		put_consent(&r->table[ROWS_CONSENTS], proof);
}

bool
rows_write(struct rows *r, struct db *db, struct err *e)
{
	int t;

	for (t = 0; t < ROWS_TABLES; t++)
		if (!tuples_send(db, folds[t], &r->table[t], e))
			return false;
	return true;
}
