/* magento.h: internal to the Magento and Adobe Commerce adapters. */
#ifndef CRT_PLATFORM_MAGENTO_MAGENTO_H
#define CRT_PLATFORM_MAGENTO_MAGENTO_H

#include "platform/adapter.h"
#include "platform/request.h"

#define MAGENTO_TEXT_MAX 16384	/* bytes of a name with its entities */

/* The id of a cart or a customer, in a GET's response or an event. */
const char *magento_id(const json_t *);

/* True as Magento writes it: true, 1, "1". */
bool magento_yes(const json_t *);

/* "2026-11-22 09:41:07" is UTC; 0000-00-00 is not a time. False: none. */
bool magento_time(const json_t *, const char *path, crt_time *);

/* Uses the first of the two times that is present as the resource's own time. */
void magento_happened(struct build *, const json_t *, const char *path, const char *other);

/* Sets the only coupon of a cart or an order; NULL: none. */
void magento_set_code(json_t *, const char *code);

/*
 * Sets data.customer to the person of a cart or an order. customer is their account, NULL or
 * empty for a guest. The rest comes from doc itself and its addresses.
 */
void magento_person(struct build *, const json_t *doc, const json_t *customer);

extern const char *const magento_person_paths[];	/* of a person; NULL-terminated */
/* Why a quote makes no record, or NULL; static text. */
const char *magento_no_cart(const json_t *);

/* Convert carts from responses, alone or as {"url":,"cart":,"totals":}, and from events. */
bool magento_cart(struct build *);
bool magento_cart_deleted(struct build *);
bool magento_order(struct build *);
bool magento_order_placed(struct build *);
bool magento_customer(struct build *);
bool magento_customer_deleted(struct build *);

/*
 * How to reach a shop: begin writes the method and the URL up to a path below V1; finish adds
 * the common header fields and signs.
 */
struct magento_access {
	bool (*begin)(struct http_request *, const struct shop *, const char *path, struct err *);
	bool (*finish)(struct http_request *, const struct shop *, struct err *);
};

/* Magento's own: api_url or the store's URL, rest/STORE_CODE/V1, OAuth 1.0a. */
bool magento_begin(struct http_request *, const struct shop *, const char *path, struct err *)
    MUSTUSE;
bool magento_finish(struct http_request *, const struct shop *, struct err *) MUSTUSE;
bool magento_explain(const struct http_response *, struct err *);

/* The endpoints of both platforms. The fetch reads a cart, then its totals. */
struct magento_stream;		/* poll.h */
extern const struct magento_stream magento_orders, magento_carts, magento_customers;

struct magento_endpoint {
	const struct magento_access *access;
	const struct magento_stream *stream;
};

#define MAGENTO_OF(access, stream) &(const struct magento_endpoint){ access, stream }
#define MAGENTO_ENDPOINTS(access) { \
	{ "orders", STREAM_ORDERS, magento_request, magento_handle, \
	    MAGENTO_OF(access, &magento_orders) }, \
	{ "carts", STREAM_CARTS, magento_request, magento_handle, \
	    MAGENTO_OF(access, &magento_carts) }, \
	{ "customers", STREAM_PEOPLE, magento_request, magento_handle, \
	    MAGENTO_OF(access, &magento_customers) }, \
	{ "cart", STREAM_NONE, magento_request_cart, magento_response_cart, \
	    MAGENTO_OF(access, &magento_carts) }, \
}

endpoint_request_fn magento_request, magento_request_cart;
endpoint_response_fn magento_handle, magento_response_cart;
bool magento_request_test(const struct magento_access *, const struct shop *,
    struct http_request *, struct err *) MUSTUSE;
/* The checks of both platforms. The name of the permission is that of the shop's admin, with the
   ACL's. */
struct magento_right {
	const struct magento_access *access;
	const char *path, *what, *right;
};

bool magento_request_config(const struct shop_check *, const struct shop *, struct http_request *,
    struct err *) MUSTUSE;
bool magento_response_currency(const struct shop_check *, const struct shop *, int status,
    const struct http_response *, struct err *);
bool magento_response_timezone(const struct shop_check *, const struct shop *, int status,
    const struct http_response *, struct err *);
bool magento_request_life(const struct shop_check *, const struct shop *, struct http_request *,
    struct err *) MUSTUSE;
bool magento_response_life(const struct shop_check *, const struct shop *, int status,
    const struct http_response *, struct err *);
bool magento_request_right(const struct shop_check *, const struct shop *, struct http_request *,
    struct err *) MUSTUSE;
bool magento_response_right(const struct shop_check *, const struct shop *, int status,
    const struct http_response *, struct err *);

#define MAGENTO_RIGHT(access, path, what, right) \
	&(const struct magento_right){ access, path, what, right }
#define MAGENTO_CHECKS(access) { \
	{ magento_request_config, magento_response_currency, false, \
	    MAGENTO_RIGHT(access, "", "", "") }, \
	{ NULL, magento_response_timezone, false, NULL }, \
	{ magento_request_right, magento_response_right, false, \
	    MAGENTO_RIGHT(access, "carts/search", "carts", "Carts (Magento_Cart::manage)") }, \
	{ magento_request_right, magento_response_right, false, \
	    MAGENTO_RIGHT(access, "customers/search", \
	    "customers", "Customers (Magento_Customer::customer)") }, \
	{ magento_request_life, magento_response_life, false, NULL }, \
}
bool magento_response_test(const struct http_response *, struct err *);

#endif
