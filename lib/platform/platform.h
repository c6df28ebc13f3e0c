/*
 * platform.h: what a shop platform sends, as crt's own records.
 *
 * One table of platforms, one small contract.  An adapter is pure: it looks at
 * one delivery and nothing else (no clock, no database, no network), and two
 * runs over the same delivery make the same bytes.
 *
 * Three outcomes:
 *   taken	true, records were handed to the function
 *   ignored	true, no record; *ignored says why (text that lives for ever)
 *   refused	false, ERR_INPUT says what is wrong with it, without personal data;
 *		*ignored is PLATFORM_ORDER if it is, or may be, about an order, else NULL
 * An order whose state the adapter does not know is taken for one that is awaited: whoever may
 * have bought must not be written to.  That is told as a warning, once a word, store and run.
 *
 * What all adapters keep to:
 *   id		hex SHA-256 of platform, type, subject, the resource's own time and
 *		the body's SHA-256.  A delivery's own id will not do: Shopify sends
 *		one state under several ids when there are several subscriptions,
 *		WooCommerce gives one Delivery-ID to all deliveries of a second.  Only
 *		what has no time of its own has the delivery's id in that place.
 *   time	the resource's own time of change, else when the platform says it
 *		sent the delivery, else when it was received
 *   ids	text, digit by digit as sent (Shopify's exceed 2^53)
 *   money	decimal text cut to the currency's exponent, never a double; what
 *		the shopper was shown, not what the shop books
 *   consent	absent is unknown; what was never asked is not a no
 *   absent	null, "" and a missing member are the same: the record lacks it
 *   unreadable	is left out, and the record says so in leftout; without an id, without
 *		what a cart holds, and without whose an order is, a delivery is refused
 *   too long	what people read is cut to the limit in record.def, what only
 *		machines read is left out
 */
#ifndef CRT_PLATFORM_H
#define CRT_PLATFORM_H

#include "base/clock.h"
#include "base/err.h"
#include "payload/delivery.h"
#include "record/value.h"

#define PLATFORM_ORDER "an order"	/* see refused */

/* Receives one canonical record, a JSON line without the newline. False stops. */
typedef bool platform_record_fn(void *arg, const char *line, size_t n, struct err *);

enum proof {
	PROOF_GENUINE,
	PROOF_MISSING,		/* without this platform's signature */
	PROOF_WRONG,		/* signed with another secret, or changed on the way */
	PROOF_STALE,		/* correctly signed, but too long ago: a replay */
	PROOF_PING		/* a test of the connection, never signed: answered with 2xx and dropped */
};

struct platform_api;

struct platform {
	const char *name;
	bool (*records)(const struct platform_delivery *, platform_record_fn *, void *arg,
	    const char **ignored, struct err *) MUSTUSE;
	/*
	 * Whether the platform itself sent this. Checks the raw bytes before they are parsed, in
	 * constant time. secrets: those that may be in force, NULL-terminated; any may match.
	 * *signed_at: the signed time; 0: none.
	 */
	enum proof (*prove)(const struct platform_delivery *, const char *const *secrets,
	    crt_time now, crt_time *signed_at) MUSTUSE;
	const struct platform_api *api;	/* see shop.h; NULL: no API */
	/* A GET request that tests the address is answered with the value of this query
	   parameter. NULL: the platform makes none. */
	const char *challenge;
};

/* For an option: "none", then the names in the order of platform_at, NULL-terminated. */
extern const char *const platform_words[];

const struct platform *platform_find(const char *name);		/* or NULL */
const struct platform *platform_at(size_t i);			/* NULL past the last */

/* A new random secret with which nobody signs. It is used where no store exists, so that
   every platform's check takes as long as for a store's own secret. */
#define PLATFORM_DECOY_MAX 640
void platform_decoy(char out[PLATFORM_DECOY_MAX]);

/* Number of orders with an unknown status in this process. Thread-safe. */
int64_t platform_unknown(void);

/*
 * A line as it stands on a pipe, without its newline.  topic NULL: an envelope
 *	{"topic":"…","headers":{…},"body":"…raw text…","received":"…"}
 * of which only body must be there, and received overrules the argument;
 * otherwise the line is the bare body.
 */
bool platform_line(const struct platform *, const char *store, const char *line, size_t n,
    const char *topic, crt_time received, platform_record_fn *, void *arg,
    const char **ignored, struct err *) MUSTUSE;

#endif
