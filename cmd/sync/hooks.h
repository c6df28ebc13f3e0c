/* hooks.h: what a shop's webhooks are and shall be; seen by hooks*.c and test.c. */
#ifndef CRT_SYNC_HOOKS_H
#define CRT_SYNC_HOOKS_H

#include "store_request.h"

#define HOOKS_MAX	10000	/* of a shop */
#define HOOKS_PAGES_MAX	50	/* of the list of them */
#define HOOKS_BASE_MAX	1024
#define HOOKS_WARNINGS_MAX 8	/* of a shop */

enum hook_is {
	HOOK_OTHERS,		/* it goes somewhere else */
	HOOK_FINE, HOOK_DISABLED, HOOK_MISDIRECTED, HOOK_TWICE, HOOK_UNWANTED, HOOK_MISSING
};

enum hook_do { HOOK_KEEP, HOOK_PUT, HOOK_REMOVE };

struct hook_entry {
	char *id, *topic, *address;	/* id "": it is not there */
	bool active;
	enum hook_is is;
	enum hook_do to_do;
	bool done;
	char *refusal;			/* why it was not; NULL: it was */
};

enum hooks_verb { HOOKS_INSTALL, HOOKS_LIST, HOOKS_CHECK, HOOKS_REMOVE };

/* Of one store; visit.own. */
struct hooks_shop {
	enum hooks_verb verb;
	const struct hooks *hooks;
	char *address, *old;		/* where they shall go; where they went (--moved-from), or NULL */
	char *secret;			/* that they are signed with; NULL: the platform's matter */
	bool renewed;			/* it is a new one */
	struct str page, next;
	int pages;
	bool listed;
	struct hook_entry *list;
	size_t n, at;
	size_t check;			/* the one of the platform's checks that is asked */
	struct err warning[HOOKS_WARNINGS_MAX];
	size_t warnings;
};

/* URL/hooks/PLATFORM/STORE.  ERR_USAGE: no base is known, or it is none. */
bool hooks_address(char **, const char *base, const struct store *, struct err *) MUSTUSE;

/* What each entry is, what is missing, and what is to be done for the verb. */
void hooks_compare(struct hooks_shop *);

void hooks_add(struct hooks_shop *, const char *id, const char *topic, const char *address,
    bool active);
void hooks_free(struct hooks_shop *);

/* Why, if no genuine webhook has ever arrived or they have stopped; false: the database failed. */
bool hooks_silent(struct store_request *, struct err *why, struct err *) MUSTUSE;

/* Warnings of the shop: that the platform does not deliver to the address; that none come. */
void hooks_warn_address(struct store_request *);
bool hooks_warn_silent(struct store_request *, struct err *) MUSTUSE;

/* What "hooks check" asks besides; NULL: no more.  An answer without status 2xx is NULL. */
const struct shop_check *hooks_warn_check(const struct store_request *);
void hooks_warn_handle(struct store_request *, const struct http_response *);

#endif
