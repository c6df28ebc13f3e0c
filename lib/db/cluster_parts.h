/* cluster_parts.h: internal to the cluster*.c files. */
#ifndef CRT_CLUSTER_PARTS_H
#define CRT_CLUSTER_PARTS_H

#include "db/cluster.h"
#include "db/spawn.h"
#include "os/owner.h"

#define CLUSTER_ROLE "crt"
#define CLUSTER_PORT "5432"		/* in the socket's name; nothing listens on TCP */
#define CLUSTER_NAP  20000		/* microseconds between two checks */

struct cluster {
	char *folder, *data, *log, *lock, *fresh, *socket, *bin, *conninfo;
	uid_t uid;			/* this process's user, who owns all of it */
	char user[OWNER_NAME_MAX];
};

/* The folder of initdb and postgres: of the data's version if there is data; else from PATH;
   else Debian's newest. The caller frees it. */
bool cluster_programs(const char *data, char **bin, struct err *) MUSTUSE;

/* Creates a folder (0700) of the server's user if it is missing, and checks its owner and
   mode. */
bool cluster_folder(const struct cluster *, const char *path, struct err *) MUSTUSE;

/* Takes the lock for starting and stopping; close *fd to release it. */
bool cluster_take(const struct cluster *, int *fd, struct err *) MUSTUSE;

/* The server's process from postmaster.pid; 0 if none is alive. file: whether the file
   exists. *ready: whether the server accepts connections. */
pid_t cluster_pid(const struct cluster *, bool *file, bool *ready);

#endif
