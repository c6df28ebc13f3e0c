/*
 * campaign.h: a campaign as values for the rules, and its JSON in the database.
 *
 * Durations count from the abandonment. All parts live until campaign_free.
 */
#ifndef CRT_CAMPAIGN_H
#define CRT_CAMPAIGN_H

#include "base/clock.h"
#include "base/err.h"
#include "condition/condition.h"
#include "rule/gate.h"
#include "rule/window.h"
#include "words.h"

#define CAMPAIGN_STEPS_MAX 20
#define CAMPAIGN_WAITS_MAX 8		/* variants of the first step's wait */

struct campaign_coupon {
	char *code;			/* NULL: the step has no coupon */
	int percent;			/* 1..100 */
	crt_time valid;			/* from the creation of the message */
};

struct campaign_step {
	crt_time wait, not_after;	/* after not_after the message is no longer sent */
	crt_time waits[CAMPAIGN_WAITS_MAX];	/* variants to compare; wait is the shortest */
	size_t nwaits;			/* 0: there is one wait; only the first step has more */
	enum message_channel channel;
	char *template;
	struct campaign_coupon coupon;
	bool other;			/* the branch of the step before goes on: an alternative to it */
	bool has_when, has_window;
	struct condition when;		/* else the step is skipped */
	struct window window;		/* else the step is held until it opens */
	uint64_t drop_if;		/* gates that drop the step instead of holding it */
};

/* How the effect of the messages is measured, if there is a holdout. */
struct campaign_experiment {
	crt_time window;		/* a purchase counts until then after the assignment */
	int alpha;			/* percent: the chance of a wrong result without an effect */
	int min_effect;			/* percentage points of the recovery rate that are worth having */
	int64_t cap;			/* of what a person spent, in minor units; 0: not given */
};

struct campaign {
	char *name;
	enum campaign_type type;
	int priority;			/* the lowest is tried first */
	int holdout;			/* percent of persons who get no messages */
	struct campaign_experiment experiment;
	struct condition trigger;
	struct campaign_step steps[CAMPAIGN_STEPS_MAX];
	size_t nsteps;
};

/* Reads the JSON columns trigger_conditions and sequence_steps. ERR_BUG: not written by crt. */
bool campaign_read(struct campaign *, const json_t *trigger, const json_t *steps,
    struct err *) MUSTUSE;
/* One element of sequence_steps. Free the step after a failure too. */
bool campaign_step_read(struct campaign_step *, const json_t *, struct err *) MUSTUSE;
void campaign_step_free(struct campaign_step *);
void campaign_print(const struct campaign *, struct str *trigger, struct str *steps);
void campaign_free(struct campaign *);

/* Whether the step has a rule of its own, so that its gates need more facts. */
bool campaign_step_ruled(const struct campaign_step *);

/* The longest variant of a step's wait. */
crt_time campaign_longest(const struct campaign_step *);

/* The first step whose longest wait is at least the duration of an episode, so that it would never
   be sent; nsteps: there is none. */
size_t campaign_outlasts(const struct campaign *, crt_time expire);

/* Whether a person is in the holdout group, which gets no messages. Deterministic. */
bool campaign_holds_out(const struct campaign *, const char *campaign_id, const char *person);

/* The person's variant of the first step's wait: stored, if it is still one of them, else chosen.
   Deterministic. 0: there are no variants. */
crt_time campaign_wait(const struct campaign *, const char *campaign_id, const char *person,
    crt_time stored);

#endif
