/* touch.c: fold a touch or a choice of preferences, with the opt-out that it may contain. */
#include <stdlib.h>
#include <string.h>

#include "fold/fold.h"
#include "link/optout.h"
#include "refusal/smtp_status.h"
#include "refusal/text_error.h"

static bool
touch_text_dead(const char *code)
{
	const struct text_error *error = text_error_find(atoll(code));

	return error && error->action == TEXT_SUPPRESS;
}

/* A complaint or an opt-out stops all mail to the address, and so does a bounce of a mailbox
   that does not exist. */
bool
fold_silenced(const struct record *r, enum suppress_reason *reason)
{
	const struct record_touch *t = r->data;

	switch (r->kind) {
	case RECORD_message_complained:
		*reason = SUPPRESS_COMPLAINED;
		return true;
	case RECORD_message_unsubscribed:
		*reason = SUPPRESS_UNSUBSCRIBED;
		return true;
	case RECORD_message_bounced:
		*reason = SUPPRESS_BOUNCED;
		if (t->channel == CHANNEL_SMS)
			return t->code && touch_text_dead(t->code);
		return t->code && smtp_status_dead(t->code, t->reason ? t->reason : "");
	default:
		return false;
	}
}

bool
fold_touch_record(struct fold *f, const struct fold_fact *fact, const struct record *r,
    struct err *e)
{
	const struct record_touch *t = r->data;
	char written[KEY_NORM_MAX + 1], norm[KEY_NORM_MAX + 1];
	unsigned char key[IDENT_BYTES];
	enum suppress_reason reason;
	struct optout who;

	if (!fold_silenced(r, &reason))
		return true;
	if (t->email && key_email(f->ring, fact->store, t->email, written, norm, key))
		fold_suppress(f, fact, key, CHANNEL_EMAIL, reason);
	if (t->link == NULL)
		return true;
	if (!optout_read(f->ring, fact->store, t->link, &who, e))
		return false;
	fold_suppress(f, fact, who.key, who.channel, reason);
	return true;
}

/* The other channels of the person need the database: preference_set. */
bool
fold_preferences_record(struct fold *f, const struct fold_fact *fact, const struct record *r,
    struct err *e)
{
	const struct record_preferences_changed *p = r->data;
	struct optout who;

	if (!preferences_read(f->ring, fact->store, p->link, &who, e))
		return false;
	if (p->choice == PREFERENCE_EMAIL || p->choice == PREFERENCE_ALL)
		fold_suppress(f, fact, who.key, CHANNEL_EMAIL, SUPPRESS_UNSUBSCRIBED);
	return true;
}
