/* handle.c: read an address or a number, and derive its key. */
#include <string.h>

#include "privacy/handle.h"

bool
handle_is(const char *text)
{
	return strchr(text, '@') || *text == '+';
}

bool
handle_read(struct handle *h, const struct keyring *ring, const struct store *s, const char *text,
    struct err *e)
{
	char written[KEY_NORM_MAX], norm[KEY_NORM_MAX];
	unsigned char key[IDENT_BYTES];

	h->channel = strchr(text, '@') ? CHANNEL_EMAIL : CHANNEL_SMS;
	if (h->channel == CHANNEL_EMAIL && !key_email(ring, s, text, written, norm, key))
		return err_set(e, ERR_INPUT, "not an e-mail address");
	if (h->channel == CHANNEL_SMS && !key_phone(ring, s, text, NULL, norm, key))
		return err_set(e, ERR_INPUT, "neither an e-mail address nor a telephone number with its "
		    "country code");
	ident_print(key, h->key);
	return true;
}

bool
handle_subject(char key[IDENT_TEXT], const struct keyring *ring, const struct store *s,
    const char *text, struct err *e)
{
	unsigned char hash[HASH_BYTES];
	struct handle h;

	if (!handle_is(text)) {
		keyring_hash(ring, hash, s->organization, "id", text, strlen(text));
		ident_print(hash, key);
		return true;
	}
	if (!handle_read(&h, ring, s, text, e))
		return false;
	memcpy(key, h.key, IDENT_TEXT);
	return true;
}
