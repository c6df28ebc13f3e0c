/*
 * arm.h: which persons of a campaign get no messages, and how long the others wait for the first.
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

/* What is stored of a person's assignment. */
struct arm {
	bool known;			/* assigned; else the rest is not set */
	bool held;
	crt_time wait;			/* 0: the campaign had one wait */
};

/* An enrollment whose message would be sent. */
struct arm_case {
	const struct active_campaign *campaign;
	const char *enrollment;
	size_t step;			/* from 0 */
	struct arm arm;
};

/* New assignments, until they are written. */
struct arms {
	struct array store, enrollment, held, share, wait;
	size_t n;
};

void arms_open(struct arms *);
void arms_close(struct arms *);

/* From a column that is true, false, or NULL, and one of seconds. */
struct arm arm_read(const struct db_row *, int held, int wait);

/* The last gates, after a verdict that lets the message be sent: holdout, and for the first message
   wait. Assigns the person where that has not been done. */
void arms_decide(struct arms *, const struct arm_case *, struct facts *, struct gate_verdict *);

bool arms_write(struct arms *, struct db *, struct err *) MUSTUSE;

#endif
