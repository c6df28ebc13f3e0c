/* trigger_facts.h: a row of episode_take, read into the facts that a trigger tests. */
#ifndef CRT_CAMPAIGN_TRIGGER_FACTS_H
#define CRT_CAMPAIGN_TRIGGER_FACTS_H

#include "condition/condition.h"
#include "db/db.h"

/* The columns of episode_take, from column first of the row on. The texts belong to the row; free
   the rest with trigger_facts_free, also after a failure. */
bool trigger_facts_read(struct condition_facts *, const struct db_row *, int first,
    struct err *) MUSTUSE;
void trigger_facts_free(struct condition_facts *);

#endif
