/* money_text.c: amounts as text: separators, symbols, decimals, and invalid amounts. */
#include <stdio.h>
#include <string.h>

#include "locale/money_text.h"

#define N "\xc2\xa0"			/* no-break space */
#define T "\xe2\x80\xaf"		/* narrow no-break space */

static int count, failures;

static const struct {
	const char *amount, *currency, *locale, *want;
} cases[] = {
	{ "129.90", "EUR", "de", "129,90" N "€" },
	{ "129.90", "EUR", "en", "€129.90" },
	{ "129.90", "EUR", "fr", "129,90" N "€" },
	{ "129.90", "EUR", "es", "129,90" N "€" },
	{ "129.90", "EUR", "ja", "€129.90" },
	{ "129.90", "EUR", NULL, "€129.90" },
	{ "129.90", "EUR", "xx-YY", "€129.90" },
	{ "129.90", "EUR", "", "€129.90" },
	{ "1234567.89", "USD", "en-US", "$1,234,567.89" },
	{ "1234567.89", "USD", "de_DE", "1.234.567,89" N "$" },
	{ "1234567.89", "USD", "de_DE.UTF-8", "1.234.567,89" N "$" },
	{ "1234567.89", "USD", "DE", "1.234.567,89" N "$" },
	{ "1234567.89", "USD", "fr-FR", "1" T "234" T "567,89" N "$US" },
	{ "1234.50", "EUR", "es", "1234,50" N "€" },
	{ "12345.50", "EUR", "es", "12.345,50" N "€" },
	{ "1234.50", "MXN", "es-MX", "$1,234.50" },
	{ "1234.50", "EUR", "de-AT", "€" N "1.234,50" },
	{ "1234.50", "CHF", "de-CH", "CHF" N "1\xe2\x80\x99" "234.50" },
	{ "-1234.50", "CHF", "de-CH", "CHF-1\xe2\x80\x99" "234.50" },
	{ "1234.50", "CHF", "fr-CH", "1" T "234.50" N "CHF" },
	{ "1234.50", "CAD", "fr-CA", "1" N "234,50" N "$" },
	{ "1234.50", "CAD", "en-CA", "$1,234.50" },
	{ "1234.50", "CAD", "en", "CA$1,234.50" },
	{ "1234.50", "BRL", "pt-BR", "R$" N "1.234,50" },
	{ "1234.50", "EUR", "pt-PT", "1234,50" N "€" },
	{ "1234.50", "EUR", "nl-NL", "€" N "1.234,50" },
	{ "1234.50", "SEK", "sv", "1" N "234,50" N "kr" },
	{ "-1.00", "SEK", "sv", "\xe2\x88\x92" "1,00" N "kr" },
	{ "1.00", "NOK", "no", "1,00" N "kr" },
	{ "1", "GBP", "en-GB", "£1.00" },
	{ "1.5", "CHF", "en", "CHF" N "1.50" },
	{ "1999", "JPY", "ja", "￥1,999" },
	{ "1999.00", "JPY", "en", "¥1,999" },
	{ "1999.5", "JPY", "en", "¥1,999.5" },
	{ "10", "CNY", "ja", "元" N "10.00" },
	{ "1.5", "KWD", "en", "KWD" N "1.500" },
	{ "1.2345", "EUR", "en", "€1.2345" },
	{ "1.2300000", "EUR", "en", "€1.23" },
	{ "0", "EUR", "en", "€0.00" },
	{ "-0.00", "EUR", "en", "€0.00" },
	{ "-5", "EUR", "en", "-€5.00" },
	{ "-5", "EUR", "nl", "€" N "-5,00" },
	{ "007.5", "EUR", "en", "€7.50" },
	{ "000", "EUR", "en", "€0.00" },
	{ "9007199254740993.07", "EUR", "en", "€9,007,199,254,740,993.07" },
	{ "1", "XYZ", "de", "1,00" N "XYZ" },
	{ "1", "CLF", "en", "CLF" N "1.0000" },
}, bad[] = {
	{ "", "EUR", "en", "\"\" is not an amount of money" },
	{ "1,5", "EUR", "en", "\"1,5\" is not an amount of money" },
	{ "1.", "EUR", "en", "\"1.\" is not an amount of money" },
	{ ".5", "EUR", "en", "\".5\" is not an amount of money" },
	{ "1e3", "EUR", "en", "\"1e3\" is not an amount of money" },
	{ "--1", "EUR", "en", "\"--1\" is not an amount of money" },
	{ "+1", "EUR", "en", "\"+1\" is not an amount of money" },
	{ " 1", "EUR", "en", "\" 1\" is not an amount of money" },
	{ "11111111112222222222333333333344444444445", "EUR", "en",
	  "\"11111111112222222222333333333344444444445\" is not an amount of money" },
	{ "1", "eur", "en", "\"eur\" is not a currency code" },
	{ "1", "EURO", "en", "\"EURO\" is not a currency code" },
	{ "1", "", "en", "\"\" is not a currency code" },
};

static void
report(bool ok, const char *what, const char *got)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++count, what);
	if (!ok)
		printf("# got %s\n", got);
	failures += !ok;
}

int
main(void)
{
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct str s = STR_MAX(256);
		struct err e = { 0 };
		bool ok = money_text(&s, cases[i].amount, cases[i].currency, cases[i].locale, &e);

		report(ok && !strcmp(str_text(&s), cases[i].want), cases[i].want,
		    ok ? str_text(&s) : e.text);
		str_free(&s);
	}
	for (i = 0; i < COUNT(bad); i++) {
		struct str s = STR_MAX(256);
		struct err e = { 0 };
		bool ok = money_text(&s, bad[i].amount, bad[i].currency, bad[i].locale, &e);

		report(!ok && e.kind == ERR_INPUT && !strcmp(e.text, bad[i].want), bad[i].want,
		    e.text);
		str_free(&s);
	}
	report(money_exponent("EUR") == 2 && money_exponent("JPY") == 0
	    && money_exponent("KWD") == 3 && money_exponent("CLF") == 4
	    && money_exponent("F C") == 2 && money_exponent("") == 2, "exponents", "");
	printf("1..%d\n", count);
	return failures != 0;
}
