/*
 * providers.h: the providers of a run, each with its share of the messages.
 *
 * A provider that fails gets nothing more in this run, and the others take over: what it certainly
 * did not take is queued again, and what it may have taken stays UNKNOWN. So no message goes to
 * two of them.
 */
#ifndef CRT_CMD_SEND_PROVIDERS_H
#define CRT_CMD_SEND_PROVIDERS_H

#include "../send.h"

#define PROVIDERS_MAX 8
#define PROVIDERS_WEIGHT_MAX 1000

struct provider {
	char name[16];
	int weight;			/* 0: only if all others have failed */
	size_t given;			/* messages so far */
	struct channel *channel;
	bool failed;
};

struct providers {
	struct provider list[PROVIDERS_MAX];
	size_t n;
	struct err why;			/* why the first one failed */
};

/* Reads their names and weights from the settings. */
bool providers_read(struct providers *, const struct send *, struct err *) MUSTUSE;

/* Reads them, and opens every provider. */
bool providers_open(struct providers *, const struct send *, channel_begin_fn *, channel_done_fn *,
    void *arg, struct err *) MUSTUSE;
void providers_close(struct providers *);	/* all zero is allowed */

/* The one that is furthest behind its share. NULL: all have failed. */
struct provider *providers_choose(struct providers *);

/* After a failure of its channel: true if another one takes over, and the error is over. */
bool providers_replace(struct providers *, struct provider *, struct err *) MUSTUSE;

#endif
