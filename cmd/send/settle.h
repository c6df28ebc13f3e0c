/* settle.h: messages whose hand-over is not known, settled with evidence. */
#ifndef CRT_SETTLE_H
#define CRT_SETTLE_H

#include "flow/claim.h"
#include "outcome.h"

/* Dead senders are buried; where the channel can show what it took, their messages
   become SENT or may go again.  Counts "unknown_left" in the run. */
bool settle_run(struct claim *, struct outcome *, struct channel *, struct err *) MUSTUSE;

#endif
