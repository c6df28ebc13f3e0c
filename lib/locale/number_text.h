/*
 * number_text.h: numbers and percents as people of a locale read them.
 *
 * The forms are those of etc/data/locales.tsv. locale: "de", "de-AT", "pt_BR"; an unknown one, or
 * NULL, is as "en".
 */
#ifndef CRT_LOCALE_NUMBER_TEXT_H
#define CRT_LOCALE_NUMBER_TEXT_H

#include "base/str.h"

#define NUMBER_GAP  "\xc2\xa0"		/* no-break space */

/* How a locale writes numbers and money. */
enum number_how {
	NUMBER_BEFORE  = 1,		/* the currency stands before the number */
	NUMBER_SPACED  = 2,		/* with a space between, else only after a code */
	NUMBER_LOOSE   = 4,		/* four digits are not grouped */
	NUMBER_CODES   = 8,		/* few symbols: other currencies show their code */
	NUMBER_INNER   = 16,		/* the minus stands between symbol and number */
	NUMBER_TIGHT   = 32		/* no space before the percent sign */
};

struct number_form {
	const char *locale, *group, *decimal, *minus;
	int how;
};

const struct number_form *number_form(const char *locale);

/* Whether the locale is the known one: "de_AT" is "de-AT"; with part, "de" is too. */
bool number_locale_is(const char *requested, const char *known, bool part);

/* Appends the digits of a whole number in groups. */
void number_whole(struct str *, const struct number_form *, const char *digits, size_t n);

/* Appends 12345 as "12.345" (de), "12 345" (fr). */
void number_text(struct str *, int64_t, const char *locale);

/* Appends 12.34 with one decimal as "12.3" (en), "12,3" (de). plus: with a sign, except zero. */
void decimal_text(struct str *, double, int decimals, bool plus, const char *locale);

/* The same as "12.3%" (en), "12,3 %" (de). */
void percent_text(struct str *, double percent, int decimals, bool plus, const char *locale);

#endif
