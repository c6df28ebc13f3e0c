/* touch.c: fold a touch or a choice of preferences, with the opt-out that it may contain. */
#include <string.h>

#include "fold/fold.h"
#include "link/optout.h"
#include "rule/smtp_status.h"

/* A complaint or an opt-out stops all mail to the address, and so does a bounce of a mailbox
   that does not exist. */
const char *
fold_silenced(const struct record *r)
{
	const struct record_touch *t = r->data;

	if (r->kind == RECORD_message_complained)
		return words_touch_kind[TOUCH_COMPLAINED];
	if (r->kind == RECORD_message_unsubscribed)
		return words_touch_kind[TOUCH_UNSUBSCRIBED];
	if (r->kind == RECORD_message_bounced && t->code
	    && smtp_status_dead(t->code, t->reason ? t->reason : ""))
		return words_touch_kind[TOUCH_BOUNCED];
	return NULL;
}

bool
fold_touch_record(struct fold *f, const struct fold_fact *fact, const struct record *r,
    struct err *e)
{
	const char *link = ((const struct record_touch *)r->data)->link, *reason = fold_silenced(r);
	struct optout who;

	if (link == NULL || reason == NULL)
		return true;
	if (!optout_read(f->ring, fact->store, link, &who, e))
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
		fold_suppress(f, fact, who.key, CHANNEL_EMAIL, "unsubscribed");
	return true;
}
