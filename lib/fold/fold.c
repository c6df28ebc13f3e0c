/* fold.c: fold a record into the rows of a batch, by its type. */
#include <string.h>

#include "fold/fold.h"


void
fold_open(struct fold *f, struct arena *arena, const struct keyring *ring, crt_time now)
{
	*f = (struct fold){ .arena = arena, .ring = ring, .now = now };
}

/* Identified by its content: a writer may give two records the same id, and a replay needs both. */
static void
add_event(struct fold *f, const struct fold_fact *fact, const struct record *r,
    const char *line, size_t n)
{
	struct fold_event *ev = arena_get(f->arena, sizeof *ev);

	*ev = (struct fold_event){ .next = f->events, .store = fact->store, .time = fact->time,
	    .received = f->now + (crt_time)f->n, .type = record_type(r->kind), .payload = { line, n } };
	key_event(fact->store, line, n, ev->id);
	f->events = ev;
}

static bool
add_other(struct fold *f, const struct fold_fact *fact, const struct record *r,
    const char *line, size_t n)
{
	struct fold_other *o = arena_get(f->arena, sizeof *o);

	*o = (struct fold_other){ .store = fact->store, .record = r, .payload = { line, n } };
	memcpy(o->id, fact->id, sizeof o->id);
	if (f->others_last)
		f->others_last->next = o;
	else
		f->others = o;
	f->others_last = o;
	return true;
}

static bool
fold_kind(struct fold *f, const struct fold_fact *fact, const struct record *r,
    const char *line, size_t n, struct err *e)
{
	switch (r->kind) {
	case RECORD_cart_updated: case RECORD_cart_deleted: case RECORD_cart_merged:
		return fold_cart_record(f, fact, r, line, n);
	case RECORD_order_placed: case RECORD_order_updated:
		return fold_order_record(f, fact, r, line, n, e);
	case RECORD_customer_updated: case RECORD_customer_merged: case RECORD_customer_deleted:
	case RECORD_consent_changed: case RECORD_session_event:
		return fold_customer_record(f, fact, r);
	case RECORD_message_accepted: case RECORD_message_delivered:
	case RECORD_message_opened: case RECORD_message_clicked:
	case RECORD_message_bounced: case RECORD_message_complained: case RECORD_message_replied:
	case RECORD_message_unsubscribed:
		return fold_touch_record(f, fact, r, e) && add_other(f, fact, r, line, n);
	case RECORD_preferences_changed:
		return fold_preferences_record(f, fact, r, e) && add_other(f, fact, r, line, n);
	case RECORD_message_failed:
	case RECORD_privacy_requested: case RECORD_sync_checkpoint:
	case RECORD_fetch_wanted: case RECORD_fetch_done:
		return add_other(f, fact, r, line, n);
	default:
		return err_set(e, ERR_INPUT, "%s is not for crt-ingest", record_type(r->kind));
	}
}

static uint64_t
fold_tie(const struct record *r)
{
	return r->read ? KEY_READ : (uint64_t)r->sequence;
}

/* A final state, which nothing follows within the same second. */
static uint64_t
fold_final(const struct record *r)
{
	static const uint64_t by_status[] = { [ORDER_BOUGHT] = KEY_BOUGHT, [ORDER_AWAITING] = 0,
	    [ORDER_FAILED] = KEY_FINAL, [ORDER_NOT_A_CHECKOUT] = 0 };

	if (r->kind == RECORD_order_placed || r->kind == RECORD_order_updated)
		return by_status[record_order_status(((const struct record_order_placed *)r->data)->order)];
	return r->kind == RECORD_cart_deleted || r->kind == RECORD_cart_merged ? KEY_FINAL : 0;
}

void
fold_stamp(const struct record *r, unsigned char out[16])
{
	key_stamp(KEY_RANK_FACT, r->time, fold_final(r) | fold_tie(r), out);
}

bool
fold_add(struct fold *f, const struct store *s, const struct record *r,
    const char *line, size_t n, struct err *e)
{
	struct fold_fact fact = { .store = s, .time = r->time, .tie = fold_tie(r) };

	if (fold_near(f, r))
		return err_set(e, ERR_INPUT, "time is more than a day ahead of the clock");
	fact.arrival = fold_arrival(f, r);
	fact.happened = fold_not_after(f, r->time, fact.arrival, "time");
	key_event(s, r->id, strlen(r->id), fact.id);
	fold_stamp(r, fact.stamp);
	if (!fold_kind(f, &fact, r, line, n, e))
		return false;
	add_event(f, &fact, r, line, n);
	f->n++;
	return true;
}
