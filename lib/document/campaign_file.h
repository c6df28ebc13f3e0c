/*
 * campaign_file.h: the format of a campaign's file, written by its author.
 *
 *	campaign: three-steps
 *	store: acme
 *	type: AUTOMATED				or MANUAL: it takes only what a user gives it
 *	status: ACTIVE				ACTIVE, PAUSED or DRAFT
 *	priority: 10				default 100; the lowest is tried first
 *	trigger:
 *	  cart_value: { min: "30.00", max: "500.00", currency: EUR }
 *	  customer: { orders: 0, country: [DE, AT] }
 *	  items: { any: { sku: ["TEE-*"] } }	"*" any text, "?" one character
 *	holdout: 10%
 *	experiment: { window: 14d, alpha: 5%, min_effect: 1%, cap: "400.00" }
 *	steps:
 *	  - { wait: 1h, channel: EMAIL, template: reminder, not_after: 24h }
 *	  - wait: 72h
 *	    channel: EMAIL
 *	    template: offer
 *	    coupon: { code: THANKS, percent: 10, valid: 48h }
 *
 * A step may have conditions (when), hours (send_window), and gates that drop it (drop_if). In
 * place of one message, branch has a list of alternatives.
 *
 * wait counts from the abandonment. The first step may have a list instead, such as
 * waits: [1h, 24h]: then each person is assigned to one of them. The default of not_after is the
 * wait of the next step; for the last step, its own wait plus 48 hours.
 */
#ifndef CRT_DOCUMENT_CAMPAIGN_FILE_H
#define CRT_DOCUMENT_CAMPAIGN_FILE_H

#include "document/document.h"
#include "store/store.h"
#include "rule/campaign.h"

#define CAMPAIGN_WAIT_MAX  (60 * CLOCK_DAY)
#define CAMPAIGN_LAST      (48 * CLOCK_HOUR)	/* added to the wait: not_after of the last step */
#define CAMPAIGN_PRIORITY  100
#define CAMPAIGN_WINDOW    (14 * CLOCK_DAY)	/* the defaults of an experiment */
#define CAMPAIGN_ALPHA     5
#define CAMPAIGN_EFFECT    1
#define CAMPAIGN_CODE_MAX  64		/* bytes of a coupon code */

struct campaign_file {
	struct campaign campaign;
	const char *store;		/* its slug */
	int status;			/* enum campaign_status; -1: not given */
	const struct yaml *root;
	/* For error messages: of each step. */
	const struct yaml *steps[CAMPAIGN_STEPS_MAX], *templates[CAMPAIGN_STEPS_MAX];
};

/* Borrows the document, which must outlive the file. Free it after a failure too. */
bool campaign_file_read(struct campaign_file *, const struct document *, struct err *) MUSTUSE;
void campaign_file_free(struct campaign_file *);

/* Reads the amounts in the store's currency. Fails when a step waits longer than the store's
   episodes last. */
bool campaign_file_fits(struct campaign_file *, const struct store *, struct err *) MUSTUSE;

/* Internal to campaign_file.c: reads the list under "steps", with each step's schedule. */
bool campaign_steps_read(struct campaign_file *, const struct yaml *list, struct err *) MUSTUSE;

#endif
