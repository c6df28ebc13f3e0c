/* woocommerce.h: internal to the WooCommerce adapter. */
#ifndef CRT_PLATFORM_WOOCOMMERCE_WOOCOMMERCE_H
#define CRT_PLATFORM_WOOCOMMERCE_WOOCOMMERCE_H

#include "platform/adapter.h"
#include "platform/request.h"

/* Was the person in it made unrecognisable by the shop's own eraser? */
bool woocommerce_erased(const json_t *order);

/* The text of a plugin's note on an order, or NULL. */
const char *woocommerce_meta(const json_t *order, const char *key);

/* Data of cart.updated. */
bool woocommerce_cart(struct build *) MUSTUSE;

/* The url of a cart whose items and codes are set already. */
void woocommerce_link(const struct build *, json_t *cart);

/* The person of an order. */
void woocommerce_person(struct build *);
void woocommerce_device(struct build *);

/* Sent when a webhook is made or changed: a form of one number, unsigned and without a topic. */
bool woocommerce_ping(const struct platform_delivery *) MUSTUSE;

enum proof woocommerce_prove(const struct platform_delivery *, const char *const *secrets,
    crt_time now, crt_time *signed_at) MUSTUSE;

bool woocommerce_order_created(struct build *);
bool woocommerce_order_changed(struct build *);
bool woocommerce_order_deleted(struct build *);
bool woocommerce_customer(struct build *);
bool woocommerce_customer_deleted(struct build *);

/* A request to path (as "orders"), from where its parameters and body follow; then finish
   adds who asks, which signs all of it.  path must need no escape. */
void woocommerce_begin(struct http_request *, const struct shop *, const char *method,
    const char *path);
bool woocommerce_finish(struct http_request *, const struct shop *, struct err *) MUSTUSE;

/* An answer's JSON; text and n: its bytes without what stands before them. */
bool woocommerce_read(const struct http_response *, json_t **, const char **text, size_t *n,
    struct err *) MUSTUSE;

/* {"code","message"} as an err; false. */
bool woocommerce_refused(const json_t *said, struct err *);

bool woocommerce_explain(const struct http_response *, struct err *);
bool woocommerce_request_test(const struct shop *, struct http_request *, struct err *);
bool woocommerce_response_test(const struct http_response *, struct err *);

bool woocommerce_takes(const struct shop *, const char *address, struct err *);

extern const struct endpoint woocommerce_endpoints[3];
extern const struct hooks woocommerce_hooks;
extern const struct shop_check woocommerce_checks[5];

#endif
