/* build_money.h: read amounts of money as platforms write them. Internal to lib/platform. */
#ifndef CRT_PAYLOAD_BUILD_MONEY_H
#define CRT_PAYLOAD_BUILD_MONEY_H

#include "json/value.h"
#include "record/money.h"

struct money {
	int64_t minor;
	char currency[4];
};

/*
 * Rounds to the currency's minor unit. False: unknown; an unreadable value, and one below 0, is
 * noted, but an absent amount or currency is not. A number may have an exponent:
 * floating-point errors produce values such as 7.1e-15 for zero.
 */
bool build_money(struct money *, const char *amount, const char *currency);

/* The code in capitals. False: absent, or noted as not a currency. */
bool build_currency(char out[4], const char *text);

/* False: the amounts cannot be added. */
bool build_add(struct money *sum, const struct money *);
void build_set_money(json_t *, const char *key, const struct money *);

/* Sets an order's total. Without amount or currency it is unknown, and that is noted. */
bool build_total(json_t *order, struct money *, const char *amount, const char *currency);

#endif
