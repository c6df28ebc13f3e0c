/* sms_price.c: the price of a text message by the country of its number. */
#include <stdio.h>
#include <string.h>

#include "store/sms_price.h"
#include "tap.h"

static void
price(const char *country, const char *number, const char *want)
{
	static const char prices[] = "DE=0.0746 US=0.0079 CA=0.0075 GB=0.04 KZ=0.09 RU=0.08 *=0.05";
	char found[3] = "", got[64] = "none";
	int64_t millionths = 0;

	if (sms_price(prices, country, number, &millionths, found))
		snprintf(got, sizeof got, "%s %d", found, (int)millionths);
	tap_is(got, want, number ? number : country ? country : "anybody");
}

static void
printed(const char *text, size_t n, const char *country, const char *want)
{
	static char prices[] = "DE=0.0746 US=1", currency[] = "EUR";
	struct store store = { .currency = currency, .sms_prices = prices };
	struct str out = STR_MAX(512);

	sms_price_print(&out, text, n, &store, country, NULL);
	tap_is(str_text(&out), want, want);
	str_free(&out);
}

int
main(void)
{
	static char long_text[162];
	int64_t millionths;
	char found[3];

	memset(long_text, '0', sizeof long_text - 1);
	price(NULL, "+4917012345", "DE 74600");
	price("DE", "+12025550123", "US 7900");
	price("CA", "+12025550123", "CA 7500");
	price(NULL, "+447700900123", "GB 40000");
	price("FR", "+33612345678", "* 50000");
	price("GB", NULL, "GB 40000");
	price("FR", NULL, "* 50000");
	price(NULL, NULL, "* 50000");
	tap_ok(!sms_price("DE=1", "FR", NULL, &millionths, found), "no price of that country");
	tap_ok(!sms_price("", "FR", NULL, &millionths, found), "no prices");
	printed("Hi", 2, "DE",
	    "1 segment of GSM-7: 2 of 160 characters\n0.0746 EUR: 1 × 0.0746 to DE\n");
	printed(long_text, 161, "US",
	    "2 segments of GSM-7: 161 of 306 characters\n2 EUR: 2 × 1 to US\n");
	printed("Hi", 2, "FR", "1 segment of GSM-7: 2 of 160 characters\n");
	return tap_done();
}
