/*
 * replay_source.h: stored lines as input of the inbox, for a replay.
 *
 * Pages are read through a connection of their own: the inbox decodes on one thread while it
 * commits on another.
 */
#ifndef CRT_INBOX_REPLAY_SOURCE_H
#define CRT_INBOX_REPLAY_SOURCE_H

#include "run/input.h"
#include "run/run.h"

#define REPLAY_SOURCE_EVENTS "events"	/* the source name of a replayed event */

struct replay_source {
	struct db *db;
	const char *stores;		/* an array; NULL: all, and rejects without a store */
	const char *ids;		/* rejects only: an array of ids; NULL: all */
	const char *since;		/* events only: the earliest time; NULL: all */
	crt_time after, until;		/* arrivals only: those after the one, until the other */
	const char *due;		/* rejects only: those that can be accepted at this time; NULL: all */
	/* the end of the latest page; "" before the first */
	char time[CLOCK_TEXT], arrived[CLOCK_TEXT];
	char store[IDENT_TEXT], id[IDENT_TEXT];
	uint64_t position;
};

bool replay_source_open(struct replay_source *, const struct run *, struct err *) MUSTUSE;
void replay_source_close(struct replay_source *);

/* For struct inbox; arg is a struct replay_source. The lines of rejects have their ids and
   their original place. Events come by time, and by arrival within one time. */
input_lines_fn replay_source_rejects, replay_source_events;

/* Events in the order of their arrival, from after to until. The search is by hours, because only
   the order of the rows on disk helps it. */
input_lines_fn replay_source_arrivals;

#endif
