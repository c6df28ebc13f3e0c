/* enroll.h: turn episodes into enrollments, each once. */
#ifndef CRT_CAMPAIGN_ENROLL_H
#define CRT_CAMPAIGN_ENROLL_H

#include "campaign/active.h"

#define ENROLL_BATCH 5000
#define ENROLL_BATCH_TEXT "5000"

/* Reads cart.abandoned records from files; NULL: from standard input. An episode that was
   enrolled, or refused with a reason, is not offered again. Counts "taken", "enrolled",
   "held_out", "read", and "rejected". */
bool enroll_run(struct run *, const struct active_campaigns *, char **files, struct err *) MUSTUSE;

/* The same for every open episode that no campaign has handled, without records. */
bool enroll_waiting(struct run *, const struct active_campaigns *, struct err *) MUSTUSE;

/* For when another run holds the lock: read the input to its end, so that the writer of the
   pipe does not fail. These episodes are offered again. */
bool enroll_pass(struct run *, struct err *) MUSTUSE;

#endif
