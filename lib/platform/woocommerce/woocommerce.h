/* woocommerce.h: internal to the WooCommerce adapter. */
#ifndef CRT_PLATFORM_WOOCOMMERCE_WOOCOMMERCE_H
#define CRT_PLATFORM_WOOCOMMERCE_WOOCOMMERCE_H

#include "platform/adapter.h"
#include "platform/request.h"

/* Whether the shop's own eraser anonymized the person in it. */
bool woocommerce_erased(const json_t *order);

/* The text of a plugin's metadata of an order, or NULL. */
const char *woocommerce_meta(const json_t *order, const char *key);

/* Fills the data of cart.updated. */
bool woocommerce_cart(struct build *) MUSTUSE;

/* The price of one piece of a line, or of all if quantity is 0: it was weighed. False: unknown. */
bool woocommerce_price(const struct build *, const json_t *item, const char *currency,
    int64_t quantity, struct money *);

/* Sets the url of a cart that already has its items and codes. */
void woocommerce_link(const struct build *, json_t *cart);

/* Sets the person of an order. */
void woocommerce_person(struct build *);
void woocommerce_device(struct build *);

/* A ping, sent when a webhook is created or changed: a form with one number, unsigned and
   without a topic. */
bool woocommerce_ping(const struct platform_delivery *) MUSTUSE;

enum proof woocommerce_prove(const struct platform_delivery *, const char *const *secrets,
    crt_time now, crt_time *signed_at) MUSTUSE;

bool woocommerce_order_created(struct build *);
bool woocommerce_order_changed(struct build *);
bool woocommerce_order_deleted(struct build *);
bool woocommerce_customer(struct build *);
bool woocommerce_customer_deleted(struct build *);

/* Begins a request to path (such as "orders"); the caller then adds parameters and a body.
   finish adds the credentials, which sign all of it. path must need no escaping. */
void woocommerce_begin(struct http_request *, const struct shop *, const char *method,
    const char *path);
bool woocommerce_finish(struct http_request *, const struct shop *, struct err *) MUSTUSE;

/* Parses a response's JSON. text and n: the bytes without anything before the JSON. */
bool woocommerce_read(const struct http_response *, json_t **, const char **text, size_t *n,
    struct err *) MUSTUSE;
json_t *woocommerce_value(const struct http_response *, struct err *);	/* NULL: it is no JSON */
json_t *woocommerce_list(const struct http_response *, struct err *);	/* NULL: it is no list */

/* {"code","message"} as an error. Always false. */
bool woocommerce_refused(const json_t *given, struct err *);

bool woocommerce_explain(const struct http_response *, struct err *);
bool woocommerce_request_test(const struct shop *, struct http_request *, struct err *);
bool woocommerce_response_test(const struct http_response *, struct err *);

bool woocommerce_takes(const struct shop *, const char *address, struct err *);

extern const struct endpoint woocommerce_endpoints[3];
extern const struct hooks woocommerce_hooks;
extern const struct shop_check woocommerce_checks[5];

#endif
