/* due_links.c: make the links of a message. */
#include "message/due_links.h"
#include "query.h"
#include "record/record.h"
#include "json/value.h"
#include "link/message_link.h"
#include "link/optout.h"

void
due_links_open(struct due_links *l)
{
	*l = (struct due_links){ .cart = STR_MAX(DUE_LINK_MAX), .unsubscribe = STR_MAX(DUE_LINK_MAX),
	    .preferences = STR_MAX(DUE_LINK_MAX), .hidden = STR_MAX(DUE_LINK_MAX),
	    .open = STR_MAX(DUE_LINK_MAX), .rewritten = STR_MAX(RECORD_LINE_MAX) };
}

void
due_links_free(struct due_links *l)
{
	str_free(&l->cart);
	str_free(&l->unsubscribe);
	str_free(&l->preferences);
	str_free(&l->hidden);
	str_free(&l->open);
	str_free(&l->rewritten);
}

static bool
due_links_item(const struct keyring *ring, const struct store *s, const char *message,
    json_t *item, struct err *e)
{
	const char *url = value_text(value_get(item, "url"));
	struct str link = STR_MAX(DUE_LINK_MAX);
	bool ok = url == NULL || message_link(ring, s, message, LINK_ITEM, url, &link, e);

	if (url && ok)
		value_set_text(item, "url", str_text(&link));
	str_free(&link);
	return ok;
}

/* Items that cannot be read, or have become too long, stay as they are. */
static bool
due_links_items(struct due_links *l, const struct keyring *ring, const struct store *s,
    const char *message, struct err *e)
{
	struct err ignored = { 0 };
	json_t *all = NULL;
	bool ok = true;
	size_t i;

	if (l->items == NULL || !value_read(&all, l->items, l->nitems, &ignored))
		return true;
	for (i = 0; ok && i < value_count(all); i++)
		ok = due_links_item(ring, s, message, value_at(all, i), e);
	value_print(&l->rewritten, all, false);
	value_free(all);
	if (!str_full(&l->rewritten)) {
		l->items = str_text(&l->rewritten);
		l->nitems = l->rewritten.len;
	}
	return ok;
}

static bool
due_links_tracked(struct due_links *l, const struct keyring *ring, const struct store *s,
    const struct db_row *row, struct err *e)
{
	const char *message = db_text(row, SQL_MESSAGE_DUE_ID);

	return (db_text(row, SQL_MESSAGE_DUE_URL) == NULL
	    || message_link(ring, s, message, LINK_RESTORE, NULL, &l->cart, e))
	    && message_link(ring, s, message, LINK_HIDDEN, NULL, &l->hidden, e)
	    && due_links_items(l, ring, s, message, e);
}

static void
due_links_reset(struct due_links *l, const struct db_row *row)
{
	str_cut(&l->cart, 0);
	str_cut(&l->unsubscribe, 0);
	str_cut(&l->preferences, 0);
	str_cut(&l->hidden, 0);
	str_cut(&l->open, 0);
	str_cut(&l->rewritten, 0);
	l->items = db_text(row, SQL_MESSAGE_DUE_ITEMS);
	l->nitems = db_length(row, SQL_MESSAGE_DUE_ITEMS);
}

void
due_links_plain(struct due_links *l, const struct store *s, const struct db_row *row)
{
	const char *cart = db_text(row, SQL_MESSAGE_DUE_URL);

	due_links_reset(l, row);
	str_puts(&l->cart, cart ? cart : s->url);
}

bool
due_links_make(struct due_links *l, const struct keyring *ring, const struct store *s,
    const struct db_row *row, struct err *e)
{
	const char *key = db_text(row, SQL_MESSAGE_DUE_RECIPIENT_KEY);
	const enum message_channel channel = (enum message_channel)db_enum(row,
	    SQL_MESSAGE_DUE_CHANNEL, words_message_channel);
	const bool mail = channel == CHANNEL_EMAIL;
	const char *cart = db_text(row, SQL_MESSAGE_DUE_URL), *locale;
	const bool tracked = s->links_url[0] && s->track_clicks;

	due_links_reset(l, row);
	if (tracked && !due_links_tracked(l, ring, s, row, e))
		return false;
	if (s->links_url[0] && s->track_opens && mail
	    && !message_link(ring, s, db_text(row, SQL_MESSAGE_DUE_ID), LINK_OPEN, NULL, &l->open, e))
		return false;
	if (l->cart.len == 0)
		str_puts(&l->cart, cart ? cart : s->url);
	if (key == NULL)
		return true;
	locale = db_text(row, SQL_MESSAGE_DUE_LOCALE);
	if (!mail)
		return optout_short_link(ring, s, channel, key, locale, &l->unsubscribe, e);
	return optout_link(ring, s, key, locale, &l->unsubscribe, e)
	    && (s->links_url[0] == '\0'
	    || preferences_link(ring, s, key, locale, &l->preferences, e));
}
