/* shop_check.c: what "store test" warns of, by the answer that came. */
#include "platform/platform.h"
#include "shop_test.h"

#define SAYS_USD "the shop's currency is USD, the store's is EUR"

static const struct {
	const char *platform, *credentials;
	size_t check;
	int status;
	const char *body, *want;	/* body NULL: none with status 2xx; want "": no warning */
} cases[] = {
	{ "woocommerce", "{}", 0, 200, "{\"code\":\"USD\"}", SAYS_USD },
	{ "woocommerce", "{}", 0, 200, "{\"code\":\"EUR\"}", "" },
	{ "woocommerce", "{}", 0, 200, "<html>", "" },
	{ "woocommerce", "{}", 0, 403, NULL, "" },
	{ "woocommerce", "{}", 1, 401, NULL,
	    "the key may only read; webhooks need a key that may write" },
	{ "woocommerce", "{}", 1, 404, NULL, "" },
	{ "woocommerce", "{}", 1, 503, NULL, "" },
	{ "shopify", "{}", 0, 200, "{\"data\":{\"shop\":{\"currencyCode\":\"USD\"}}}", SAYS_USD },
	{ "shopify", "{}", 0, 200, "{\"data\":{\"shop\":{\"currencyCode\":\"EUR\"}}}", "" },
	{ "shopify", "{}", 0, 200, "{\"data\":{\"shop\":{\"currencyCode\":\"\\u001b[2\"}}}", "" },
	{ "shopify", "{}", 0, 200, "{\"errors\":[{\"message\":\"Access denied\"}]}", "" },
	{ "bigcommerce", "{}", 0, 200, "{\"currency\":\"USD\",\"currency_symbol\":\"$\"}", SAYS_USD },
	{ "bigcommerce", "{}", 0, 200, "{\"currency\":\"EUR\"}", "" },
	{ "bigcommerce", "{}", 0, 204, "", "" },
	{ "bigcommerce", "{}", 0, 403, NULL, "" },
	{ "magento", "{}", 0, 200, "[{\"code\":\"fr\",\"default_display_currency_code\":\"CHF\"},"
	    "{\"code\":\"default\",\"base_currency_code\":\"EUR\","
	    "\"default_display_currency_code\":\"USD\"}]", SAYS_USD },
	{ "magento", "{\"store_code\":\"fr\"}", 0, 200,
	    "[{\"code\":\"fr\",\"default_display_currency_code\":\"EUR\"},"
	    "{\"code\":\"default\",\"default_display_currency_code\":\"USD\"}]", "" },
	{ "magento", "{\"store_code\":\"all\"}", 0, 200,
	    "[{\"code\":\"default\",\"default_display_currency_code\":\"USD\"}]", "" },
	{ "magento", "{}", 0, 200, "{\"message\":\"no\"}", "" },
	{ "magento", "{}", 0, 401, NULL, "" },
	{ "adobe", "{}", 0, 200, "[{\"code\":\"default\",\"default_display_currency_code\":\"USD\"}]",
	    SAYS_USD },
};

int
main(void)
{
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		const struct platform_api *api = platform_find(cases[i].platform)->api;
		struct shop s = shop_test("https://shop.example", cases[i].credentials);
		struct http_answer a = { .status = cases[i].status };
		struct err e = { 0 };

		s.currency = "EUR";
		if (cases[i].body)
			a = test_answer(cases[i].status, "", cases[i].body);
		if (cases[i].check >= api->nchecks
		    || api->checks[cases[i].check].hear(&s, cases[i].status, cases[i].body ? &a : NULL, &e))
			e = (struct err){ 0 };
		tap_is(e.text, cases[i].want, cases[i].platform);
		shop_test_close(&s);
	}
	return tap_done();
}
