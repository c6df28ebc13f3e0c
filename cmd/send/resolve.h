/* resolve.h: resolves messages whose delivery is uncertain, with evidence. */
#ifndef CRT_RESOLVE_H
#define CRT_RESOLVE_H

#include "campaign/claim.h"
#include "outcome.h"

/* What other senders left is reaped; what is UNKNOWN and the channel can show becomes SENT.
   Counts "unknown_left" in the run.  ledgers: their folder. */
bool resolve_run(struct claim *, const char *ledgers, struct outcome *, struct channel *,
    struct err *) MUSTUSE;

#endif
