/* others.c: write checkpoints, fetches, privacy requests, touches, and suppressions. */
#include <string.h>

#include "inbox/others.h"
#include "run/reject.h"
#include "link/optout.h"
#include "query.h"
#include "store/key.h"

#define PAUSE (30 * CLOCK_DAY)		/* what the preferences page offers */

static const char *
others_yes(bool b)
{
	return b ? "true" : "false";
}

static bool
others_checkpoint(const struct fold *f, const struct fold_other *o, struct db *db, struct err *e)
{
	const struct record_sync_checkpoint *r = o->record->data;
	char seen[CLOCK_TEXT], now[CLOCK_TEXT], since[CLOCK_TEXT];
	const char *params[] = { o->store->id_text, r->stream, r->cursor, others_yes(r->complete),
	    r->orders_seen_at == RECORD_NO_TIME ? NULL : clock_print(r->orders_seen_at, seen),
	    clock_print(f->now, now), clock_print(f->now - REJECT_HOLD, since) };

	return db_do(db, sql_checkpoint_set, COUNT(params), params, NULL, e);
}

static bool
others_need(const struct fold_other *o, struct db *db, struct err *e)
{
	const struct record_fetch_wanted *r = o->record->data;
	char time[CLOCK_TEXT];
	const char *params[] = { o->store->id_text, r->endpoint, r->id,
	    clock_print(o->record->time, time) };

	return db_do(db, sql_fetch_want, COUNT(params), params, NULL, e);
}

static bool
others_fetched(const struct fold_other *o, struct db *db, struct err *e)
{
	const struct record_fetch_done *r = o->record->data;
	char time[CLOCK_TEXT];
	const char *params[] = { o->store->id_text, r->endpoint, r->id, clock_print(r->wanted, time) };

	return db_do(db, sql_fetch_done, COUNT(params), params, NULL, e);
}

/* What identifies the person whom a request erases; until it is closed, it holds their messages. */
static void
others_erased(const struct fold *f, const struct fold_other *o, struct array *keys)
{
	const struct record_privacy_requested *r = o->record->data;
	char written[KEY_NORM_MAX + 1], norm[KEY_NORM_MAX + 1], text[IDENT_TEXT];
	const struct record_customer_key *who = r->customer;
	unsigned char key[IDENT_BYTES];

	if (r->kind != PRIVACY_ERASE || who == NULL)
		return;
	if (who->id) {
		key_customer(o->store, who->id, key);
		array_add(keys, ident_print(key, text));
	}
	if (who->email && key_email(f->ring, o->store, who->email, written, norm, key))
		array_add(keys, ident_print(key, text));
	if (who->phone && key_phone(f->ring, o->store, who->phone, NULL, norm, key))
		array_add(keys, ident_print(key, text));
}

static bool
others_privacy(const struct fold *f, const struct fold_other *o, struct db *db, struct err *e)
{
	const struct record_privacy_requested *r = o->record->data;
	char id[IDENT_TEXT], now[CLOCK_TEXT];
	const char *params[] = { o->store->id_text, ident_print(o->id, id),
	    words_privacy_kind[r->kind], o->payload.at, clock_print(f->now, now), NULL };
	struct str text = STR_MAX(RECORD_LINE_MAX);
	struct array keys;
	bool ok;

	array_open(&keys);
	others_erased(f, o, &keys);
	str_add(&text, o->payload.at, o->payload.n);
	params[3] = str_text(&text);
	params[5] = array_param(&keys);
	ok = db_do(db, sql_privacy_add, COUNT(params), params, NULL, e);
	array_free(&keys);
	str_free(&text);
	return ok;
}

static bool
others_suppress(struct db *db, const char *organization, const char *channel, const char *key,
    enum suppress_reason reason, crt_time when, struct err *e)
{
	char time[CLOCK_TEXT];
	const char *params[] = { organization, channel, key, words_suppress_reason[reason],
	    clock_print(when, time) };

	return db_do(db, sql_suppression_add, COUNT(params), params, NULL, e);
}

/* "crt.message.opened" is "opened". */
static const char *
touch_kind(enum record_kind kind)
{
	return strrchr(record_type(kind), '.') + 1;
}

struct target {
	char organization[IDENT_TEXT], key[IDENT_TEXT], channel[8];
	bool found;
};

