/*
 * money_text.h: money as a shopper of a locale reads it.
 *
 * Signs, marks and symbols are those of etc/data/locales.tsv, the number of
 * decimals is that of ISO 4217 (list one).  Everything is done on the digits as
 * they stand: no amount is ever rounded.
 */
#ifndef CRT_LOCALE_MONEY_TEXT_H
#define CRT_LOCALE_MONEY_TEXT_H

#include "base/err.h"
#include "base/str.h"

#define MONEY_DIGITS_MAX 40

/*
 * Append "129.90" of "EUR" as "129,90 €" (de), "€129.90" (en).
 *
 * amount: -?digits[.digits]; missing decimals are filled up, those beyond the
 * currency's stay unless they are 0.  currency: three capitals; one without a
 * symbol shows as itself.  locale: "de", "de-AT", "pt_BR"; an unknown one, or
 * NULL, is as "en".  Spaces are no-break ones.  ERR_INPUT names what is wrong.
 */
bool money_text(struct str *, const char *amount, const char *currency, const char *locale,
    struct err *) MUSTUSE;

/* Other ways to write it: "129,90", "129,90 € EUR", "129 €" if nothing follows the comma. */
enum money_form { MONEY_PLAIN, MONEY_BARE, MONEY_CODE, MONEY_SHORT };
bool money_text_as(struct str *, const char *amount, const char *currency, const char *locale,
    enum money_form, struct err *) MUSTUSE;

/* Decimals of a currency: 2 EUR, 0 JPY, 3 KWD; 2 where it is not known. */
int money_exponent(const char *currency);

#endif
