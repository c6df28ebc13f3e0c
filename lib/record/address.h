/*
 * address.h: e-mail addresses and telephone numbers in the one form that
 * stands for a person in identities and suppressions.
 *
 * False means: not certain, do not use.  Nothing is guessed, because a wrong
 * number reaches a stranger.  Control bytes are refused, so that no address
 * can carry a header line.
 */
#ifndef CRT_ADDRESS_H
#define CRT_ADDRESS_H

#include "base/base.h"

#define EMAIL_MAX       254	/* RFC 5321, 4.5.3.1.3, less the brackets */
#define EMAIL_LOCAL_MAX 64
#define EMAIL_LABEL_MAX 63
#define PHONE_MIN       8	/* digits with the country's; shorter ones are short codes */
#define PHONE_MAX       15	/* E.164 */
#define PHONE_RAW_MAX   64	/* bytes of what is read */

/*
 * Trimmed, ASCII letters in lower case.  RFC 5321 lets a host tell "Ada" from
 * "ada"; none does, and an opt-out must hold for both.  Dots and "+tags" stay:
 * only some hosts ignore them, and to take two people for one would show one's
 * data to the other.  Non-ASCII (RFC 6531) passes as valid UTF-8; its case and
 * the two spellings of an international domain are not unified.  Quoted local
 * parts, address literals and domains without a dot are refused.
 */
bool address_email(const char *text, size_t n, char out[EMAIL_MAX + 1]) MUSTUSE;

/*
 * "+491701234567".  From "+" or "00" at the start; otherwise national, which
 * needs calling_code ("49", NULL for none) and that country's trunk prefix as
 * it is written there.  Spaces, dots, dashes, slashes and brackets are dropped,
 * and the "(0)" of "+49 (0)170" too.  NANP numbers must have the form
 * NXX NXX XXXX.  Refused: a single digit repeated, which is what people type
 * into a field they want to be rid of.
 */
bool address_phone(const char *text, size_t n, const char *calling_code,
    char out[PHONE_MAX + 2]) MUSTUSE;

#endif
