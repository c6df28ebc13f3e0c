/*
 * private_key.h: sign with a private key from a file.
 *
 * The signatures are RSA-SHA256 (RFC 8017 8.2) or Ed25519 (RFC 8032).
 */
#ifndef CRT_PRIVATE_KEY_H
#define CRT_PRIVATE_KEY_H

#include "base/err.h"
#include "base/str.h"

#define PRIVATE_KEY_BITS_MIN 2048	/* of an RSA key: verifiers ignore shorter ones (RFC 8301) */
#define PRIVATE_KEY_BITS_MAX 4096
#define PRIVATE_KEY_SIGNATURE_MAX (PRIVATE_KEY_BITS_MAX / 8)

enum private_key_kind { PRIVATE_KEY_RSA, PRIVATE_KEY_ED25519 };

struct private_key;

/* pem: the first private key in the text is used. ERR_CONFIG: it is none of these kinds, is
   encrypted, or has too few or too many bits. The caller wipes pem. */
bool private_key_open(struct private_key **, const char *pem, size_t n, struct err *) MUSTUSE;
void private_key_close(struct private_key *);	/* NULL is fine */

enum private_key_kind private_key_kind(const struct private_key *);

/* Writes at most PRIVATE_KEY_SIGNATURE_MAX bytes, and returns their number. Equal bytes have equal
   signatures. */
size_t private_key_sign(const struct private_key *, const void *, size_t n, unsigned char *out);

/* Appends the public key in base64: of RSA its SubjectPublicKeyInfo, of Ed25519 its 32 bytes. */
void private_key_public(const struct private_key *, struct str *out);

#endif
