/*
 * edit.h: what a change of a campaign means for an open episode.
 *
 * Pure. Steps are known by their position: an enrollment goes on with the step that has the
 * position of its next one.
 */
#ifndef CRT_RULE_EDIT_H
#define CRT_RULE_EDIT_H

#include "rule/campaign.h"

enum edit_effect { EDIT_NONE, EDIT_KEPT, EDIT_ADDED, EDIT_MOVED, EDIT_DROPPED };
extern const char *const edit_effects[];	/* "kept", ... */

struct edit_facts {
	bool running;			/* it has an enrollment in the campaign that goes on */
	bool free;			/* it has none, a campaign refused it, and none has it */
	size_t next_step;
	crt_time base, next_at;		/* base: from which the waits count */
	int refusal;			/* enum campaign_refusal; -1: not known */
	bool met;			/* the new trigger takes it */
	enum campaign_refusal why;	/* if not */
};

struct edit {
	enum edit_effect effect;
	const char *reason;		/* a refusal, or "wait", "steps", ...; NULL: kept */
	crt_time next_at;		/* of an enrollment that was added or moved */
};

/* active: the new campaign enrolls. */
struct edit edit_decide(const struct campaign *was, const struct campaign *is, bool active,
    const struct edit_facts *, crt_time now);

#endif
