/* document.c: the GraphQL documents of the requests to Shopify. */
#include <string.h>

#include "platform/shopify/api.h"

/*
 * Source: the GraphQL Admin schemas 2025-10 to 2026-10 of shopify.dev; a test checks every
 * document against each of them.
 *
 * Aliases give members the names that webhooks use, so that the same code makes the records of
 * both. node.c does what an alias cannot. A cart has only its first 25 lines here; its total
 * includes all.
 */

#define MONEY "{presentment_money:presentmentMoney{amount currency_code:currencyCode}}"
#define MARKETING "state:marketingState opt_in_level:marketingOptInLevel" \
    " consent_updated_at:marketingUpdatedAt"
#define PERSON "id:legacyResourceId first_name:firstName last_name:lastName locale" \
    " default_email:defaultEmailAddress{email:emailAddress " MARKETING "}" \
    " default_phone:defaultPhoneNumber{phone:phoneNumber " MARKETING "}"
#define PLACE "phone country_code:countryCodeV2 province_code:provinceCode"
#define NAMED_PLACE "{first_name:firstName last_name:lastName " PLACE "}"
#define ADDRESSES " billing_address:billingAddress" NAMED_PLACE \
    " shipping_address:shippingAddress" NAMED_PLACE
#define PAGES "pageInfo{hasNextPage endCursor}"
#define LIST(name, arguments, node) \
    "query($first:Int!,$after:String,$query:String!){" name \
    "(first:$first,after:$after,query:$query" arguments "){nodes{" node "}" PAGES "}}"

/* Orders have the two keys since 2026-07. */
#define TOKENS_SINCE "2026-07"
#define TOKENS " checkout_token:checkoutToken cart_token:cartToken"
#define ORDERS(tokens) LIST("orders", ",sortKey:UPDATED_AT", \
    "id:legacyResourceId name created_at:createdAt updated_at:updatedAt" \
    " processed_at:processedAt cancelled_at:cancelledAt" \
    " financial_status:displayFinancialStatus test source_name:sourceName email phone" \
    " browser_ip:clientIp customer_locale:customerLocale" \
    " buyer_accepts_marketing:customerAcceptsMarketing codes:discountCodes" tokens \
    " total_price_set:totalPriceSet" MONEY " total_refunded_set:totalRefundedSet" MONEY \
    " taxes_included:taxesIncluded total_tax_set:totalTaxSet" MONEY \
    " shipping_line:shippingLine{discounted_price_set:discountedPriceSet" MONEY \
    " tax_lines:taxLines{price_set:priceSet" MONEY "}}" \
    " customer{" PERSON "}" ADDRESSES)

#define CARTS LIST("abandonedCheckouts", ",sortKey:ID", \
    "gid:id abandoned_checkout_url:abandonedCheckoutUrl created_at:createdAt" \
    " updated_at:updatedAt completed_at:completedAt codes:discountCodes" \
    " total_price_set:totalPriceSet" MONEY \
    " lines:lineItems(first:25){nodes{title variant_title:variantTitle sku quantity" \
    " price_set:originalUnitPriceSet" MONEY " image{url} variant{id:legacyResourceId}}}" \
    " customer{" PERSON "}" ADDRESSES)

#define CUSTOMERS LIST("customers", ",sortKey:UPDATED_AT", \
    "created_at:createdAt updated_at:updatedAt " PERSON \
    " default_address:defaultAddress{" PLACE "}")

/* One object of each kind: Shopify names those that may not be read. */
#define TEST "{shop{name}orders(first:1){nodes{id email}}" \
    "abandonedCheckouts(first:1){nodes{id}}" \
    "customers(first:1){nodes{id defaultEmailAddress{emailAddress}}}}"

#define DONE "webhookSubscription{id}userErrors{field message}"
#define HOOKS "query($after:String){webhookSubscriptions(first:100,after:$after)" \
    "{nodes{id topic uri format}" PAGES "}}"
#define HOOK_CREATE "mutation($topic:WebhookSubscriptionTopic!,$uri:String!){" \
    "done:webhookSubscriptionCreate(topic:$topic,webhookSubscription:" \
    "{uri:$uri,format:JSON}){" DONE "}}"
#define HOOK_UPDATE "mutation($id:ID!,$uri:String!){" \
    "done:webhookSubscriptionUpdate(id:$id,webhookSubscription:" \
    "{uri:$uri,format:JSON}){" DONE "}}"
#define HOOK_DELETE "mutation($id:ID!){done:webhookSubscriptionDelete(id:$id)" \
    "{deletedWebhookSubscriptionId userErrors{field message}}}"

void
shopify_document(struct str *s, enum shopify_document d, const char *version)
{
	static const char *const documents[] = {
		[SHOPIFY_ORDERS] = ORDERS(TOKENS),
		[SHOPIFY_CARTS] = CARTS,
		[SHOPIFY_CUSTOMERS] = CUSTOMERS,
		[SHOPIFY_TEST] = TEST,
		[SHOPIFY_SHOP] = "{shop{currencyCode ianaTimezone}}",
		[SHOPIFY_SCOPES] = "{currentAppInstallation{accessScopes{handle}}}",
		[SHOPIFY_HOOKS] = HOOKS,
		[SHOPIFY_HOOK_CREATE] = HOOK_CREATE,
		[SHOPIFY_HOOK_UPDATE] = HOOK_UPDATE,
		[SHOPIFY_HOOK_DELETE] = HOOK_DELETE,
	};

	str_puts(s, d == SHOPIFY_ORDERS && strcmp(version, TOKENS_SINCE) < 0 ? ORDERS("")
	    : documents[d]);
}
