/* clocks.h: the time zones that the hours of text messages need, from the database. */
#ifndef CRT_CAMPAIGN_CLOCKS_H
#define CRT_CAMPAIGN_CLOCKS_H

#include "run/run.h"
#include "hours/place.h"

#define CLOCKS_DAYS 45			/* changes until then are known */

/* Loads the zones of the tables of etc/policy, of the stores, and of the persons to whom text
   messages are due: one query for a run. */
bool clocks_open(struct place_clocks *, struct run *, struct err *) MUSTUSE;
void clocks_close(struct place_clocks *);

#endif
