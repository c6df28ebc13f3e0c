/*
 * seal.h: secrets at rest: AES-256-GCM (NIST SP 800-38D) as text.
 *
 * "v1:KEYID:" and the base64url of nonce (12 bytes), ciphertext and tag (16).
 * The associated data says where the text belongs (a store's id): moved
 * elsewhere, it does not open.
 */
#ifndef CRT_SEAL_H
#define CRT_SEAL_H

#include "base/err.h"
#include "base/str.h"
#include "crypto/keyring.h"

#define SEAL_BYTES_MAX 65536	/* of what is sealed */
#define SEAL_TEXT_MAX  87500	/* of what comes of it */

/* Appends to out; with the active key. */
bool seal_write(const struct keyring *, const char *aad, const void *secret, size_t n,
    struct str *out, struct err *) MUSTUSE;

/* Replaces what out holds; str_wipe it.  ERR_CONFIG when the key is
   not in the ring, ERR_INPUT when the text was changed or belongs elsewhere. */
bool seal_read(const struct keyring *, const char *aad, const char *text, size_t len,
    struct str *out, struct err *) MUSTUSE;

/* The active key made it: nothing to do when keys are rotated. */
bool seal_current(const struct keyring *, const char *text);

/* The id of the key that made it; "" for what is no such text. */
void seal_key_id(const char *text, char id[KEYRING_ID_MAX + 1]);

#endif
