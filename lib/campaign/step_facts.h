/* step_facts.h: what the rule of a step means for a message. */
#ifndef CRT_CAMPAIGN_STEP_FACTS_H
#define CRT_CAMPAIGN_STEP_FACTS_H

#include "campaign/customer_segments.h"
#include "campaign/facts.h"

/* The columns of explain_facts, from column first of the row on. A rule or a fact that cannot be
   read counts as a condition that is not met. */
void step_facts_read(struct facts *, const struct db_row *, int first,
    const struct customer_segments *);

/* A step without a rule. */
void step_facts_none(struct facts *);

#endif
