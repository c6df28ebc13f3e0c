/*
 * replay_source.h: lines that crt has kept, for the inbox once more.
 *
 * Read a page at a time through a connection of its own, because the inbox
 * decodes on one thread while it commits on another.
 */
#ifndef CRT_INBOX_REPLAY_SOURCE_H
#define CRT_INBOX_REPLAY_SOURCE_H

#include "run/input.h"
#include "run/run.h"

#define REPLAY_SOURCE_EVENTS "events"	/* what a replayed line's source is called */

struct replay_source {
	struct db *db;
	const char *stores;		/* their ids as an array; NULL: all, and rejects of no store */
	const char *ids;		/* rejects: these, as an array; NULL: all */
	const char *since;		/* events: not older; NULL: all */
	const char *due;		/* rejects: those that can be taken at this time; NULL: all */
	/* where the last page ended; "" before the first */
	char time[CLOCK_TEXT], arrived[CLOCK_TEXT];
	char store[IDENT_TEXT], id[IDENT_TEXT];
	uint64_t position;
};

bool replay_source_open(struct replay_source *, const struct run *, struct err *) MUSTUSE;
void replay_source_close(struct replay_source *);

/* For struct inbox, arg a struct replay_source.  The lines of rejects carry their ids
   and stand where they stood; events come in the order of their time, and
   of one time as they arrived. */
input_lines_fn replay_source_rejects, replay_source_events;

#endif
