/* build_money.h: amounts of money, as platforms write them.  Seen by lib/platform only. */
#ifndef CRT_PAYLOAD_BUILD_MONEY_H
#define CRT_PAYLOAD_BUILD_MONEY_H

#include "record/money.h"
#include "record/value.h"

struct money {
	int64_t minor;
	char currency[4];
};

/*
 * Rounded to the currency's minor unit.  False: not known; where amount or currency is NULL
 * without a word, else what cannot be read is noted.  A number of JSON may have an exponent:
 * what a double leaves of nothing is 7.1e-15.
 */
bool build_money(struct money *, const char *amount, const char *currency);

/* The code in capitals; false: there is none, or it is noted as no currency. */
bool build_currency(char out[4], const char *said);

/* False: the two have no sum. */
bool build_add(struct money *sum, const struct money *);
void build_set_money(json_t *, const char *key, const struct money *);

/* What an order comes to.  Without amount or currency it is not known, and that is noted. */
bool build_total(json_t *order, struct money *, const char *amount, const char *currency);

#endif
