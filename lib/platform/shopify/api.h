/* api.h: requests to the GraphQL Admin API, internal to the Shopify adapter. */
#ifndef CRT_PLATFORM_SHOPIFY_API_H
#define CRT_PLATFORM_SHOPIFY_API_H

#include "platform/request.h"
#include "platform/shopify/shopify.h"

#define SHOPIFY_COST_MAX 900		/* points of a request; 1000 is too dear on every plan */

/* What a GraphQL document is about; its text depends on the version of the interface. */
enum shopify_document {
	SHOPIFY_ORDERS, SHOPIFY_CARTS, SHOPIFY_CUSTOMERS, SHOPIFY_TEST, SHOPIFY_SHOP,
	SHOPIFY_SCOPES,
	SHOPIFY_HOOKS, SHOPIFY_HOOK_CREATE, SHOPIFY_HOOK_UPDATE, SHOPIFY_HOOK_DELETE
};

void shopify_document(struct str *, enum shopify_document, const char *version);

/* As the credentials say, else the newest; ERR_CONFIG for one that crt does not know. */
bool shopify_version(const struct shop *, const char **version, struct err *) MUSTUSE;
extern const char *const shopify_versions[];	/* oldest first, ended by NULL */

/* A request that puts a document, with its variables (a map, which goes). */
bool shopify_request(const struct shop *, enum shopify_document, json_t *variables,
    struct http_request *, struct err *) MUSTUSE;

/* What the extensions of an answer say of its cost; 0 where they say nothing. */
struct shopify_cost {
	int64_t requested, available, most, rate;	/* points; rate: a second */
};

/*
 * An answer's JSON without an error in it; *v is the caller's in any case.  ERR_AGAIN:
 * throttled or out of order; ERR_DENIED: a right is missing, and Shopify says which.
 * *too_dear: refused for its cost alone; nothing else is wrong, and true comes back.
 */
bool shopify_handle(const struct http_response *, json_t **v, bool *too_dear, struct err *) MUSTUSE;

/* "Shopify refuses: " and its words, NULL if there are none; false. */
bool shopify_refuses(const char *said, enum err_kind, struct err *);

struct shopify_cost shopify_cost(const json_t *answer);

/* Nodes of answers become what the webhook of the same thing has as its body. */
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
