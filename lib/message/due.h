/* due.h: print every message that may be sent, as message.due on standard output. */
#ifndef CRT_CAMPAIGN_DUE_H
#define CRT_CAMPAIGN_DUE_H

#include "run/output.h"
#include "run/run.h"

/* A message is offered on every run until crt-send has claimed it. Stores with invalid
   settings are left out. Counts "due". */
bool due_run(struct run *, struct output *, struct err *) MUSTUSE;

/* One message in any status; *found is false when it does not exist. */
bool due_one(struct run *, const char *message, struct output *, bool *found, struct err *) MUSTUSE;

/* The same for a cart, by the shop's id or crt's. Its links lead to the shop, and none opts out. */
bool due_cart(struct run *, const char *cart, struct output *, bool *found, struct err *) MUSTUSE;

#endif
