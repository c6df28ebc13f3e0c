/* shopify.h: internal to the Shopify adapter. */
#ifndef CRT_PLATFORM_SHOPIFY_SHOPIFY_H
#define CRT_PLATFORM_SHOPIFY_SHOPIFY_H

#include "platform/adapter.h"

/* Uses the resource's own time, else when Shopify sent the delivery. */
void shopify_happened(struct build *, const char *path);
extern const char *const shopify_sent_headers[];	/* time of a delivery; NULL-terminated */

/*
 * The person of a cart or an order. doc has email, addresses, and so on, and may be NULL;
 * customer is the customer inside it, which may be absent. made: when the boxes of doc were
 * ticked, if they are.
 */
json_t *shopify_person(struct build *, const json_t *doc, const json_t *customer, crt_time made);

/* The meaning of a marketing consent's state. given false: it was never requested. unknown: the
   state cannot be read and may be a refusal. erase: the state is an erasure. */
struct shopify_word {
	const char *word;
	bool given, erase, unknown;
	enum consent_state state;
	enum consent_action action;
};
const struct shopify_word *shopify_consent(const json_t *consent);
bool shopify_confirmed(const json_t *consent);	/* double opt-in */

/* The last part of gid://shopify/Kind/123; NULL: none. */
const char *shopify_digits(const char *gid);

bool shopify_cart(struct build *);
bool shopify_checkout(struct build *);
bool shopify_checkout_delete(struct build *);
bool shopify_order_create(struct build *);
bool shopify_order_change(struct build *);
bool shopify_customer(struct build *);
bool shopify_customer_delete(struct build *);
bool shopify_customer_merge(struct build *);
bool shopify_email_consent(struct build *);
bool shopify_sms_consent(struct build *);
bool shopify_data_request(struct build *);
bool shopify_redact(struct build *);
bool shopify_shop_redact(struct build *);

#endif
