/* sums.h: sums of rows of performance_sum, and how a template sees them. */
#ifndef CRT_DASHBOARD_SUMS_H
#define CRT_DASHBOARD_SUMS_H

#include "json/value.h"
#include "query.h"
#include "run/run.h"

#define SUMS_FIRST SQL_PERFORMANCE_SUM_ABANDONED
#define SUMS (SQL_PERFORMANCE_SUM_MESSAGES_FAILED - SUMS_FIRST + 1)

/* Revenue in a currency, in minor units. */
struct amount {
	char currency[4];
	int64_t net, refunded, goods;
};

/* A count for each column of performance_sum; amounts by currency. */
struct sums {
	int64_t n[SUMS];
	struct amount *money;
	size_t nmoney;
	int64_t goods_unknown;		/* recovered carts whose tax or shipping is not known */
};

void sums_add_row(struct sums *, const struct db_row *);
void sums_add(struct sums *, const struct sums *);
void sums_free(struct sums *);

/* column: SQL_PERFORMANCE_SUM_... */
int64_t sums_get(const struct sums *, int column);

/* Adds each count by its name, the rates, and the list revenue to the map. currency: of an amount
   of zero if there is no revenue. */
void sums_show(json_t *map, const struct sums *, const char *currency, const char *locale);

#endif
