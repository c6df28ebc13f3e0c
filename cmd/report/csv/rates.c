/* rates.c: exchange rates by date, from a CSV file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/mem.h"
#include "csv_file.h"
#include "rates.h"
#include "record/money.h"

#define RATES_MAX  1000000
#define DATE_SIZE  11
#define RATE_MAX   24			/* characters of a rate */

/* A date and a currency. */
struct rate_key {
	char currency[4], date[DATE_SIZE];
};

struct rates_reading {
	struct rates *rates;
	struct rate_key *keys;
	size_t n;
};

static bool
rates_date(const char *s)
{
	char text[DATE_SIZE + 16];
	crt_time t;

	snprintf(text, sizeof text, "%sT00:00:00Z", strlen(s) < DATE_SIZE ? s : "");
	return strlen(s) == DATE_SIZE - 1 && clock_read(text, &t);
}

static bool
rates_number(const char *s)
{
	size_t whole = strspn(s, "0123456789"), n = strlen(s);

	return whole > 0 && n <= RATE_MAX && strspn(s, "0.") < n
	    && (whole == n || (s[whole] == '.' && whole + 1 < n
	    && whole + 1 + strspn(s + whole + 1, "0123456789") == n));
}

static bool
rates_row(void *arg, const struct csv *csv, struct err *e)
{
	struct rates_reading *r = arg;
	const char *date = csv_field(csv, 0), *currency = csv_field(csv, 1), *rate = csv_field(csv, 2);

	if (date && r->n == 0 && !strcasecmp(date, "date"))
		return true;
	if (csv->n != 3 || !rates_date(date) || currency_exponent(currency) < 0
	    || !rates_number(rate))
		return err_set(e, ERR_INPUT, "it is not a date, a currency, and a rate, such as "
		    "2026-11-02,USD,0.9231");
	if (r->n == RATES_MAX)
		return err_set(e, ERR_INPUT, "there are more than %d rates", RATES_MAX);
	r->keys = mem_more(r->keys, r->n, sizeof *r->keys);
	snprintf(r->keys[r->n].currency, sizeof r->keys->currency, "%s", currency);
	snprintf(r->keys[r->n++].date, sizeof r->keys->date, "%s", date);
	array_add(&r->rates->date, date);
	array_add(&r->rates->currency, currency);
	array_add(&r->rates->rate, rate);
	return true;
}

static int
rates_order(const void *a, const void *b)
{
	return memcmp(a, b, sizeof (struct rate_key));
}

/* Two rates of a currency on a date: which one counts would be a matter of chance. */
static bool
rates_unique(struct rates_reading *r, const char *file, struct err *e)
{
	size_t i;

	if (r->n)
		qsort(r->keys, r->n, sizeof *r->keys, rates_order);
	for (i = 1; i < r->n; i++)
		if (rates_order(&r->keys[i - 1], &r->keys[i]) == 0)
			return err_set(e, ERR_INPUT, "%s: there are two rates of %s on %s", file,
			    r->keys[i].currency, r->keys[i].date);
	return true;
}

bool
rates_read(struct rates *rates, const char *file, struct err *e)
{
	struct rates_reading r = { .rates = rates };
	bool ok;

	array_open(&rates->date);
	array_open(&rates->currency);
	array_open(&rates->rate);
	ok = csv_file_read(file, rates_row, &r, e) && rates_unique(&r, file, e);
	free(r.keys);
	return ok;
}

void
rates_free(struct rates *rates)
{
	array_free(&rates->date);
	array_free(&rates->currency);
	array_free(&rates->rate);
}
