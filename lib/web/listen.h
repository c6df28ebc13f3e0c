/*
 * listen.h: the socket on which a web server connects.
 *
 * The first of these: one that systemd opened (LISTEN_FDS, sd_listen_fds(3)); the given path;
 * descriptor 0, where FastCGI's own process managers put it (FastCGI specification 1.0, 2.2).
 */
#ifndef CRT_WEB_LISTEN_H
#define CRT_WEB_LISTEN_H

#include <sys/types.h>

#include "base/err.h"

struct web_socket {
	int fd;
	const char *made;		/* the path to remove; NULL: not ours */
};

/* path NULL or "": none given; else it must live until web_unlisten, which must be called after
   a failure too. group NULL or "": unchanged. ERR_USAGE: there is no socket. ERR_CONFIG: another
   process listens at the path, or it is not a socket. */
bool web_listen(struct web_socket *, const char *path, mode_t, const char *group,
    struct err *) MUSTUSE;
void web_unlisten(struct web_socket *);

#endif
