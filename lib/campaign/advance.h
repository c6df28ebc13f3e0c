/*
 * advance.h: move enrollments from step to step and check held messages again.
 *
 * Work is chosen from state: whatever is due by now, however long no run took place (P3). A
 * step whose time has passed is skipped with that reason, and a person gets at most one message
 * a run, so an outage is not followed by a burst (P5).
 */
#ifndef CRT_CAMPAIGN_ADVANCE_H
#define CRT_CAMPAIGN_ADVANCE_H

#include "campaign/verdicts.h"
#include "campaign/active.h"

#define ADVANCE_CHUNK "2000"

/* Prints message.held and message.skipped to out. Counts "queued", "held", and "skipped". */
bool advance_run(struct verdicts *, const struct active_campaigns *, struct err *) MUSTUSE;

#endif
