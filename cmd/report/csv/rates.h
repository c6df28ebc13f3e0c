/*
 * rates.h: exchange rates by date, from a CSV file, as statement parameters.
 *
 *	date,currency,rate
 *	2026-11-02,USD,0.9231
 *
 * rate is the value of one unit of currency on that date. The heading may be missing.
 */
#ifndef CRT_REPORT_RATES_H
#define CRT_REPORT_RATES_H

#include "base/err.h"
#include "db/array.h"

struct rates {
	struct array date, currency, rate;
};

/* file: NULL for no rates. ERR_INPUT names the line. Free it after a failure, too. */
bool rates_read(struct rates *, const char *file, struct err *) MUSTUSE;
void rates_free(struct rates *);

#endif
