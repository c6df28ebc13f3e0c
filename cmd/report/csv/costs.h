/*
 * costs.h: what each product costs the shop, from a CSV file, as statement parameters.
 *
 *	sku,cost
 *	MUG-1,4.20
 *
 * A cost is that of one unit, in the currency of the store. With three columns the first is the
 * store. The heading may be missing.
 */
#ifndef CRT_REPORT_COSTS_H
#define CRT_REPORT_COSTS_H

#include "base/err.h"
#include "db/array.h"

struct costs {
	struct array store, sku, cost;	/* a store may be null: any */
};

/* file: NULL for no costs. ERR_INPUT names the line. Free it after a failure, too. */
bool costs_read(struct costs *, const char *file, struct err *) MUSTUSE;
void costs_free(struct costs *);

#endif
