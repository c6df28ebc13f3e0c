/* optout.c: create and verify unsubscribe links. */
#include <ctype.h>
#include <string.h>

#include "crypto/link.h"
#include "link/message_link.h"
#include "link/optout.h"
#include "link/unwrap.h"
#include "store/setting.h"
#include "words.h"
#include "mime/mail.h"

#define PURPOSE "unsubscribe"
#define PREFERENCES "preferences"
#define SUBJECT PURPOSE " "
#define LANGUAGE 2				/* letters */
#define PAYLOAD (2 * IDENT_BYTES + 1 + LANGUAGE)	/* store, channel, hash of the address */
#define LEFT    ((PAYLOAD * 4 + 2) / 3)		/* characters of the token before its dot */
#define RIGHT   ((LINK_TAG * 4 + 2) / 3)	/* and after the dot */

const char *
optout_mailbox(const struct store *s)
{
	return s->unsubscribe_mail[0] ? s->unsubscribe_mail : s->from;
}

/* "de" of "de-AT"; a locale that names no language is English. */
static void
optout_language(const char *locale, char out[LANGUAGE])
{
	bool named = locale && islower((unsigned char)locale[0]) && islower((unsigned char)locale[1])
	    && !isalpha((unsigned char)locale[2]);

	memcpy(out, named ? locale : "en", LANGUAGE);
}

/* The shop's own page, else crt's, else a mail. */
static void
optout_base(const struct store *s, struct str *out)
{
	if (s->unsubscribe_url[0])
		str_puts(out, s->unsubscribe_url);
	else if (s->links_url[0])
		links_page(s, OPTOUT_PATH, out);
	else
		mail_mailto(out, optout_mailbox(s), SUBJECT);
}

static bool
optout_sign(const struct keyring *ring, const struct store *s, const char *purpose,
    enum message_channel channel, const char *address_key, const char *locale, struct str *out,
    struct err *e)
{
	unsigned char payload[PAYLOAD] = { 0 };

	payload[IDENT_BYTES] = (unsigned char)channel;
	memcpy(payload, s->id, IDENT_BYTES);
	if (!ident_read(address_key, payload + IDENT_BYTES + 1))
		return err_set(e, ERR_BUG, "an address key is not a uuid");
	optout_language(locale, (char *)payload + PAYLOAD - LANGUAGE);
	return link_sign(ring, purpose, payload, sizeof payload, out, e);
}

bool
optout_link(const struct keyring *ring, const struct store *s, const char *address_key,
    const char *locale, struct str *out, struct err *e)
{
	if (store_fault(s, CHANNEL_EMAIL)->kind != ERR_NONE) {
		*e = *store_fault(s, CHANNEL_EMAIL);
		return err_in(e, "store %s", s->slug);
	}
	optout_base(s, out);
	return optout_sign(ring, s, PURPOSE, CHANNEL_EMAIL, address_key, locale, out, e);
}

bool
optout_short_link(const struct keyring *ring, const struct store *s, enum message_channel channel,
    const char *key, const char *locale, struct str *out, struct err *e)
{
	if (s->unsubscribe_url[0] == '\0' && s->links_url[0] == '\0')
		return true;
	optout_base(s, out);
	return optout_sign(ring, s, PURPOSE, channel, key, locale, out, e);
}

bool
preferences_link(const struct keyring *ring, const struct store *s, const char *address_key,
    const char *locale, struct str *out, struct err *e)
{
	links_page(s, PREFERENCES_PATH, out);
	return optout_sign(ring, s, PREFERENCES, CHANNEL_EMAIL, address_key, locale, out, e);
}

/* The start of the token. If several places match, the last one: text before it is the
   merchant's. NULL: there is no complete token. */
static const char *
optout_find(const char *text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789-_";
	const char *dot, *found = NULL;

	for (dot = strchr(text, '.'); dot; dot = strchr(dot + 1, '.'))
		if (dot - text >= LEFT && strspn(dot - LEFT, plain) == LEFT
		    && strspn(dot + 1, plain) == RIGHT)
			found = dot - LEFT;
	return found;
}

void
optout_subject(struct str *out, const char *link)
{
	const char *token = optout_find(link);

	str_puts(out, SUBJECT);
	if (token)
		str_add(out, token, LEFT + 1 + RIGHT);
	else
		str_cut(out, out->len - 1);
}

static bool
optout_verify_for(const struct keyring *ring, const char *purpose, const char *text,
    struct optout *out, struct err *e)
{
	struct str payload = STR_MAX(PAYLOAD), plain = STR_MAX(UNWRAP_MAX);
	const char *token;
	bool ok;

	unwrap(&plain, text);
	token = optout_find(str_text(&plain));
	ok = token ? link_verify(ring, purpose, token, LEFT + 1 + RIGHT, &payload, e)
	    : err_set(e, ERR_INPUT, "the link has no complete token");
	if (ok && payload.data[IDENT_BYTES] > CHANNEL_PUSH)
		ok = err_set(e, ERR_INPUT, "the link belongs to an unknown channel");
	if (ok) {
		memcpy(out->store, payload.data, IDENT_BYTES);
		out->channel = payload.data[IDENT_BYTES];
		memcpy(out->key, payload.data + IDENT_BYTES + 1, IDENT_BYTES);
		memcpy(out->language, payload.data + PAYLOAD - LANGUAGE, LANGUAGE);
		out->language[LANGUAGE] = '\0';
	}
	str_free(&payload);
	str_free(&plain);
	return ok;
}

bool
optout_verify(const struct keyring *ring, const char *text, struct optout *out, struct err *e)
{
	return optout_verify_for(ring, PURPOSE, text, out, e);
}

bool
preferences_verify(const struct keyring *ring, const char *text, struct optout *out,
    struct err *e)
{
	return optout_verify_for(ring, PREFERENCES, text, out, e);
}

static bool
optout_is_of(const struct optout *o, const struct store *s, struct err *e)
{
	return !memcmp(o->store, s->id, IDENT_BYTES)
	    || err_set(e, ERR_INPUT, "the link belongs to another store");
}

bool
optout_read(const struct keyring *ring, const struct store *s, const char *text,
    struct optout *out, struct err *e)
{
	return optout_verify(ring, text, out, e) && optout_is_of(out, s, e);
}

bool
preferences_read(const struct keyring *ring, const struct store *s, const char *text,
    struct optout *out, struct err *e)
{
	return preferences_verify(ring, text, out, e) && optout_is_of(out, s, e);
}
