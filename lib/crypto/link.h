/*
 * link.h: signed links: a payload that nobody else can create or change.
 *
 * The token is base64url(payload) "." base64url(first 16 bytes of the HMAC). The purpose
 * ("unsubscribe") is signed too, so that a link is valid for one purpose only. Links never
 * expire, because an opt-out by a mail of three years ago must work (promise P6). Any key of
 * the ring verifies.
 */
#ifndef CRT_LINK_H
#define CRT_LINK_H

#include "base/err.h"
#include "base/str.h"
#include "crypto/keyring.h"

#define LINK_PAYLOAD_MAX 1024
#define LINK_TOKEN_MAX   1400
#define LINK_TAG         16	/* bytes; guessing one is 2^128 requests */

/* Appends the token to out. */
bool link_sign(const struct keyring *, const char *purpose, const void *payload, size_t n,
    struct str *out, struct err *) MUSTUSE;

/* Replaces the content of out by the payload. ERR_INPUT: not signed by us for this purpose. */
bool link_verify(const struct keyring *, const char *purpose, const char *token, size_t len,
    struct str *out, struct err *) MUSTUSE;

/* The bare signature of a payload that stands elsewhere, and whether a tag of ntag bytes is the
   start of one. */
void link_tag(const struct keyring *, const char *purpose, const void *payload, size_t n,
    unsigned char out[LINK_TAG]);
bool link_tag_ok(const struct keyring *, const char *purpose, const void *payload, size_t n,
    const unsigned char *tag, size_t ntag) MUSTUSE;

#endif
