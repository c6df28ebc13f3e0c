/* adobe.c: Adobe Commerce: the events that it sends, and the questions it answers. */
#include "platform/adobe/adobe.h"

/*
 * Source: developer.adobe.com, Commerce events; lib/platform/magento/magento.c has the rest.
 *
 * An event holds the fields that were chosen when it was subscribed to; its total
 * is the quote's own or the sum of the items, and without a quote's e-mail address
 * a guest is nobody.  The same cart with its totals, polled, counts for more.
 * sales_quote_save_after tells what is being saved, ..._commit_after what was:
 * both are taken.  Synchronous webhooks, which make the shopper wait, are not.
 */

#define OBSERVER "observer."
#define PLUGIN	 "plugin.magento.sales.api."

static const struct adapter_topic topics[] = {
	{ "cart", magento_cart, NULL },
	{ "order", magento_order, PLATFORM_ORDER },
	{ "customer", magento_customer, NULL },
	{ OBSERVER "sales_quote_save_after", magento_cart, NULL },
	{ OBSERVER "sales_quote_save_commit_after", magento_cart, NULL },
	{ OBSERVER "sales_quote_delete_after", magento_cart_deleted, NULL },
	{ OBSERVER "sales_quote_delete_commit_after", magento_cart_deleted, NULL },
	{ OBSERVER "sales_order_save_after", magento_order, PLATFORM_ORDER },
	{ OBSERVER "sales_order_save_commit_after", magento_order, PLATFORM_ORDER },
	{ PLUGIN "order_management.place", magento_order_placed, PLATFORM_ORDER },
	{ PLUGIN "order_repository.save", magento_order, PLATFORM_ORDER },
	{ OBSERVER "customer_save_after", magento_customer, NULL },
	{ OBSERVER "customer_save_commit_after", magento_customer, NULL },
	{ OBSERVER "customer_delete_after", magento_customer_deleted, NULL },
	{ OBSERVER "customer_delete_commit_after", magento_customer_deleted, NULL },
	{ OBSERVER "*", NULL, "nothing about a cart, an order or a customer" },
	{ "plugin.*", NULL, "nothing about a cart, an order or a customer" },
};

static const char *const topic_headers[] = { "x-adobe-event-code", NULL };
static const char *const id_headers[] = { "x-adobe-event-id", NULL };
static const char *const made_headers[] = { "x-adobe-event-time", NULL };

const struct adapter adobe_adapter = {
	"adobe", topic_headers, id_headers, topics, COUNT(topics), made_headers,
	magento_naming
};

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
