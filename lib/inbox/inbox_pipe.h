/*
 * inbox_pipe.h: between the thread that decodes and those that commit.
 *
 * Lines are read in groups of at most inbox.batch.  A full one is split into batches
 * (batch_split), one a connection, where there are several; any other is one batch.
 * pipe_take keeps the order where it counts: nothing overtakes what it depends on.
 */
#ifndef CRT_INBOX_INBOX_PIPE_H
#define CRT_INBOX_INBOX_PIPE_H

#include <pthread.h>

#include "inbox/batch.h"

#define PIPE_GROUPS 3		/* decoded, committed, and one in between */
#define PIPE_BATCHES_MAX (INBOX_CONNECTIONS_MAX + 1)

enum pipe_state { PIPE_DONE = 0, PIPE_READY, PIPE_TAKEN };

struct pipe_group {
	struct arena lines_arena;	/* the lines */
	struct arena home;		/* what was made of them, if it must stay */
	struct line *lines;
	size_t n;			/* lines */
	size_t batches;
	struct batch batch[PIPE_BATCHES_MAX];
	enum pipe_state state[PIPE_BATCHES_MAX];
};

struct pipe {
	struct inbox *inbox;
	struct input *input;
	size_t batches;			/* at most, in a group: one a connection, and the last */
	struct arena home;		/* of the group that is being decoded */
	struct pipe_group group[PIPE_GROUPS];
	size_t decoded, done;		/* groups so far; those before done are committed */
	bool split;			/* a second connection has something to do */
	bool ended;			/* nothing more is decoded */
	bool stop;			/* a batch could not be committed: no other is begun */
	bool failed;
	struct err err;			/* why, the first reason */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct gaps_told gaps_told;
	pthread_mutex_t telling;	/* counts, log and callbacks: one thread at a time */
};

void pipe_open(struct pipe *, struct inbox *, char **files);
void pipe_close(struct pipe *);

/* For the decoder: a group to fill, NULL when the others have stopped; then it is there
   for the others; then there is no more, ok or not. */
struct pipe_group *pipe_room(struct pipe *);
void pipe_put(struct pipe *);
void pipe_end(struct pipe *, bool ok, const struct err *);

/* For who commits: a batch whose turn it is, NULL when there is nothing more; then it is
   committed, or could not be. */
struct batch *pipe_take(struct pipe *);
void pipe_done(struct pipe *, const struct batch *);
void pipe_fail(struct pipe *, const struct err *);

/* Wait until a second connection has something to do; false: it never will. */
bool pipe_wait_split(struct pipe *);

/* inbox_writer.c: commit what the pipe gives, over this connection.  What goes wrong is in
   the pipe's err. */
void inbox_write(struct pipe *, struct db *);

/* What a connection needs before. */
bool inbox_prepare(struct db *, struct err *) MUSTUSE;

#endif
