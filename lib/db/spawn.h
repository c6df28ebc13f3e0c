/*
 * spawn.h: run a PostgreSQL program, without a shell, in a clean environment,
 * and with no descriptors but its input and its log.
 */
#ifndef CRT_SPAWN_H
#define CRT_SPAWN_H

#include <sys/types.h>

#include "base/err.h"

#define SPAWN_INPUT_MAX 4096	/* PIPE_BUF: written at once before the program starts */

struct spawn {
	const char *folder;	/* working folder; NULL for / */
	const char *log;	/* output is appended to this file */
	const char *input;	/* standard input; NULL for none */
	const char *const *argv;/* argv[0] is the path */
};

/* In a session of its own, so that no terminal's Ctrl-C reaches it. */
bool spawn_start(const struct spawn *, pid_t *, struct err *) MUSTUSE;

/* Start, wait, and fail with the last line of the log if it did. */
bool spawn_run(const struct spawn *, struct err *) MUSTUSE;

/* Puts the last telling line of the log behind what failed.  Always false. */
bool spawn_blame(const char *log, const char *what, struct err *);

#endif
