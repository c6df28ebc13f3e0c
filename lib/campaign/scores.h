/* scores.h: the classes of customers by recency, frequency, and value. */
#ifndef CRT_CAMPAIGN_SCORES_H
#define CRT_CAMPAIGN_SCORES_H

#include "store/store.h"

/* Compares the customers of each store that was last compared before a time; 0: of all stores.
   Waits for no other session: a customer whose row is locked keeps the old classes. */
bool scores_compare(struct db *, const struct stores *, crt_time before, struct err *) MUSTUSE;

#endif
