/* due.h: every message that may go, as message.due to standard output. */
#ifndef CRT_CAMPAIGN_DUE_H
#define CRT_CAMPAIGN_DUE_H

#include "run/output.h"
#include "run/run.h"

/* Offered again on every run until crt-send has claimed it.  A store whose settings
   cannot be used has none.  Counts "due". */
bool due_run(struct run *, struct output *, struct err *) MUSTUSE;

/* One message, whatever its status; false in *found when there is none. */
bool due_one(struct run *, const char *message, struct output *, bool *found, struct err *) MUSTUSE;

#endif
