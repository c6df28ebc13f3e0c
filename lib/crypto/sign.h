/* sign.h: Ed25519 signatures (RFC 8032), which anybody can verify with a public key. */
#ifndef CRT_SIGN_H
#define CRT_SIGN_H

#include "base/str.h"

#define SIGN_SEED 32		/* bytes of a private key */
#define SIGN_BYTES 64		/* bytes of a signature */
#define SIGN_KEY_MAX 64		/* bytes of a public key as text */

/* Appends the public key: base64 of its SubjectPublicKeyInfo (RFC 8410), the body of a PEM. */
void sign_public(struct str *, const unsigned char seed[SIGN_SEED]);

void sign_make(unsigned char out[SIGN_BYTES], const unsigned char seed[SIGN_SEED], const void *,
    size_t n);

/* key: as sign_public writes it. False: a wrong signature, or not such a key. */
bool sign_verify(const char *key, size_t nkey, const unsigned char sig[SIGN_BYTES], const void *,
    size_t n) MUSTUSE;

#endif
