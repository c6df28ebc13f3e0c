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
#define EMAIL_RAW_MAX   512	/* bytes of what is read */
#define PHONE_MIN       8	/* digits with the country's; shorter ones are short codes */
#define PHONE_MAX       15	/* E.164 */
#define PHONE_RAW_MAX   128	/* bytes of what is read */

/*
 * written: the address that mail goes to.  Character references ("&#039;") are
 * decoded, invisible characters and blanks around it dropped, letters of full
 * width made usual ones, NFC; the domain stands as its A-label (xn--).
 *
 * norm: who it is.  The same in lower case.  RFC 5321 lets a host tell "Ada" from
 * "ada"; none does, and an opt-out must hold for both.  Dots and "+tags" stay:
 * only some hosts ignore them, and to take two people for one would show one's
 * data to the other.  Quoted local parts, address literals and domains without a
 * dot are refused.
 */
bool address_email(const char *text, size_t n, char written[EMAIL_MAX + 1],
    char norm[EMAIL_MAX + 1]) MUSTUSE;

/*
 * "+491701234567".  Behind "+", 00 or the international prefix of country as it is dialed abroad;
 * otherwise national, as numbers are written in country ("DE"; NULL or unknown: in the country of
 * calling_code, "49", NULL for none; etc/data/calling_codes.tsv).  Digits of any script count;
 * spaces, dots, dashes, slashes, brackets, an extension ("ext. 12"), a label ("Tel.:", "(work)")
 * and what is invisible are dropped, and the trunk prefix of "+49 (0)170" and "+49 0170" too.  Of
 * several numbers ("030 901820 / 0170 1234567") the first valid one is taken.  NANP numbers must
 * have the form NXX NXX XXXX.  Refused: a single digit repeated, which is what people type into a
 * field they want to be rid of, and what may be read as two different numbers.
 */
bool address_phone(const char *text, size_t n, const char *country, const char *calling_code,
    char out[PHONE_MAX + 2]) MUSTUSE;

#endif
