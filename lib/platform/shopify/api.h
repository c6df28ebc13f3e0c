/* api.h: requests to the GraphQL Admin API, internal to the Shopify adapter. */
#ifndef CRT_PLATFORM_SHOPIFY_API_H
#define CRT_PLATFORM_SHOPIFY_API_H

#include "platform/request.h"
#include "platform/shopify/shopify.h"

#define SHOPIFY_COST_MAX 900		/* points of a request; every plan rejects 1000 */

/* The purpose of a GraphQL document; its text depends on the API version. */
enum shopify_document {
	SHOPIFY_ORDERS, SHOPIFY_CARTS, SHOPIFY_CUSTOMERS, SHOPIFY_TEST, SHOPIFY_SHOP,
	SHOPIFY_SCOPES,
	SHOPIFY_HOOKS, SHOPIFY_HOOK_CREATE, SHOPIFY_HOOK_UPDATE, SHOPIFY_HOOK_DELETE
};

void shopify_document(struct str *, enum shopify_document, const char *version);

/* The version in the credentials, else the newest; ERR_CONFIG if crt does not know it. */
bool shopify_version(const struct shop *, const char **version, struct err *) MUSTUSE;
extern const char *const shopify_versions[];	/* oldest first, NULL-terminated */

/* Builds a request with a document and its variables (a map, whose reference it takes). */
bool shopify_request(const struct shop *, enum shopify_document, json_t *variables,
    struct http_request *, struct err *) MUSTUSE;

/* The cost in a response's extensions; 0 where absent. */
struct shopify_cost {
	int64_t requested, available, most, rate;	/* points; rate: points a second */
};

/*
 * Reads the JSON of a response and checks it for errors. The caller frees *v in any case.
 * ERR_AGAIN: throttled, or Shopify has an error. ERR_DENIED: a permission is missing; Shopify
 * names it. *costly with true: rejected only because of its cost.
 */
bool shopify_handle(const struct http_response *, json_t **v, bool *costly, struct err *) MUSTUSE;

/* Sets "Shopify responded: " and Shopify's text, or that it gave no reason. Always false. */
bool shopify_refuses(const char *given, enum err_kind, struct err *);

struct shopify_cost shopify_cost(const json_t *response);

/* Convert nodes of responses to the body of the webhook for the same object. */
void shopify_node_order(json_t *);
void shopify_node_cart(json_t *);
void shopify_node_customer(json_t *);

bool shopify_request_login(const struct shop *, struct http_request *, struct err *);
bool shopify_request_test(const struct shop *, struct http_request *, struct err *);
bool shopify_response_test(const struct http_response *, struct err *);
crt_time shopify_pace(const struct http_response *);
bool shopify_explain(const struct http_response *, struct err *);

extern const struct endpoint shopify_endpoints[3];
extern const struct hooks shopify_hooks;
extern const struct shop_check shopify_checks[3];

#endif
