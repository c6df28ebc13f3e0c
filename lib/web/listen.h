/*
 * listen.h: the socket on which a web server finds us.
 *
 * In this order: one that systemd has opened (LISTEN_FDS, sd_listen_fds(3)); the
 * path that is named; descriptor 0, where FastCGI's own process managers put it
 * (FastCGI specification 1.0, 2.2).
 */
#ifndef CRT_WEB_LISTEN_H
#define CRT_WEB_LISTEN_H

#include <sys/types.h>

#include "base/err.h"

struct web_socket {
	int fd;
	const char *made;		/* the path that is ours to remove; NULL: somebody else's */
};

/* path NULL or "": none is named, else it must live until web_unlisten, which is called after
   a failure too.  group NULL or "": stays as it is.  ERR_USAGE without any socket; ERR_CONFIG
   when somebody listens at the path, or what is there is no socket. */
bool web_listen(struct web_socket *, const char *path, mode_t, const char *group,
    struct err *) MUSTUSE;
void web_unlisten(struct web_socket *);

#endif
