/* exec.h: a running program with its pipes; internal to lib/channel/exec. */
#ifndef CRT_CHANNEL_EXEC_H
#define CRT_CHANNEL_EXEC_H

#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"

#define EXEC_LINE_MAX ((size_t)64 * 1024)	/* bytes of a report */
#define EXEC_READ 4096				/* bytes read at once */
#define EXEC_MESSAGE_MAX ((size_t)8 * 1024 * 1024)	/* bytes of a message's line */

struct program {
	pid_t pid;			/* 0: it does not run */
	int in, out;			/* its standard input and output, as we see them */
};

/* Starts it without a shell and without arguments, in its own process group, with no descriptors
   but standard input, output, and error. */
bool exec_program_start(struct program *, const char *path, struct err *) MUSTUSE;

/* Writes a part of the text from *at on, and reads what is there. wait: milliseconds at most.
   *ended: it has closed its output. False: ERR_AGAIN, its input is closed. */
bool exec_program_exchange(struct program *, int wait, const char *text, size_t n, size_t *at,
    struct str *read, bool *ended, struct err *) MUSTUSE;

/* Closes its input and waits for its end, for a few seconds. ERR_UNAVAILABLE: it did not end
   with status 0. Does nothing if it does not run. */
bool exec_program_end(struct program *, struct err *);
void exec_program_kill(struct program *);

#endif
