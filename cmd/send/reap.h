/*
 * reap.h: messages in the hands of senders that died, or whose lease is over.
 *
 * Its ledger tells what such a sender has begun.  What it has not goes back; what became
 * of the rest is entered; and what was on the wire is UNKNOWN.  Without the ledger, as on
 * another machine, the lease is waited for, and then all of it is UNKNOWN.
 */
#ifndef CRT_REAP_H
#define CRT_REAP_H

#include "channel/channel.h"
#include "campaign/claim.h"

/* folder: of the ledgers.  tries: as outcome_open has it. */
bool reap_run(struct claim *, const char *folder, struct channel *, int64_t tries,
    struct err *) MUSTUSE;

#endif