static bool
others_remember(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct target *t = arg;
	const char *key = db_text(row, SQL_TOUCH_ADD_KEY);

	t->found = key != NULL;
	memcpy(t->organization, db_text(row, SQL_TOUCH_ADD_ORGANIZATION_ID), IDENT_TEXT);
	memcpy(t->channel, db_text(row, SQL_TOUCH_ADD_CHANNEL),
	    db_length(row, SQL_TOUCH_ADD_CHANNEL) + 1);
	if (key)
		memcpy(t->key, key, IDENT_TEXT);
	return true;
}

static bool
others_ignore(void *arg UNUSED, const struct db_row *row UNUSED, struct err *e UNUSED)
{
	return true;
}

/* Two connections must not add the clicks of a scanner without seeing each other's. */
static bool
others_lock(const struct fold_other *o, const char *message, struct db *db, struct err *e)
{
	const char *params[] = { o->store->id_text, message };

	return o->record->kind != RECORD_message_clicked || message == NULL
	    || db_each(db, sql_touch_lock, COUNT(params), params, others_ignore, NULL, e);
}

static bool
others_touch(const struct fold_other *o, struct db *db, struct err *e)
{
	const struct record_touch *r = o->record->data;
	unsigned char uuid[IDENT_BYTES];
	char id[IDENT_TEXT], time[CLOCK_TEXT];
	const char *message = r->message && ident_read(r->message, uuid) ? r->message : NULL;
	const char *params[] = { o->store->id_text, ident_print(o->id, id), message, r->provider_id,
	    touch_kind(o->record->kind), others_yes(r->machine), r->url, r->reason, r->code,
	    clock_print(o->record->time, time) };
	enum suppress_reason reason;
	struct target t = { .found = false };

	if (!others_lock(o, message, db, e)
	    || !db_each(db, sql_touch_add, COUNT(params), params, others_remember, &t, e))
		return false;
	if (t.found)
		return !fold_silenced(o->record, &reason)
		    || others_suppress(db, t.organization, t.channel, t.key, reason, o->record->time, e);
	/* An opt-out must not be lost, even if its message is unknown, such as after a restore. */
	if (r->link || r->email || (o->record->kind != RECORD_message_complained
	    && o->record->kind != RECORD_message_unsubscribed))
		return true;
	return err_set(e, ERR_INPUT, "%s of an unknown message, so the customer is not known",
	    record_type(o->record->kind));
}

static bool
others_preferences(const struct fold *f, const struct fold_other *o, struct db *db, struct err *e)
{
	const struct record_preferences_changed *r = o->record->data;
	const crt_time time = o->record->time;
	char organization[IDENT_TEXT], key[IDENT_TEXT], at[CLOCK_TEXT], until[CLOCK_TEXT];
	const char *params[] = { ident_print(o->store->organization, organization), key,
	    words_preference[r->choice], clock_print(time, at), clock_print(time + PAUSE, until) };
	struct optout who;

	if (!preferences_read(f->ring, o->store, r->link, &who, e))
		return false;
	ident_print(who.key, key);
	return db_do(db, sql_preference_set, COUNT(params), params, NULL, e);
}

static bool
others_other(const struct fold *f, const struct fold_other *o, struct db *db, struct err *e)
{
	switch (o->record->kind) {
	case RECORD_sync_checkpoint:
		return others_checkpoint(f, o, db, e);
	case RECORD_fetch_wanted:
		return others_need(o, db, e);
	case RECORD_fetch_done:
		return others_fetched(o, db, e);
	case RECORD_privacy_requested:
		return others_privacy(f, o, db, e);
	case RECORD_preferences_changed:
		return others_preferences(f, o, db, e);
	default:
		return o->record->kind != RECORD_message_failed ? others_touch(o, db, e) : true;
	}
}

bool
others_write(const struct fold *f, struct db *db, struct err *e)
{
	const struct fold_suppression *s;
	const struct fold_other *o;
	char organization[IDENT_TEXT], key[IDENT_TEXT];

	for (s = f->suppressions; s; s = s->next)
		if (!others_suppress(db, ident_print(s->store->organization, organization),
		    words_message_channel[s->channel], ident_print(s->key, key), s->reason, s->time, e))
			return false;
	for (o = f->others; o; o = o->next)
		if (!others_other(f, o, db, e))
			return false;
	return true;
}
