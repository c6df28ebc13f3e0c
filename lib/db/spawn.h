/*
 * spawn.h: run a PostgreSQL program, without a shell, in a clean environment, and with no
 * descriptors but its input and its log.
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

/* Starts it in its own session, so that a terminal's Ctrl-C does not reach it. */
bool spawn_start(const struct spawn *, pid_t *, struct err *) MUSTUSE;

/* Starts it and waits. If it fails, the error has the last line of the log. */
bool spawn_run(const struct spawn *, struct err *) MUSTUSE;

/* Appends the last meaningful line of the log to the error. Always false. */
bool spawn_explain_error(const char *log, const char *what, struct err *);

#endif
