/* others.h: write the records that have no cart or customer row, and the suppressions. */
#ifndef CRT_INBOX_OTHERS_H
#define CRT_INBOX_OTHERS_H

#include "fold/fold.h"

/* Writes a fold's checkpoints, privacy requests, touches, and suppressions, inside the
   caller's transaction and after its rows. */
bool others_write(const struct fold *, struct db *, struct err *) MUSTUSE;

#endif
