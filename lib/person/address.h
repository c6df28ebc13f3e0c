/*
 * address.h: normalize e-mail addresses and telephone numbers, which identify a person in
 * identities and suppressions.
 *
 * False means: uncertain, do not use. Nothing is guessed, because a wrong number reaches a
 * stranger. Control bytes are rejected, so that no address can inject a header line.
 */
#ifndef CRT_PERSON_ADDRESS_H
#define CRT_PERSON_ADDRESS_H

#include "base/base.h"

#define EMAIL_MAX       254	/* RFC 5321, 4.5.3.1.3, less the brackets */
#define EMAIL_LOCAL_MAX 64
#define EMAIL_LABEL_MAX 63
#define EMAIL_RAW_MAX   512	/* bytes of the input */
#define PHONE_MIN       8	/* digits, country code included; shorter numbers are short codes */
#define PHONE_MAX       15	/* E.164 */
#define PHONE_RAW_MAX   128	/* bytes of the input */

/*
 * written: the address that mail is sent to. Character references ("&#039;") are decoded.
 * Invisible characters and surrounding blanks are removed, full-width letters become ordinary
 * ones, and the text is NFC. The domain is in A-labels (xn--).
 *
 * norm: the identity, which is the same address in lower case. RFC 5321 lets a host distinguish
 * "Ada" from "ada". No host does, and an opt-out must hold for both. Dots and "+tags" stay,
 * because only some hosts ignore them. Treating two people as one would show one person's data
 * to the other. Quoted local parts, address literals, and domains without a dot are rejected.
 */
bool address_email(const char *text, size_t n, char written[EMAIL_MAX + 1],
    char norm[EMAIL_MAX + 1]) MUSTUSE;

/*
 * phone: "+491701234567". The input starts with "+", 00, or the international prefix that
 * country dials. Otherwise it is national, as written in country ("DE"). If country is NULL or
 * unknown, the country of calling_code is used ("49", NULL for none;
 * etc/data/calling_codes.tsv).
 *
 * Digits of any script count. Spaces, dots, dashes, slashes, brackets, an extension ("ext.
 * 12"), a label ("Tel.:", "(work)"), and invisible characters are removed. So is the trunk
 * prefix of "+49 (0)170" and "+49 0170". Of several numbers ("030 901820 / 0170 1234567"), the
 * first valid one is used. NANP numbers must have the form NXX NXX XXXX.
 *
 * Rejected: one digit repeated, which people type to get past a required field, and input that
 * can be read as two different numbers.
 */
bool address_phone(const char *text, size_t n, const char *country, const char *calling_code,
    char out[PHONE_MAX + 2]) MUSTUSE;

#endif
