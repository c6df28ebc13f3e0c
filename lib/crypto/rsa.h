/*
 * rsa.h: signatures that others make with a private key of theirs: RSA-SHA256
 * (RSASSA-PKCS1-v1_5, RFC 8017 8.2), as Adobe signs events and webhooks.
 */
#ifndef CRT_RSA_H
#define CRT_RSA_H

#include "base/base.h"

#define RSA_PEM_MAX 16384
#define RSA_BITS_MIN 2048
#define RSA_BITS_MAX 8192	/* a larger one would cost more time than a delivery is worth */

/*
 * pem: "-----BEGIN PUBLIC KEY-----" (RFC 7468 13), the first one in it.  False for a wrong
 * signature as for anything that is no such key; says nothing.  Any thread.
 */
bool rsa_verify(const char *pem, const void *sig, size_t n, const void *bytes, size_t len) MUSTUSE;

#endif
