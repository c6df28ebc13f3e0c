/* enroll.h: episodes become enrollments, once each. */
#ifndef CRT_CAMPAIGN_ENROLL_H
#define CRT_CAMPAIGN_ENROLL_H

#include "campaign/active.h"

#define ENROLL_BATCH 5000

/* The cart.abandoned records of files, NULL: of standard input.  What is taken, enrolled or
   refused with a reason, is not offered again.  Counts "taken", "enrolled",
   "held_out", "read" and "rejected" in the run. */
bool enroll_run(struct run *, const struct program *, char **files, struct err *) MUSTUSE;

/* Another run is at it: read the pipe to its end, so that who writes it does not fail.
   What it says is offered again. */
bool enroll_pass(struct run *, struct err *) MUSTUSE;

#endif
