/* hooks.h: a shop's webhooks and what to change; for hooks*.c and test.c. */
#ifndef CRT_SYNC_HOOKS_H
#define CRT_SYNC_HOOKS_H

#include "store_request.h"

#define HOOKS_MAX	10000	/* of a shop */
#define HOOKS_PAGES_MAX	50	/* of the list of them */
#define HOOKS_BASE_MAX	1024
#define HOOKS_WARNINGS_MAX 8	/* of a shop */

enum hook_is {
	HOOK_OTHERS,		/* its address is not crt's */
	HOOK_FINE, HOOK_DISABLED, HOOK_MISDIRECTED, HOOK_TWICE, HOOK_UNWANTED, HOOK_MISSING
};

enum hook_do { HOOK_KEEP, HOOK_PUT, HOOK_REMOVE };

struct hook_entry {
	char *id, *topic, *address;	/* id "": it does not exist */
	bool active;
	enum hook_is is;
	enum hook_do to_do;
	bool done;
	char *refusal;			/* why it was refused; NULL: it was not */
};

enum hooks_verb { HOOKS_INSTALL, HOOKS_LIST, HOOKS_CHECK, HOOKS_REMOVE };

/* The state of one store, in store_request.own. */
struct hooks_shop {
	enum hooks_verb verb;
	const struct hooks *hooks;
	char *address, *old;		/* of crt's webhooks, new and old (--moved-from); or NULL */
	char *secret;			/* signs them; NULL: the platform chooses one */
	bool renewed;			/* the secret is new */
	struct str page, next;
	int pages;
	bool listed;
	struct hook_entry *list;
	size_t n, at;
	size_t check;			/* index of the platform's current check */
	struct err warning[HOOKS_WARNINGS_MAX];
	size_t warnings;
};

/* URL/hooks/PLATFORM/STORE.  ERR_USAGE: base is empty or invalid. */
bool hooks_address(char **, const char *base, const struct store *, struct err *) MUSTUSE;

/* Classifies each entry, adds missing ones, and sets what the verb must do. */
void hooks_compare(struct hooks_shop *);

void hooks_add(struct hooks_shop *, const char *id, const char *topic, const char *address,
    bool active);
void hooks_free(struct hooks_shop *);

/* *why is set if no genuine webhook has arrived, or none arrives any more.  False: the
   database failed. */
bool hooks_silent(struct store_request *, struct err *why, struct err *) MUSTUSE;

/* Adds warnings: the platform does not deliver to this address; no webhooks arrive. */
void hooks_warn_address(struct store_request *);
bool hooks_warn_silent(struct store_request *, struct err *) MUSTUSE;

/* Warns of each named store whose platform has no webhooks that crt could manage. */
void hooks_warn_none(const struct store_requests *, bool named);

/* The next request of "hooks check", or NULL.  The response is NULL unless its status is
   2xx. */
const struct shop_check *hooks_warn_check(const struct store_request *);
void hooks_warn_handle(struct store_request *, const struct http_response *);

#endif
