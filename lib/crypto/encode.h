/*
 * encode.h: bytes as hexadecimal, base64, base64url (RFC 4648), and percent-encoding.
 *
 * Writers append to a str within its limit. Readers are strict: one text for the same bytes, no
 * white space, unused bits zero, at most max bytes.
 */
#ifndef CRT_ENCODE_H
#define CRT_ENCODE_H

#include "base/str.h"

void hex_write(struct str *, const void *, size_t n);		/* lower case */
void base64_write(struct str *, const void *, size_t n);	/* with padding */
void base64url_write(struct str *, const void *, size_t n);	/* without padding */
void percent_write(struct str *, const char *text, size_t n);	/* for a URL, RFC 3986 2.3 */

int hex_digit(char);		/* either case; -1: not a digit */

/* Either case. False for anything else; *got is then 0. */
bool hex_read(const char *text, size_t len, void *out, size_t max, size_t *got) MUSTUSE;

/* Requires padding. */
bool base64_read(const char *text, size_t len, void *out, size_t max, size_t *got) MUSTUSE;

/* Rejects padding. */
bool base64url_read(const char *text, size_t len, void *out, size_t max, size_t *got) MUSTUSE;

#endif
