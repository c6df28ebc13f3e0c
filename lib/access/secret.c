/* secret.c: encrypt and decrypt the secret of a user's authenticator app. */
#include <string.h>

#include "access/secret.h"

bool
user_secret_seal(const struct keyring *ring, const char *user,
    const unsigned char secret[TOTP_SECRET], struct str *out, struct err *e)
{
	return seal_write(ring, user, secret, TOTP_SECRET, out, e);
}

bool
user_secret_open(const struct keyring *ring, const char *user, const char *text,
    unsigned char secret[TOTP_SECRET], struct err *e)
{
	struct str plain = STR_MAX(SEAL_BYTES_MAX);
	bool ok = seal_read(ring, user, text, strlen(text), &plain, e)
	    && (plain.len == TOTP_SECRET
	    || err_set(e, ERR_CONFIG, "a secret has %zu bytes", plain.len));

	if (ok)
		memcpy(secret, plain.data, TOTP_SECRET);
	str_wipe(&plain);
	return ok;
}
