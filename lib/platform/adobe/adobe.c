/* adobe.c: the Adobe Commerce adapter: its endpoints and its parts in one table. */
#include "platform/adobe/adobe.h"

static const struct endpoint endpoints[] = MAGENTO_ENDPOINTS(&adobe_access);

static bool
adobe_request_test(const struct shop *s, struct http_request *r, struct err *e)
{
	return magento_request_test(&adobe_access, s, r, e);
}

static const struct shop_check checks[] = MAGENTO_CHECKS(&adobe_access);

static const struct platform_api api = {
	.endpoints = endpoints, .count = COUNT(endpoints), .request_login = adobe_request_login,
	.response_login = response_token, .request_test = adobe_request_test,
	    .response_test = magento_response_test,
	.checks = checks, .nchecks = COUNT(checks),
	.explain = magento_explain,
};

const struct platform platform_adobe = {
	.name = "adobe", .records = adobe_records, .prove = adobe_prove, .api = &api,
	.challenge = "challenge", .coupon = "coupon",
};
