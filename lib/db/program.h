/*
 * program.h: run a program of PostgreSQL, such as pg_dump, on the database of a connection.
 *
 * It gets the parameters of the connection in its environment, where ps does not show them.
 */
#ifndef CRT_DB_PROGRAM_H
#define CRT_DB_PROGRAM_H

#include <sys/types.h>

#include "db/db.h"

enum program_pipe { PROGRAM_NONE, PROGRAM_READ /* we read its output */, PROGRAM_WRITE };

struct program {
	const char *name;
	pid_t pid;
	int fd;				/* our end of the pipe; -1: none */
	int log;			/* what it prints on standard error */
};

/* database: another one of the same server; NULL: that of the connection. folder: where the
   program is; NULL: in PATH. argv: without the program's name; NULL-terminated. */
bool program_start(struct program *, struct db *, const char *database, const char *folder,
    const char *name, const char *const *argv, enum program_pipe, struct err *) MUSTUSE;

/* Closes the pipe and waits. If it failed, the error has the first line that it printed. */
bool program_end(struct program *, struct err *) MUSTUSE;

/* Starts one and waits for it. */
bool program_run(struct db *, const char *database, const char *folder, const char *name,
    const char *const *argv, struct err *) MUSTUSE;

/* Ends it at once, and frees. All zero, or after program_end, it does nothing. */
void program_kill(struct program *);

#endif
