/* delivery.h: one delivery of a platform, as received. */
#ifndef CRT_PAYLOAD_DELIVERY_H
#define CRT_PAYLOAD_DELIVERY_H

#include "base/clock.h"
#include "json/value.h"

#define PLATFORM_ITEMS_MAX	500	/* items of one cart, the limit in record.def */
#define PLATFORM_REFUNDS_MAX	1000	/* refunds of one order */
#define PLATFORM_CODES_MAX	100	/* discount codes of one cart */
#define PLATFORM_ORDERS_MAX	10000	/* orders of one privacy request */

struct platform_delivery {
	const char *topic;	/* NULL: from the headers */
	const json_t *headers;	/* names in any case; may be NULL */
	const char *body;	/* raw, as it was signed */
	size_t len;
	const char *store;	/* slug */
	crt_time received;
	bool read;		/* from a poll: the body is the state at the time of receipt */
	bool mended;		/* unreadable characters in body have been replaced by U+FFFD */
};

#endif
