/*
 * inbox_pipe.h: the queue between the decoding thread and the committing threads.
 *
 * Lines are read in groups of at most inbox.batch. With several connections, a full group is
 * split into one batch for each (batch_split); any other group is one batch. pipe_take keeps
 * the order where it counts: no batch overtakes one that it depends on.
 */
#ifndef CRT_INBOX_INBOX_PIPE_H
#define CRT_INBOX_INBOX_PIPE_H

#include <pthread.h>

#include "inbox/batch.h"

#define PIPE_GROUPS 3		/* one decoding, one committing, and one in between */
#define PIPE_BATCHES_MAX (INBOX_CONNECTIONS_MAX + 1)

enum pipe_state { PIPE_DONE = 0, PIPE_READY, PIPE_TAKEN };

struct pipe_group {
	struct arena lines_arena;	/* the lines */
	struct arena memory;		/* memory of the decoded lines, when it must outlive the decoding */
	struct line *lines;
	size_t n;			/* lines */
	size_t batches;
	struct batch batch[PIPE_BATCHES_MAX];
	enum pipe_state state[PIPE_BATCHES_MAX];
};

struct pipe {
	struct inbox *inbox;
	struct input *input;
	size_t batches;			/* maximum of a group: one a connection, and the last */
	struct arena memory;		/* memory of the group that is being decoded */
	struct pipe_group group[PIPE_GROUPS];
	size_t decoded, done;		/* groups so far; those before done are committed */
	bool split;			/* a second connection has work */
	bool ended;			/* no more groups will be decoded */
	bool stop;			/* a batch failed: start no other */
	bool failed;
	struct err err;			/* the first failure */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct left_out_logged left_out_logged;
	struct reject_logged rejects_logged;
	pthread_mutex_t report_lock;	/* guards counts, log, and callbacks */
};

void pipe_open(struct pipe *, struct inbox *, char **files);
void pipe_close(struct pipe *);

/* For the decoder. pipe_room gives a group to fill, or NULL when the committers have stopped.
   pipe_put passes it to them. pipe_end ends the input, with the error if it is not ok. */
struct pipe_group *pipe_room(struct pipe *);
void pipe_put(struct pipe *);
void pipe_end(struct pipe *, bool ok, const struct err *);

/* For a committer. pipe_take gives the next batch, or NULL at the end. pipe_done or pipe_fail
   reports the result. */
struct batch *pipe_take(struct pipe *);
void pipe_done(struct pipe *, const struct batch *);
void pipe_fail(struct pipe *, const struct err *);

/* Waits until a second connection has work. False: it never will. */
bool pipe_wait_split(struct pipe *);

/* Commits the pipe's batches over this connection (inbox_writer.c). A failure goes to the
   pipe's err. */
void inbox_write(struct pipe *, struct db *);

/* Prepares a connection for the inbox's statements. */
bool inbox_prepare(struct db *, struct err *) MUSTUSE;

#endif
