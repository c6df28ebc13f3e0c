/*
 * ledger.h: what a sender has begun to hand over, in a file that outlives it.
 *
 * A mail is entered before its body goes out, and again when its fate is known.  So after
 * kill -9 the file tells three things apart: what was never begun, what became of what was,
 * and what was on the wire.  The entries are pages of the kernel, which die with the machine
 * but not with the process: they cost no disk access, and count as evidence only until the
 * next boot.  A sender locks its file (flock) as long as it lives.
 */
#ifndef CRT_LEDGER_H
#define CRT_LEDGER_H

#include "channel/channel.h"

#define LEDGER_KEPT_DAYS 30	/* then a file that nobody asked for is removed */

struct ledger;

/* slots: messages in hand at most.  ERR_DENIED, ERR_IO, ERR_CONFIG. */
bool ledger_open(struct ledger **, const char *folder, int64_t sender, size_t slots,
    struct err *) MUSTUSE;

/* resolved: the database knows all that the file does, so that it can go.  NULL is fine. */
void ledger_close(struct ledger *, bool resolved);

/* No mail is begun after this (by clock_awake), until another time is entered.  NULL is fine. */
void ledger_lease(struct ledger *, crt_time until);

void ledger_begin(struct ledger *, size_t slot, const char *id);
void ledger_end(struct ledger *, size_t slot, const struct channel_result *);
void ledger_forget(struct ledger *, size_t slot);

/* What another sender's ledger says. */
enum ledger_word {
	LEDGER_NONE,		/* it is not on this machine */
	LEDGER_ALIVE,		/* its sender is at work; what it says may change */
	LEDGER_OLD,		/* of before the machine's last boot: no evidence */
	LEDGER_GOOD		/* its sender is dead */
};

struct ledger_copy {
	enum ledger_word word;
	char *path;
	int fd;				/* locked where the sender is dead */
	pid_t pid;			/* of its sender, as of the next: of ALIVE and GOOD */
	crt_time until;			/* it begins nothing later, by clock_awake */
	struct ledger_slot *slot;
	size_t n;
	bool torn;			/* it changed all the time: of none is anything known */
};

void ledger_read(struct ledger_copy *, const char *folder, int64_t sender);
void ledger_unlook(struct ledger_copy *, bool resolved);

/* False: it was not begun, and the result is as it was.
   Else its fate, UNKNOWN where that was not entered. */
bool ledger_find(const struct ledger_copy *, const char *id, struct channel_result *);

#endif
