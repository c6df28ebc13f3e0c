/*
 * reap.h: resolve messages of senders that died, or whose lease is over.
 *
 * The ledger of such a sender shows which messages it began.  The others are queued again;
 * known results are stored; and messages on the wire become UNKNOWN.  Without the ledger,
 * for example on another machine, all become UNKNOWN when the lease is over.
 */
#ifndef CRT_CMD_SEND_OUTCOME_REAP_H
#define CRT_CMD_SEND_OUTCOME_REAP_H

#include "channel/channel.h"
#include "message/claim.h"

/* folder: of the ledgers.  tries: as for outcome_open. */
bool reap_run(struct claim *, const char *folder, struct channel *, int64_t tries,
    struct err *) MUSTUSE;

#endif
