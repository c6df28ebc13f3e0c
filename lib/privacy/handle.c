/* handle.c: read an address or a number, and derive its key. */
#include <string.h>

#include "privacy/handle.h"

const char *
handle_channel_word(enum handle_channel c)
{
	static const char *const words[] = { "EMAIL", "SMS" };

	return words[c];
}

bool
handle_read(struct handle *h, const struct keyring *ring, const struct store *s, const char *text,
    struct err *e)
{
	char written[KEY_NORM_MAX], norm[KEY_NORM_MAX];
	unsigned char key[IDENT_BYTES];

	h->channel = strchr(text, '@') ? HANDLE_EMAIL : HANDLE_SMS;
	if (h->channel == HANDLE_EMAIL && !key_email(ring, s, text, written, norm, key))
		return err_set(e, ERR_INPUT, "not an e-mail address");
	if (h->channel == HANDLE_SMS && !key_phone(ring, s, text, NULL, norm, key))
		return err_set(e, ERR_INPUT, "neither an e-mail address nor a telephone number with its "
		    "country code");
	ident_print(key, h->key);
	return true;
}
