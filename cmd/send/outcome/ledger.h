/*
 * ledger.h: record in a file which messages a sender has begun to hand off.
 *
 * A mail is entered before its body is sent, and again when its result is known.  So after
 * kill -9 the file distinguishes three cases: never begun, begun with a known result, and on
 * the wire.  The entries are in the kernel's page cache, which survives the process but not
 * the machine.  They cost no disk access, and count as evidence only until the next boot.
 * A sender holds a lock on its file (flock) while it runs.
 */
#ifndef CRT_CMD_SEND_OUTCOME_LEDGER_H
#define CRT_CMD_SEND_OUTCOME_LEDGER_H

#include "channel/channel.h"

#define LEDGER_KEPT_DAYS 30	/* older files of dead senders are removed */

struct ledger;

/* slots: maximum messages in flight.  ERR_DENIED, ERR_IO, ERR_CONFIG. */
bool ledger_open(struct ledger **, const char *folder, int64_t sender, size_t slots,
    struct err *) MUSTUSE;

/* resolved: all its results are in the database, so the file is removed.  NULL is allowed. */
void ledger_close(struct ledger *, bool resolved);

/* No mail begins after this time (by clock_awake), until a new one is set.  NULL is allowed. */
void ledger_lease(struct ledger *, crt_time until);

void ledger_begin(struct ledger *, size_t slot, const char *id);
void ledger_end(struct ledger *, size_t slot, const struct channel_result *);
void ledger_forget(struct ledger *, size_t slot);

/* What another sender's ledger is worth as evidence. */
enum ledger_word {
	LEDGER_NONE,		/* it is not on this machine */
	LEDGER_ALIVE,		/* its sender runs; the content may change */
	LEDGER_OLD,		/* older than the machine's last boot: no evidence */
	LEDGER_GOOD		/* its sender is dead */
};

struct ledger_copy {
	enum ledger_word word;
	char *path;
	int fd;				/* locked if the sender is dead */
	pid_t pid;			/* of its sender; only for ALIVE and GOOD, as is until */
	crt_time until;			/* it begins no mail later, by clock_awake */
	struct ledger_slot *slot;
	size_t n;
	bool torn;			/* it changed during every read: no entry is reliable */
};

void ledger_read(struct ledger_copy *, const char *folder, int64_t sender);
void ledger_unlook(struct ledger_copy *, bool resolved);

/* False: it was not begun, and the result is unchanged.  Else the result has its fate, which
   is UNKNOWN if none was entered. */
bool ledger_find(const struct ledger_copy *, const char *id, struct channel_result *);

#endif
