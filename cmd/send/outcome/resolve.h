/* resolve.h: resolve messages whose delivery is uncertain, by evidence. */
#ifndef CRT_CMD_SEND_OUTCOME_RESOLVE_H
#define CRT_CMD_SEND_OUTCOME_RESOLVE_H

#include "message/claim.h"
#include "outcome.h"

/* Reaps the messages of other senders; an UNKNOWN message that the channel finds becomes SENT.
   Counts "unknown_left" in the run.  ledgers: their folder. */
bool resolve_run(struct claim *, const char *ledgers, struct outcome *, struct channel *,
    struct err *) MUSTUSE;

#endif
