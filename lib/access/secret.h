/* secret.h: the secret of a user's authenticator app, encrypted in the user's row. */
#ifndef CRT_ACCESS_SECRET_H
#define CRT_ACCESS_SECRET_H

#include "crypto/seal.h"
#include "crypto/totp.h"

#define USER_SECRET_TEXT 256	/* of the sealed text */

/* The text opens only with this user's id. */
bool user_secret_seal(const struct keyring *, const char *user,
    const unsigned char secret[TOTP_SECRET], struct str *out, struct err *) MUSTUSE;
bool user_secret_open(const struct keyring *, const char *user, const char *text,
    unsigned char secret[TOTP_SECRET], struct err *) MUSTUSE;

#endif
