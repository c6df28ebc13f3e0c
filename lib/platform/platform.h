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

/* Takes one canonical record, a JSON line without the newline.  False stops. */
typedef bool platform_record_fn(void *arg, const char *line, size_t n, struct err *);

enum proof {
	PROOF_GENUINE,
	PROOF_MISSING,		/* not signed as this platform signs */
	PROOF_WRONG,		/* signed by somebody else, or changed on the way */
	PROOF_STALE,		/* rightly signed, long ago: a replay */
	PROOF_PING		/* a sign of life, never signed: answered with 2xx, and nothing kept */
};

struct platform_api;

struct platform {
	const char *name;
	bool (*records)(const struct platform_delivery *, platform_record_fn *, void *arg,
	    const char **ignored, struct err *) MUSTUSE;
	/*
	 * Did the platform itself send this?  Asked on the raw bytes, before anything is read
	 * in them, and compared in constant time.  secrets: those that may be in force, ended
	 * by NULL; any one may fit.  *signed_at: the time that was signed too; 0: none was.
	 */
	enum proof (*prove)(const struct platform_delivery *, const char *const *secrets,
	    crt_time now, crt_time *signed_at) MUSTUSE;
	const struct platform_api *api;	/* see shop.h; NULL: nothing can be asked */
	/* Whether somebody is there it asks with a GET: the answer is the value of this parameter
	   of the query.  NULL: it does not ask. */
	const char *challenge;
};

/* For an option: "none", then the names in the order of platform_at, ended by NULL. */
extern const char *const platform_words[];

const struct platform *platform_find(const char *name);		/* or NULL */
const struct platform *platform_at(size_t i);			/* NULL past the last */

/* A secret, new each time, that nobody signs with and that every platform's proof takes as long
   over as over a store's own: it is asked where there is no store. */
#define PLATFORM_DECOY_MAX 640
void platform_decoy(char out[PLATFORM_DECOY_MAX]);

/* So many orders had a state that no adapter knew, in this process; any thread may ask. */
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
