/* ecdsa.h: verify ECDSA signatures (curve P-256, SHA-256), with which SendGrid signs its events. */
#ifndef CRT_ECDSA_H
#define CRT_ECDSA_H

#include "base/base.h"

#define ECDSA_KEY_MAX 256	/* bytes of a key in DER */
#define ECDSA_SIGNATURE_MAX 80	/* bytes of a signature in DER */

/* key: a SubjectPublicKeyInfo in DER. The signed text is head followed by body. False: a wrong
   signature, or not such a key; sets no error. Thread-safe. */
bool ecdsa_verify(const void *key, size_t nkey, const void *sig, size_t nsig, const char *head,
    const void *body, size_t n) MUSTUSE;

#endif
