/*
 * money.h: amounts as integer minor units and an ISO 4217 code; never a double.
 *
 * An amount is text of the form -?[0-9]+(\.[0-9]+)?: no plus, no space, no exponent, and no
 * thousands separator. The currency is required; there is no default. Codes are upper case.
 */
#ifndef CRT_MONEY_H
#define CRT_MONEY_H

#include "base/err.h"

#define MONEY_TEXT     24	/* enough for money_print */
#define MONEY_TEXT_MAX 64	/* the longest amount that is read */

/* Decimals of the minor unit (EUR 2, JPY 0, KWD 3); -1: no such currency. */
int currency_exponent(const char *code);

/* Exact. Zeros beyond the minor unit are dropped: "19.990" EUR is 1999. Other digits there are
   ERR_INPUT, and so is a value outside int64_t. */
bool money_read(const char *text, size_t n, const char *currency, int64_t *minor,
    struct err *) MUSTUSE;

/* Rounds to the nearest, halves away from zero. For platforms that send four decimals or the
   digits of a double ("361.9500", "19.989999999"). */
bool money_read_rounded(const char *text, size_t n, const char *currency, int64_t *minor,
    struct err *) MUSTUSE;

/* 12990 EUR is "129.90", 1000 JPY is "1000"; "" for an unknown currency. */
const char *money_print(int64_t minor, const char *currency, char buf[MONEY_TEXT]);

#endif
