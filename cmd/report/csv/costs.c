/* costs.c: what each product costs the shop, from a CSV file. */
#include <string.h>
#include <strings.h>

#include "costs.h"
#include "csv_file.h"

#define COSTS_MAX 1000000
#define COST_MAX  24			/* characters of a cost */

/* digits[.digits] */
static bool
cost_number(const char *s)
{
	size_t whole = strspn(s, "0123456789"), n = strlen(s);

	return whole > 0 && n <= COST_MAX && (whole == n || (s[whole] == '.' && whole + 1 < n
	    && whole + 1 + strspn(s + whole + 1, "0123456789") == n));
}

static bool
cost_row(void *arg, const struct csv *csv, struct err *e)
{
	struct costs *costs = arg;
	size_t last = csv->n - 1;
	const char *cost = csv_field(csv, last), *sku = csv->n > 1 ? csv_field(csv, last - 1) : "";

	if (cost && costs->cost.n == 0 && !strcasecmp(cost, "cost"))
		return true;
	if (csv->n < 2 || csv->n > 3 || *sku == '\0' || !cost_number(cost))
		return err_set(e, ERR_INPUT, "it is not a SKU and a cost, such as MUG-1,4.20");
	if (costs->cost.n == COSTS_MAX)
		return err_set(e, ERR_INPUT, "there are more than %d costs", COSTS_MAX);
	array_add(&costs->store, csv->n == 3 ? csv_field(csv, 0) : NULL);
	array_add(&costs->sku, sku);
	array_add(&costs->cost, cost);
	return true;
}

bool
costs_read(struct costs *costs, const char *file, struct err *e)
{
	array_open(&costs->store);
	array_open(&costs->sku);
	array_open(&costs->cost);
	return csv_file_read(file, cost_row, costs, e);
}

void
costs_free(struct costs *costs)
{
	array_free(&costs->store);
	array_free(&costs->sku);
	array_free(&costs->cost);
}
