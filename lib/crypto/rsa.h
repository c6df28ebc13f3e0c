/*
 * rsa.h: verify signatures that others make with their private key: RSA-SHA256
 * (RSASSA-PKCS1-v1_5, RFC 8017 8.2), with which Adobe signs events and webhooks.
 */
#ifndef CRT_RSA_H
#define CRT_RSA_H

#include "base/base.h"

#define RSA_PEM_MAX 16384
#define RSA_BITS_MIN 2048
#define RSA_BITS_MAX 8192	/* verifying with a larger key takes too long */

/*
 * pem: the first "-----BEGIN PUBLIC KEY-----" (RFC 7468 13) in the text is used. False: a wrong
 * signature, or not such a key; sets no error. Thread-safe.
 */
bool rsa_verify(const char *pem, const void *sig, size_t n, const void *bytes, size_t len) MUSTUSE;

#endif
