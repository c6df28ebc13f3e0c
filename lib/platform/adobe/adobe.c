/* adobe.c: Adobe Commerce: the questions it answers, and its parts in one table. */
#include "platform/adobe/adobe.h"

static const struct question questions[] = MAGENTO_QUESTIONS(&adobe_reach);

static bool
ask_test(const struct shop *s, struct http_request *r, struct err *e)
{
	return magento_ask_test(&adobe_reach, s, r, e);
}

static const struct shop_check checks[] = MAGENTO_CHECKS(&adobe_reach);

static const struct platform_api api = {
	.questions = questions, .count = COUNT(questions), .ask_login = adobe_ask_login,
	.hear_login = ask_token, .ask_test = ask_test, .hear_test = magento_hear_test,
	.checks = checks, .nchecks = COUNT(checks),
	.explain = magento_explain,
};

const struct platform platform_adobe = {
	.name = "adobe", .records = adobe_records, .prove = adobe_prove, .api = &api,
	.challenge = "challenge",
};
