/*
 * episode.h: carts become episodes, and episodes end, all derived from state.
 *
 * Nothing depends on the time of the last run: a pause of three days delays what is found but
 * does not change it (P3). Each step works in transactions of at most EPISODE_CHUNK carts and
 * may be killed between any two of them.
 */
#ifndef CRT_CAMPAIGN_EPISODE_H
#define CRT_CAMPAIGN_EPISODE_H

#include "run/output.h"
#include "run/run.h"

#define EPISODE_CHUNK "10000"

/* Applies new orders: converts carts, recovers episodes, and prints cart.recovered to out. */
bool episode_resolve(struct run *, struct output *out, struct err *) MUSTUSE;

/* Ends the episodes of emptied and merged carts, starts episodes for idle carts, and expires
   old ones. Counts "abandoned", "bought", "ended", and "expired". */
bool episode_find(struct run *, struct err *) MUSTUSE;

/* Prints every open episode that no campaign has taken to out, as cart.abandoned. */
bool episode_offer(struct run *, struct output *out, struct err *) MUSTUSE;

#endif
