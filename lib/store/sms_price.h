/* sms_price.h: what a text message costs, by the prices of the setting sms_prices. */
#ifndef CRT_STORE_SMS_PRICE_H
#define CRT_STORE_SMS_PRICE_H

#include "base/str.h"
#include "store/store.h"

#define SMS_PRICES_MAX 64	/* countries */

/* Whether the text is a list of COUNTRY=AMOUNT, such as "US=0.0079 DE=0.0746 *=0.05". */
bool sms_prices_ok(const char *text) MUSTUSE;

/* The price of a segment in millionths of the currency's unit, to a number such as +49170... or,
   if it is NULL, to a country. found: the country of the list, or "*". False: the list has none. */
bool sms_price(const char *prices, const char *country, const char *number, int64_t *price,
    char found[3]);

/* Appends the segments of a text message, and what they cost at the store's prices. store: NULL if
   it is not known. */
void sms_price_print(struct str *out, const char *text, size_t n, const struct store *,
    const char *country, const char *number);

#endif
