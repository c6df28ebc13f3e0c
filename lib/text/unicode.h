/*
 * unicode.h: normalize Unicode text and convert domains to A-labels.
 *
 * The only room that uses libunistring and libidn2. Fails for text that is not UTF-8, contains
 * a control byte, or does not fit.
 */
#ifndef CRT_TEXT_UNICODE_H
#define CRT_TEXT_UNICODE_H

#include "base/base.h"

#define UNICODE_BYTES 4		/* of one character in UTF-8 */

/* Encodes a character and returns the number of bytes; 0: no such character. */
size_t unicode_put(uint32_t, char out[UNICODE_BYTES]);

/* The length of the character at the start in bytes; 0: not UTF-8. */
size_t unicode_length(const char *, size_t n);

/* Whether all bytes are ASCII. */
bool unicode_ascii(const char *, size_t n);

/* Whether it is UTF-8 (RFC 3629) without NUL and C1 control characters; ASCII's are allowed. */
bool unicode_ok(const char *, size_t n);

/*
 * To NFC. Removes invisible characters (zero-width and directional marks, soft hyphens),
 * replaces full-width letters and signs with ordinary ones, and any space with " ".
 */
bool unicode_fold(const char *, size_t n, char out[], size_t max) MUSTUSE;

/* The same for a number: also maps any script's digits to 0-9 and any dash to "-". */
bool unicode_number(const char *, size_t n, char out[], size_t max) MUSTUSE;

/* Case folding, and NFC: "Straße" and "STRASSE" become equal. */
bool unicode_caseless(const char *, size_t n, char out[], size_t max) MUSTUSE;

/* The words in upper case, compatibility forms resolved (NFKD), without accents, with one blank
   between: letters and digits only. An apostrophe does not end a word. */
bool unicode_words(const char *, size_t n, char out[], size_t max) MUSTUSE;

/* Converts each label to its A-label (UTS 46, nontransitional), which DNS and SMTP require. Does
   not check that ASCII characters are allowed in a host name. */
bool unicode_domain(const char *, char out[], size_t max) MUSTUSE;

#endif
