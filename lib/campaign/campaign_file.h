/*
 * campaign_file.h: a campaign as its author writes it.
 *
 *	campaign: three-steps
 *	store: acme
 *	status: ACTIVE				ACTIVE, PAUSED or DRAFT
 *	priority: 10				100 when it is not said; lower goes first
 *	trigger:
 *	  cart_value: { min: "30.00", max: "500.00", currency: EUR }
 *	  customer: { orders: 0, country: [DE, AT] }
 *	  items: { any: { sku: ["TEE-*"] } }	"*" any text, "?" one character
 *	holdout: 10%
 *	steps:
 *	  - { wait: 1h, channel: EMAIL, template: reminder, not_after: 24h }
 *	  - wait: 72h
 *	    channel: EMAIL
 *	    template: offer
 *	    coupon: { code: THANKS, percent: 10, valid: 48h }
 *
 * wait counts from the abandonment.  not_after is the wait of the next step when it
 * is not said, and of the last step its wait and 48 hours.
 */
#ifndef CRT_CAMPAIGN_CAMPAIGN_FILE_H
#define CRT_CAMPAIGN_CAMPAIGN_FILE_H

#include "campaign/document.h"
#include "store/store.h"
#include "rule/campaign.h"

#define CAMPAIGN_WAIT_MAX  (60 * CLOCK_DAY)
#define CAMPAIGN_LAST      (48 * CLOCK_HOUR)	/* not_after of the last step, behind its wait */
#define CAMPAIGN_PRIORITY  100
#define CAMPAIGN_CODE_MAX  64		/* bytes of a coupon's code */

struct campaign_file {
	struct campaign campaign;
	const char *store;		/* its slug */
	const char *status;		/* "ACTIVE", "PAUSED", "DRAFT"; NULL: not said */
	const struct yaml *root;
	const struct yaml *templates[CAMPAIGN_STEPS_MAX];	/* where each step names its own */
};

/* The document must live as long.  Free it also after a failure. */
bool campaign_file_read(struct campaign_file *, const struct document *, struct err *) MUSTUSE;
void campaign_file_free(struct campaign_file *);

/* No step waits longer than an episode of the store lasts. */
bool campaign_file_fits(const struct campaign_file *, const struct store *, struct err *) MUSTUSE;

/* For campaign_file.c: the list under steps, schedule and all. */
bool campaign_steps_read(struct campaign_file *, const struct yaml *list, struct err *) MUSTUSE;

#endif
