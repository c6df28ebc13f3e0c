/*
 * advance.h: enrollments go from step to step, held messages are looked at again.
 *
 * Chosen from state: whatever is due by now, however long nobody looked (P3).
 * A step whose time has passed is skipped with that reason, and a person gets at
 * most one message in a run, so there is no burst after an outage (P5).
 */
#ifndef CRT_CAMPAIGN_ADVANCE_H
#define CRT_CAMPAIGN_ADVANCE_H

#include "campaign/verdicts.h"
#include "campaign/active.h"

#define ADVANCE_CHUNK "2000"

/* message.held and message.skipped go to out; counts "queued", "held", "skipped". */
bool advance_run(struct judge *, const struct program *, struct err *) MUSTUSE;

#endif
