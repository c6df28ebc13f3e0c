/* others.h: records that concern no cart and no customer row, and opt-outs. */
#ifndef CRT_INBOX_OTHERS_H
#define CRT_INBOX_OTHERS_H

#include "inbox/fold.h"

/* Checkpoints, privacy requests, touches and suppressions of a fold; inside the
   caller's transaction, after its rows. */
bool others_write(const struct fold *, struct db *, struct err *) MUSTUSE;

#endif
