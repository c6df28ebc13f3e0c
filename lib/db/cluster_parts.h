/* cluster_parts.h: what the files that make up cluster.h know of each other. */
#ifndef CRT_CLUSTER_PARTS_H
#define CRT_CLUSTER_PARTS_H

#include "db/cluster.h"
#include "db/spawn.h"

#define CLUSTER_ROLE "crt"
#define CLUSTER_PORT "5432"		/* of the socket's name; nothing listens on TCP */
#define CLUSTER_NAP  20000		/* microseconds between two looks */

struct cluster {
	char *folder, *data, *log, *lock, *fresh, *socket, *bin, *conninfo;
	struct spawn_user user;
};

/* Folder of initdb and postgres: of the data's version if there is data, else what
   PATH finds, else Debian's newest.  The caller frees it. */
bool cluster_programs(const char *data, char **bin, struct err *) MUSTUSE;

/* A folder of mode 0700 that belongs to the server's user, made where it is missing. */
bool cluster_folder(const struct cluster *, const char *path, struct err *) MUSTUSE;

/* Who starts or stops holds the lock; *fd is closed to give it back. */
bool cluster_take(const struct cluster *, int *fd, struct err *) MUSTUSE;

/* The server's process as postmaster.pid has it; 0 if there is none alive.
   *file tells whether there is such a file, *ready whether it takes connections. */
pid_t cluster_pid(const struct cluster *, bool *file, bool *ready);

#endif
