/* limit.h: how many messages a claim may take, by the limits that all senders share. */
#ifndef CRT_CMD_SEND_LIMIT_H
#define CRT_CMD_SEND_LIMIT_H

#include "message/claim.h"

#define LIMIT_DAY_OVER "the daily limit of the sender's domain is reached"
#define LIMIT_AHEAD (CLOCK_SECOND / 2)	/* from a claim until its sending */

/* Whose messages, and how fast the provider may get them. */
struct limit {
	struct run *run;
	const struct store *store;
	enum message_channel channel;
	const char *provider;
	int64_t rate;			/* messages a second; 0: no limit */
};

struct limit_share {
	size_t most;			/* messages that may be claimed */
	crt_time wait;			/* until the first may begin */
	bool day_over;			/* the daily limit is what limits */
};

/* In the transaction of the claim: locks the limits until it ends. */
bool limit_take(const struct limit *, size_t wanted, struct limit_share *, struct err *) MUSTUSE;

/* Waits at most LIMIT_AHEAD, until the rate allows the next message. */
void limit_pause(crt_time wait);

/* The messages that were claimed; fewer than 0 are given back. */
bool limit_add(const struct limit *, int64_t messages, struct err *) MUSTUSE;

#endif
