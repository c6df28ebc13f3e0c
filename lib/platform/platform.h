/*
 * platform.h: convert what a shop platform sends to crt's records.
 *
 * One table of platforms and one small contract. An adapter is pure: it reads one delivery and
 * nothing else (no clock, no database, no network). Converting a delivery twice gives the same
 * bytes.
 *
 * Three outcomes:
 *  taken	true, and records were passed to the function
 *  ignored	true, no record; *ignored is the reason (static text)
 *  refused	false; ERR_INPUT describes the error without personal data.
 *		*ignored is PLATFORM_ORDER if it is, or may be, about an order, else NULL
 *
 * An order whose state the adapter does not know counts as awaiting, because a person who may
 * have bought must get no reminder. A warning is logged once per status, store, and run.
 *
 * All adapters follow these rules:
 *  id		hex SHA-256 of platform, type, subject, the resource's own time, and
 *		the body's SHA-256.  A delivery's id is unsuitable: Shopify sends one
 *		state under several ids if there are several subscriptions, and
 *		WooCommerce gives all deliveries of a second the same Delivery-ID.
 *		Only an object without its own time uses the delivery's id instead.
 *  time	the resource's own time of change, else the time at which the platform
 *		sent the delivery, else the time of receipt
 *  ids	text, digit by digit as sent (Shopify's exceed 2^53)
 *  money	decimal text cut to the currency's exponent, never a double; the amount
 *		that the shopper saw, not the one that the shop books
 *  consent	absent means unknown; consent that was never requested is not a no
 *  absent	null, "" and a missing member are the same: the record lacks it
 *  unreadable	is left out and listed in leftout.  A delivery is refused if its id or an
 *		order's person cannot be read.  A cart without a readable item has unknown items.
 *  too long	text for people is cut at the limit in record.def; text for machines is
 *		left out
 */
#ifndef CRT_PLATFORM_H
#define CRT_PLATFORM_H

#include "base/clock.h"
#include "base/err.h"
#include "json/value.h"
#include "payload/delivery.h"
#include "record/record.h"

#define PLATFORM_ORDER "an order"	/* see refused */

enum proof {
	PROOF_GENUINE,
	PROOF_MISSING,		/* without this platform's signature */
	PROOF_WRONG,		/* signed with another secret, or changed on the way */
	PROOF_STALE,		/* correctly signed, but too long ago: a replay */
	PROOF_PING		/* an unsigned connection test; gets status 2xx and is dropped */
};

enum platform_provider {
	PROVIDER_NONE,
#define PROVIDER(name) PROVIDER_##name,
#include "platform/provider.def"
#undef PROVIDER
	PROVIDERS
};

/* In headers: the public address of the request with its query, as in the store's hooks_url.
   The webhook server sets it, whatever the request contains. */
#define PROOF_URL "x-crt-url"

struct platform_api;

struct platform {
	const char *name;
	bool (*records)(const struct platform_delivery *, record_line_fn *, void *arg,
	    const char **ignored, struct err *) MUSTUSE;
	/*
	 * Whether the platform itself sent this. Checks the raw bytes before they are parsed, in
	 * constant time. secrets: those that may be in force, NULL-terminated; any may match.
	 * *signed_at: the signed time; 0: none.
	 */
	enum proof (*prove)(const struct platform_delivery *, const char *const *secrets,
	    crt_time now, crt_time *signed_at) MUSTUSE;
	const struct platform_api *api;	/* see shop.h; NULL: no API */
	/* A GET request that tests the address gets a response with the value of this query
	   parameter. NULL: the platform makes none. */
	const char *challenge;
	enum platform_provider provider;	/* of messages: no store is on it */
	bool silent;		/* a text in the response would be sent to the person */
	/* That text, to free; NULL: none. name: the shop's. NULL: there is never one. */
	char *(*response)(const struct platform_delivery *, const char *name);
	/* The query parameter with which a cart's link also takes a coupon. NULL: none. */
	const char *coupon;
};

/* For an option: "none", then the platforms and the providers, NULL-terminated. */
extern const char *const platform_words[];

const struct platform *platform_find(const char *name);		/* of stores; or NULL */
const struct platform *platform_sender(const char *name);	/* of deliveries: also a provider */
const struct platform *platform_at(size_t i);			/* NULL past the last */

/* A new random secret with which nobody signs. It is used where no store exists, so that
   every platform's check takes as long as for a store's own secret. */
#define PLATFORM_DECOY_MAX 640
void platform_decoy(char out[PLATFORM_DECOY_MAX]);

/* Number of orders with an unknown status in this process. Thread-safe. */
int64_t platform_unknown(void);

/*
 * Converts a line of a pipe, without its newline. topic NULL: the line is an envelope
 *	{"topic":"...","headers":{...},"body":"...raw text...","received":"..."}
 *
 * of which only body is required; received overrides the argument. Otherwise the line is the
 * bare body.
 */
bool platform_line(const struct platform *, const char *store, const char *line, size_t n,
    const char *topic, crt_time received, record_line_fn *, void *arg,
    const char **ignored, struct err *) MUSTUSE;

#endif
