/*
 * unicode.h: what looks alike or is not seen, in one form; domains as DNS knows them.
 *
 * The only room that knows libunistring and libidn2.  Text that is not UTF-8, holds a
 * control byte or does not fit is refused.
 */
#ifndef CRT_UNICODE_H
#define CRT_UNICODE_H

#include "base/base.h"

#define UNICODE_BYTES 4		/* of one character in UTF-8 */

/* The bytes of a character and how many they are; 0: there is no such character. */
size_t unicode_put(uint32_t, char out[UNICODE_BYTES]);

/* Bytes of the character that begins here; 0: it is not UTF-8. */
size_t unicode_length(const char *, size_t n);

/* Nothing in it is beyond ASCII. */
bool unicode_ascii(const char *, size_t n);

/* UTF-8 (RFC 3629) without NUL and control bytes; those of ASCII are allowed. */
bool unicode_ok(const char *, size_t n);

/*
 * In NFC, without what is not seen (zero-width and directional marks, soft hyphens), letters and
 * signs of full width in the usual one, any space as " ".
 */
bool unicode_fold(const char *, size_t n, char out[], size_t max) MUSTUSE;

/* The same for a number: any script's digits as 0 to 9 and any dash as "-" too. */
bool unicode_number(const char *, size_t n, char out[], size_t max) MUSTUSE;

/* In small letters, and NFC. */
bool unicode_lower(const char *, size_t n, char out[], size_t max) MUSTUSE;

/* The A-label of each label (UTS 46, not transitional): what DNS, and SMTP, know.  Whether what
   is ASCII in it may stand in a host name is not looked at. */
bool unicode_domain(const char *, char out[], size_t max) MUSTUSE;

#endif
