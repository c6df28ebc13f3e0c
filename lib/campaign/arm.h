/*
 * arm.h: which persons of a campaign with a holdout get no messages.
 *
 * A person is assigned once for a campaign: when the first message would be sent, after every gate
 * has passed. Who buys before, or may not be written to, is in neither arm. So both arms differ
 * in nothing but the messages. The assignment is stored with the enrollment, and holds for all
 * the person's later episodes and after accounts turn out to be the same person's.
 */
#ifndef CRT_CAMPAIGN_ARM_H
#define CRT_CAMPAIGN_ARM_H

#include "campaign/active.h"
#include "campaign/facts.h"
#include "db/array.h"
#include "rule/gate.h"

enum arm { ARM_NONE, ARM_SENT, ARM_HELD };	/* ARM_NONE: not yet assigned */

/* An enrollment whose message would be sent. */
struct arm_case {
	const struct active_campaign *campaign;
	const char *enrollment;
	enum arm arm;			/* what is stored for the person */
};

/* New assignments, until they are written. */
struct arms {
	struct array store, enrollment, held, share;
	size_t n;
};

void arms_open(struct arms *);
void arms_close(struct arms *);

/* The arm in a column that is true, false, or NULL. */
enum arm arm_read(const struct db_row *, int column);

/* The last gate, after a verdict that lets the message be sent: holdout. Assigns the person where
   that has not been done. */
void arms_decide(struct arms *, const struct arm_case *, struct facts *, struct gate_verdict *);

bool arms_write(struct arms *, struct db *, struct err *) MUSTUSE;

#endif
