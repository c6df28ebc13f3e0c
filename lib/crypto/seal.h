/*
 * seal.h: secrets at rest: AES-256-GCM (NIST SP 800-38D) as text.
 *
 * The text is "v1:KEYID:" and the base64url of nonce (12 bytes), ciphertext, and tag (16). The
 * associated data names the text's owner (a store's id): in another store's row it does not
 * open.
 */
#ifndef CRT_SEAL_H
#define CRT_SEAL_H

#include "base/err.h"
#include "base/str.h"
#include "crypto/keyring.h"

#define SEAL_BYTES_MAX 65536	/* of the secret */
#define SEAL_TEXT_MAX  87500	/* of the sealed text */

/* Appends to out. Seals with the active key. */
bool seal_write(const struct keyring *, const char *aad, const void *secret, size_t n,
    struct str *out, struct err *) MUSTUSE;

/* Replaces the content of out; wipe it with str_wipe. ERR_CONFIG: the key is not in the ring.
   ERR_INPUT: the text was changed or belongs elsewhere. */
bool seal_read(const struct keyring *, const char *aad, const char *text, size_t len,
    struct str *out, struct err *) MUSTUSE;

/* Whether the active key sealed it, so that a rotation need not seal it again. */
bool seal_current(const struct keyring *, const char *text);

/* The id of the key that sealed it; "" if it is not a sealed text. */
void seal_key_id(const char *text, char id[KEYRING_ID_MAX + 1]);

#endif
