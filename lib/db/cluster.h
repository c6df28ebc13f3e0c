/*
 * cluster.h: the private PostgreSQL server that "crt init" creates.
 *
 * Everything is in one folder: pg/ the data (0700), pg.log the output of the programs, pg.lock
 * the lock for starting and stopping. The server listens only on a socket. It is in pg/, or if
 * that path is too long for a socket, in /tmp/crt-HASH (0700, owner checked by both sides).
 * Only the owner's system user and root can connect, as database user "crt" (peer).
 *
 * Server and data belong to this process's user, who is not root.
 */
#ifndef CRT_CLUSTER_H
#define CRT_CLUSTER_H

#include "base/err.h"

#define CLUSTER_WAIT_SECONDS 120	/* for a start, a stop or the lock */
#define CLUSTER_PATH_MAX     4000	/* bytes of the folder */

enum cluster_state {
	CLUSTER_ABSENT,		/* no server was created here */
	CLUSTER_STOPPED,
	CLUSTER_RUNNING,
	CLUSTER_STALE		/* the server was killed; a start recovers it */
};

struct cluster;

/* Only reads; the folder need not exist. ERR_DENIED: it belongs to another user. ERR_CONFIG:
   PostgreSQL's programs are missing, or this process is root. */
bool cluster_open(struct cluster **, const char *folder, struct err *) MUSTUSE;
void cluster_close(struct cluster *);		/* leaves the server running; NULL is fine */

enum cluster_state cluster_state(const struct cluster *);
const char *cluster_state_name(enum cluster_state);

/* Creates the server completely or not at all: after a kill, the next call begins anew. sync
   false: the server never waits for the disk, for tests and demonstrations only. */
bool cluster_make(struct cluster *, bool sync, bool *made, struct err *) MUSTUSE;

/* Returns when the server accepts connections or has exited. */
bool cluster_start(struct cluster *, bool *started, struct err *) MUSTUSE;
bool cluster_stop(struct cluster *, bool *stopped, struct err *) MUSTUSE;

const char *cluster_data(const struct cluster *);	/* path of pg/ */
const char *cluster_log(const struct cluster *);
const char *cluster_bin(const struct cluster *);	/* folder of psql */

/* "host=... port=... dbname=crt user=crt requirepeer=..." */
const char *cluster_conninfo(const struct cluster *);

#endif
