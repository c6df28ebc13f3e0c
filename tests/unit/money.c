/* money.c: amounts are exact at every boundary. */
#include <stdlib.h>

#include "base/str.h"
#include "record/money.h"
#include "tap.h"

typedef bool reader(const char *, size_t, const char *, int64_t *, struct err *);

static void
is(reader *read, const char *text, const char *currency, int64_t want)
{
	struct err e = { 0 };
	int64_t got = 7;
	char what[100];

	snprintf(what, sizeof what, "%s %s", text, currency);
	if (!tap_ok(read(text, strlen(text), currency, &got, &e) && got == want, what))
		printf("# got %lld, %s\n", (long long)got, e.text);
}

static void
no(reader *read, const char *text, const char *currency, const char *why)
{
	struct err e = { 0 };
	int64_t got = 7;
	char what[120];

	snprintf(what, sizeof what, "%.80s %.3s is refused", text, currency);
	if (!tap_ok(!read(text, strlen(text), currency, &got, &e) && e.kind == ERR_INPUT && got == 0 &&
	    strstr(e.text, why), what))
		printf("# got %lld, %s\n", (long long)got, e.text);
}

static void
exact(void)
{
	is(money_read, "129.90", "EUR", 12990);
	is(money_read, "129.9", "EUR", 12990);
	is(money_read, "129", "EUR", 12900);
	is(money_read, "0", "EUR", 0);
	is(money_read, "-0.00", "EUR", 0);
	is(money_read, "-12.34", "USD", -1234);
	is(money_read, "1000", "JPY", 1000);
	is(money_read, "1000.00", "JPY", 1000);
	is(money_read, "19.990", "EUR", 1999);
	is(money_read, "1.234", "KWD", 1234);
	is(money_read, "1.2345", "CLF", 12345);
	is(money_read, "0007.50", "EUR", 750);
	is(money_read, "92233720368547758.07", "EUR", INT64_MAX);
	is(money_read, "-92233720368547758.08", "EUR", INT64_MIN);
	is(money_read, "9223372036854775807", "JPY", INT64_MAX);
	is(money_read, "-9223372036854775808", "JPY", INT64_MIN);
}

static void
refusals(void)
{
	static const char *const bad[] = { "", "-", ".", "5.", ".5", "+5", " 5", "5 ", "1,00", "1e2",
	    "1E2", "--5", "5.-1", "1.2.3", "0x10", "NaN", "inf", "1_000", "5\n", "\xd9\xa3",
	    "00000000000000000000000000000000000000000000000000000000000000001" };
	size_t i;

	for (i = 0; i < COUNT(bad); i++) {
		no(money_read, bad[i], "EUR", "not a decimal number");
		no(money_read_rounded, bad[i], "EUR", "not a decimal number");
	}
	no(money_read, "19.999", "EUR", "more than the 2 decimals of EUR");
	no(money_read, "19.99000000000000001", "EUR", "more than the 2 decimals");
	no(money_read, "1.5", "JPY", "more than the 0 decimals");
	no(money_read, "92233720368547758.08", "EUR", "too large");
	no(money_read, "-92233720368547758.09", "EUR", "too large");
	no(money_read, "9223372036854775808", "JPY", "too large");
	no(money_read, "99999999999999999999999999", "EUR", "too large");
	no(money_read, "5", "eur", "unknown currency");
	no(money_read, "5", "", "unknown currency");
	no(money_read, "5", "XXX", "unknown currency");
	no(money_read, "5", "EURO", "unknown currency");
}

static void
rounded(void)
{
	is(money_read_rounded, "361.9500", "USD", 36195);
	is(money_read_rounded, "19.989999999", "EUR", 1999);
	is(money_read_rounded, "19.985", "EUR", 1999);
	is(money_read_rounded, "19.98499999", "EUR", 1998);
	is(money_read_rounded, "-19.985", "EUR", -1999);
	is(money_read_rounded, "0.004", "EUR", 0);
	is(money_read_rounded, "0.5", "JPY", 1);
	is(money_read_rounded, "999.995", "EUR", 100000);
	no(money_read_rounded, "92233720368547758.075", "EUR", "too large");
	is(money_read_rounded, "-92233720368547758.075", "EUR", INT64_MIN);
}

static void
prints(int64_t minor, const char *currency, const char *want)
{
	char buf[MONEY_TEXT];

	tap_is(money_print(minor, currency, buf), want, want);
}

/* Sorted and without duplicates; what is printed is read as the same. */
static void
table(void)
{
	static const char *const codes[] = {
#define CURRENCY(code, exponent, name) #code,
#include "record/currency.def"
#undef CURRENCY
	};
	char buf[MONEY_TEXT];
	struct err e = { 0 };
	bool sorted = true, same = true;
	int64_t got;
	size_t i;

	for (i = 0; i < COUNT(codes); i++) {
		sorted = sorted && (i == 0 || strcmp(codes[i - 1], codes[i]) < 0);
		money_print(-123456789, codes[i], buf);
		same = same && money_read(buf, strlen(buf), codes[i], &got, &e) && got == -123456789;
	}
	tap_ok(sorted, "the table is sorted");
	tap_ok(same, "every currency there and back");
	tap_ok(currency_exponent("EUR") == 2 && currency_exponent("JPY") == 0 &&
	    currency_exponent("KWD") == 3 && currency_exponent("CLF") == 4 &&
	    currency_exponent("UYW") == 4 && currency_exponent("UYI") == 0 &&
	    currency_exponent("ISK") == 0 && currency_exponent("HUF") == 2 &&
	    currency_exponent("TND") == 3 && currency_exponent("AED") == 2 &&
	    currency_exponent("ZWL") == 2, "exponents");
	tap_ok(currency_exponent("AAA") == -1 && currency_exponent("ZZZ") == -1, "unknown ones");
}

int
main(void)
{
	exact();
	refusals();
	rounded();
	prints(12990, "EUR", "129.90");
	prints(5, "EUR", "0.05");
	prints(-5, "EUR", "-0.05");
	prints(1000, "JPY", "1000");
	prints(1234, "KWD", "1.234");
	prints(INT64_MIN, "EUR", "-92233720368547758.08");
	prints(INT64_MIN, "CLF", "-922337203685477.5808");
	prints(INT64_MIN, "JPY", "-9223372036854775808");
	prints(5, "XXX", "");
	table();
	return tap_done();
}
