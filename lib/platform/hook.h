/* hook.h: list, create, and remove a shop's webhooks on its platform. */
#ifndef CRT_PLATFORM_HOOK_H
#define CRT_PLATFORM_HOOK_H

#include "net/http.h"
#include "platform/response.h"

/* A webhook that exists on the platform. */
struct hook {
	char id[SHOP_ID_MAX], topic[SHOP_ID_MAX], address[HTTP_URL_MAX];
	bool active;
};

typedef bool hook_fn(void *arg, const struct hook *, struct err *);

/* Copies a text of a webhook; what is its name on the platform. Fails if it is NULL or too
   long. */
bool hook_text(const char *given, const char *what, char *out, size_t size, struct err *) MUSTUSE;

/* The platforms that have webhooks. Each function builds one request or reads its response. */
struct hooks {
	const char *const *topics;	/* those that crt needs, NULL-terminated */
	bool own_secret;		/* crt chooses the signing secret; false: the app's secret signs */
	/* Topics that crt needs but only a person can set up; NULL: none. */
	const char *const *by_hand;
	/* Whether the platform delivers to this address; else ERR_CONFIG. NULL: to any. */
	bool (*takes)(const struct shop *, const char *address, struct err *);
	bool (*request_list)(const struct shop *, const char *page, struct http_request *,
	    struct err *);
	bool (*response_list)(const struct http_response *, hook_fn *, void *arg, struct str *next,
	    struct err *);
	/* Creates a webhook or, with an id, corrects one (address, secret, active). */
	bool (*request_put)(const struct shop *, const struct hook *, const char *secret,
	    struct http_request *, struct err *);
	bool (*request_remove)(const struct shop *, const char *id, struct http_request *,
	    struct err *);
	/* For a 2xx response to a put or a removal: whether it worked. ERR_DENIED, ERR_INPUT. */
	bool (*response_done)(const struct http_response *, struct err *);
};

#endif
