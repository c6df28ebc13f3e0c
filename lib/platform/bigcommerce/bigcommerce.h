/* bigcommerce.h: internal to the BigCommerce adapter. */
#ifndef CRT_PLATFORM_BIGCOMMERCE_BIGCOMMERCE_H
#define CRT_PLATFORM_BIGCOMMERCE_BIGCOMMERCE_H

#include "platform/adapter.h"
#include "platform/request.h"

/* A field that a webhook is created with, for unsigned deliveries: hex, derived from the secret. */
#define BIGCOMMERCE_HOOK_HEADER "X-Crt-Hook-Token"
#define BIGCOMMERCE_TOKEN 65
void bigcommerce_token(const char *secret, char out[BIGCOMMERCE_TOKEN]);

/* The names of fetches: an object by its id, and the order that a cart became. */
#define BIGCOMMERCE_CART	"cart"
#define BIGCOMMERCE_CHECKOUT	"checkout"
#define BIGCOMMERCE_CART_ORDER	"cart-order"
#define BIGCOMMERCE_ORDER	"order"
#define BIGCOMMERCE_CUSTOMER	"customer"
#define BIGCOMMERCE_SUBSCRIBER	"subscriber"

/* A time at path, in the form of v3 (RFC 3339) or v2 (RFC 2822); false: none. */
bool bigcommerce_time(const json_t *, const char *path, crt_time *);
void bigcommerce_happened(struct build *, const json_t *, const char *path);

/* The same for a text; false: neither form. */
bool bigcommerce_read_time(const char *text, crt_time *) MUSTUSE;

/* Sets a cart's person; checkout may be NULL. */
void bigcommerce_shopper(struct build *, const json_t *cart, const json_t *checkout);

void bigcommerce_buyer(struct build *);		/* sets an order's person */

/* The lists in a cart's line_items; items of the first LINKED fit into a checkout URL. */
#define BIGCOMMERCE_LISTS 4
#define BIGCOMMERCE_LINKED 2
extern const char *const bigcommerce_lists[BIGCOMMERCE_LISTS];

/* Sets the link that restores these items, if there is one. Compares each item with each; there
   are few. */
void bigcommerce_link(json_t *cart, const json_t *line_items);

/* Convert webhook bodies, which name objects to fetch or objects that are gone. */
bool bigcommerce_hook_cart(struct build *);
bool bigcommerce_hook_line(struct build *);
bool bigcommerce_hook_converted(struct build *);
bool bigcommerce_hook_cart_deleted(struct build *);
bool bigcommerce_hook_order(struct build *);
bool bigcommerce_hook_customer(struct build *);
bool bigcommerce_hook_customer_deleted(struct build *);
bool bigcommerce_hook_subscriber(struct build *);

/* Convert the objects themselves. */
bool bigcommerce_cart(struct build *);
bool bigcommerce_order(struct build *);
bool bigcommerce_customer(struct build *);
bool bigcommerce_subscriber(struct build *);

enum proof bigcommerce_prove(const struct platform_delivery *, const char *const *secrets,
    crt_time now, crt_time *signed_at);

/* Begins a request with the store's address and a path below it, to which the caller may add a
   query. The second adds the header fields. */
bool bigcommerce_begin(struct http_request *, const struct shop *, const char *method,
    const char *path, struct err *) MUSTUSE;
bool bigcommerce_finish(struct http_request *, const struct shop *, struct err *) MUSTUSE;

/* The wait that the quota in a response requires; the error for a refusal. */
crt_time bigcommerce_pace(const struct http_response *);
bool bigcommerce_explain(const struct http_response *, struct err *);

/* A response's body. An empty one (204, as v2 returns for an empty list) is an empty list. */
bool bigcommerce_read(const struct http_response *, json_t **, struct err *) MUSTUSE;

/* Sets the error for a response of unexpected shape. Always false. */
bool bigcommerce_unexpected(struct err *);

/* Converts each object of the list at path; "": the body is the list. */
bool bigcommerce_objects(const struct shop *, const struct poll_request *, const char *topic,
    const struct http_response *, const char *path, struct response *, struct err *) MUSTUSE;

/* Notes when the order changed, and whether its status is known. */
void bigcommerce_note_order(const json_t *order, struct response *);

/* The streams and fetches, as in struct endpoint. */
endpoint_request_fn bigcommerce_request_orders, bigcommerce_request_customers,
    bigcommerce_request_subscribers, bigcommerce_request_cart_order, bigcommerce_request_customer;
endpoint_response_fn bigcommerce_response_orders, bigcommerce_response_customers,
    bigcommerce_response_subscribers, bigcommerce_response_cart, bigcommerce_response_checkout,
    bigcommerce_response_cart_order, bigcommerce_response_order, bigcommerce_response_customer,
    bigcommerce_response_subscriber;

extern const struct platform platform_bigcommerce;
extern const struct platform_api bigcommerce_api;
extern const struct hooks bigcommerce_hooks;
extern const struct shop_check bigcommerce_checks[6];

#endif
