/*
 * episode.h: carts become episodes, episodes end; all of it from state.
 *
 * Nothing is chosen by "since the last run": a pause of three days changes when
 * things are found, not what (P3).  Every step works in transactions of at most
 * EPISODE_CHUNK carts and may be killed after any of them.
 */
#ifndef CRT_CAMPAIGN_EPISODE_H
#define CRT_CAMPAIGN_EPISODE_H

#include "run/output.h"
#include "run/run.h"

#define EPISODE_CHUNK "10000"

/* Orders that came since: carts converted, episodes recovered; cart.recovered to out. */
bool episode_resolve(struct run *, struct output *out, struct err *) MUSTUSE;

/* Emptied and merged carts end their episodes, idle carts begin one, old ones expire.
   Counts "abandoned", "bought", "ended" and "expired" in the run. */
bool episode_find(struct run *, struct err *) MUSTUSE;

/* Every open episode that no campaign has looked at, as cart.abandoned to standard output. */
bool episode_offer(struct run *, struct output *out, struct err *) MUSTUSE;

#endif
