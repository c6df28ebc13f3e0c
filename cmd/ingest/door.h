/*
 * door.h: the parts of "crt-ingest serve".
 *
 *	threads of the web server (web/fcgi.h)   route: who is it for, is it genuine?
 *	                                         queue: wait until it is stored
 *	keeper     which stores there are, with their secrets, read anew every few seconds
 *	writers    a session after the other: spool, then batches of the queue, committed
 *
 * A request is answered when its transaction is committed.  Where that takes too long, or
 * the database is away, the thread that has the request puts it on the spool instead.  It
 * may then be committed as well: the same event twice is the same event.
 */
#ifndef CRT_DOOR_H
#define CRT_DOOR_H

#include "door_queue.h"
#include "door_stores.h"
#include "flow/spool.h"
#include "ingest.h"
#include "web/fcgi.h"

struct door {
	const struct ingest *set;
	char *folder;			/* of the spool */
	struct spool *spool;
	struct door_stores stores;
	struct door_queue queue;
	bool heartbeat;
};

/* door_write.c: the threads that commit. */
bool door_write_start(struct door *, struct err *) MUSTUSE;

/* No more will come; false: one has not come back in time. */
bool door_write_stop(struct door *) MUSTUSE;

web_answer_fn door_answer;		/* door_route.c; arg is the door */

/* door_envelope.c: the request as a line that the inbox takes; headers as JSON. */
json_t *door_headers(const struct web_request *);
void door_envelope(struct str *, const json_t *headers, crt_time received,
    const struct web_request *);

#endif
