/*
 * campaign.h: a campaign as the rules see it, and its JSON as the database keeps it.
 *
 * Spans count from the abandonment.  Everything lives until campaign_free.
 */
#ifndef CRT_CAMPAIGN_H
#define CRT_CAMPAIGN_H

#include "base/clock.h"
#include "base/err.h"
#include "record/value.h"

#define CAMPAIGN_STEPS_MAX 20
#define CAMPAIGN_WORDS_MAX 100		/* countries or patterns in a condition */

enum campaign_channel { CAMPAIGN_EMAIL, CAMPAIGN_SMS, CAMPAIGN_PUSH };	/* as record_channel() */

struct campaign_coupon {
	char *code;			/* NULL: the step has no coupon */
	int percent;			/* 1..100 */
	crt_time valid;			/* from the time the message is made */
};

struct campaign_step {
	crt_time wait, not_after;	/* not_after: later than that it is not sent any more */
	enum campaign_channel channel;
	char *template;
	struct campaign_coupon coupon;
};

struct campaign_words {
	char **list;
	size_t n;			/* 0: the condition is not set */
};

struct campaign_trigger {
	bool has_min, has_max, has_orders;
	int64_t min, max;		/* minor units of currency */
	char currency[4];		/* "" when neither is set */
	int64_t orders;			/* at most so many orders before; 0 is a new customer */
	struct campaign_words countries;
	struct campaign_words skus;	/* glob patterns; one item must match one */
};

struct campaign {
	char *name;
	int priority;			/* lower goes first */
	int holdout;			/* percent that hears nothing */
	struct campaign_trigger trigger;
	struct campaign_step steps[CAMPAIGN_STEPS_MAX];
	size_t nsteps;
};

/* The two JSON columns: trigger_conditions and sequence_steps.  ERR_BUG: not ours. */
bool campaign_read(struct campaign *, const json_t *trigger, const json_t *steps,
    struct err *) MUSTUSE;
void campaign_print(const struct campaign *, struct str *trigger, struct str *steps);
void campaign_free(struct campaign *);

/* The first step that waits as long as an episode lasts or longer, so that it is never sent;
   nsteps: there is none. */
size_t campaign_outlasts(const struct campaign *, crt_time expire);

/* What an episode brings to the trigger. */
struct campaign_facts {
	bool has_value;
	int64_t value;
	const char *currency;
	int64_t orders;			/* bought before, tests not counted */
	const char *country;		/* NULL: not known, which meets no country condition */
	const json_t *items;		/* the list of the cart */
};

/* NULL when the episode meets the trigger, else the name of the condition that
   it fails: "cart_value", "currency", "orders", "country", "items". */
const char *campaign_refuses(const struct campaign *, const struct campaign_facts *);

/* Whether an episode hears nothing, for measuring: the same answer every time. */
bool campaign_holds_out(const struct campaign *, const char *campaign_id, const char *episode_id);

#endif
