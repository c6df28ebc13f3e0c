/* settle.h: messages whose hand-over is not known, settled with evidence. */
#ifndef CRT_SETTLE_H
#define CRT_SETTLE_H

#include "campaign/claim.h"
#include "outcome.h"

/* What other senders left is reaped; what is UNKNOWN and the channel can show becomes SENT.
   Counts "unknown_left" in the run.  ledgers: their folder. */
bool settle_run(struct claim *, const char *ledgers, struct outcome *, struct channel *,
    struct err *) MUSTUSE;

#endif
