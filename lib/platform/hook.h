/* hook.h: the webhooks of a shop, as its platform lists, makes and removes them. */
#ifndef CRT_PLATFORM_HOOK_H
#define CRT_PLATFORM_HOOK_H

#include "net/http.h"
#include "platform/response.h"

/* Where the platform wants a webhook to go, as it is there. */
struct hook {
	char id[SHOP_ID_MAX], topic[SHOP_ID_MAX], address[HTTP_URL_MAX];
	bool active;
};

typedef bool hook_fn(void *arg, const struct hook *, struct err *);

/* A text of a webhook, called what by the platform: there (not NULL) and whole, or an error. */
bool hook_text(const char *said, const char *what, char *out, size_t size, struct err *) MUSTUSE;

/* The platforms that have webhooks.  Each asks one request; "hear" as in a endpoint. */
struct hooks {
	const char *const *topics;	/* that crt wants, ended by NULL */
	bool own_secret;		/* the shop signs with one that we choose; else with the app's */
	/* Topics that crt wants too, but only a person can set up there; NULL: none. */
	const char *const *by_hand;
	/* Does the platform deliver to this address?  ERR_CONFIG says why not; NULL: to any. */
	bool (*takes)(const struct shop *, const char *address, struct err *);
	bool (*request_list)(const struct shop *, const char *page, struct http_request *,
	    struct err *);
	bool (*response_list)(const struct http_response *, hook_fn *, void *arg, struct str *next,
	    struct err *);
	/* A new one, or with an id: that one is brought into order (address, secret, active). */
	bool (*request_put)(const struct shop *, const struct hook *, const char *secret,
	    struct http_request *, struct err *);
	bool (*request_remove)(const struct shop *, const char *id, struct http_request *,
	    struct err *);
	/* Of a put or a removal with status 2xx: did it work?  ERR_DENIED, ERR_INPUT. */
	bool (*response_done)(const struct http_response *, struct err *);
};

#endif
