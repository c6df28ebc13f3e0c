/* canary_hook.h: deliver the canary's cart to the web server, as a signed webhook. */
#ifndef CRT_CANARY_HOOK_H
#define CRT_CANARY_HOOK_H

#include "front.h"
#include "store/store.h"

#define CANARY_PLATFORM "shopify"	/* whose webhooks are imitated */

struct canary_cart {
	const char *id, *secret;	/* secret: of the store's webhooks */
	crt_time changed;
};

/* The web servers that stores have as hooks_url, or that of --hooks-url. */
#define CANARY_HOOKS_MAX 10
struct canary_hooks {
	const char *url[CANARY_HOOKS_MAX];
	size_t n;
};
void canary_hooks_find(struct canary_hooks *, const struct settings *, const struct stores *);

/* Whether --hooks-url is an address, or off. */
bool canary_hooks_check(const struct settings *, struct err *) MUSTUSE;

/* ERR_UNAVAILABLE: a web server does not store it. */
bool canary_hooks_deliver(const struct canary_hooks *, const struct settings *,
    const struct canary_cart *, struct err *) MUSTUSE;

#endif
