/* delivery.h: what a platform sent in one request, as it came. */
#ifndef CRT_PAYLOAD_DELIVERY_H
#define CRT_PAYLOAD_DELIVERY_H

#include "base/clock.h"
#include "record/value.h"

#define PLATFORM_ITEMS_MAX	500	/* items of one cart, as record.def says */
#define PLATFORM_REFUNDS_MAX	1000	/* refunds of one order */
#define PLATFORM_CODES_MAX	100	/* discount codes of one cart */
#define PLATFORM_ORDERS_MAX	10000	/* orders of one privacy request */

struct platform_delivery {
	const char *topic;	/* NULL: the headers say it */
	const json_t *headers;	/* names in any case; may be NULL */
	const char *body;	/* raw, as it was signed */
	size_t len;
	const char *store;	/* slug */
	crt_time received;
	bool read;		/* it was asked for: what it says is the state at that moment */
	bool mended;		/* characters that could not be read are U+FFFD in body already */
};

#endif
