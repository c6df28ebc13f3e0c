/* listen.c: open the socket on which a web server connects. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "web/listen.h"

#define SYSTEMD_FIRST 3		/* SD_LISTEN_FDS_START */
#define GROUP_BYTES_MAX 65536	/* an entry of the group database */

static bool
listen_listens(int fd)
{
	int yes = 0;
	socklen_t n = sizeof yes;

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &n) == 0 && yes;
}

/* The descriptor that systemd passed to this process; -1: none. */
static int
listen_activated(void)
{
	const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");

	if (pid == NULL || fds == NULL || strtol(pid, NULL, 10) != (long)getpid()
	    || strtol(fds, NULL, 10) < 1)
		return -1;
	return SYSTEMD_FIRST;
}

static bool
listen_address(const char *path, struct sockaddr_un *a, struct err *e)
{
	*a = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof a->sun_path)
		return err_set(e, ERR_CONFIG, "the path \"%.128s\" is too long for a socket", path);
	snprintf(a->sun_path, sizeof a->sun_path, "%s", path);
	return true;
}

/* Removes the socket of a killed process, but nothing else. */
static bool
listen_clear(const struct sockaddr_un *a, struct err *e)
{
	struct stat st;
	int fd, was;

	if (lstat(a->sun_path, &st))
		return true;
	if (!S_ISSOCK(st.st_mode))
		return err_set(e, ERR_CONFIG, "\"%s\" exists and is not a socket", a->sun_path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	was = connect(fd, (const struct sockaddr *)a, sizeof *a) ? errno : 0;
	close(fd);
	if (was == ECONNREFUSED && unlink(a->sun_path) == 0)
		return true;
	err_set(e, ERR_CONFIG, "another process listens at \"%s\"", a->sun_path);
	return err_hint(e, "end it, or choose another --socket");
}

static bool
group_id(const char *name, gid_t *id, struct err *e)
{
	struct group entry, *found = NULL;
	char *bytes = mem_get(GROUP_BYTES_MAX);

	if (getgrnam_r(name, &entry, bytes, GROUP_BYTES_MAX, &found) == 0 && found)
		*id = found->gr_gid;
	free(bytes);
	return found || err_set(e, ERR_CONFIG, "there is no group \"%.64s\"", name);
}

static bool
open_path(struct web_socket *s, const char *path, mode_t mode, const char *group, struct err *e)
{
	struct sockaddr_un a;
	gid_t gid = (gid_t)-1;
	mode_t mask;
	int bad;

	if (!listen_address(path, &a, e) || !listen_clear(&a, e)
	    || (*group && !group_id(group, &gid, e)))
		return false;
	s->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	mask = umask(0177);		/* nobody connects until mode and group are set */
	bad = bind(s->fd, (struct sockaddr *)&a, sizeof a);
	umask(mask);
	if (bad == 0)
		s->made = path;
	bad = bad || (*group && chown(path, (uid_t)-1, gid)) || chmod(path, mode)
	    || listen(s->fd, SOMAXCONN);
	return !bad || err_set(e, errno == EACCES || errno == EPERM ? ERR_DENIED : ERR_CONFIG,
	    "cannot listen at \"%s\": %s", path, strerror(errno));
}

static bool
listen_prepare(struct web_socket *s, struct err *e)
{
	int flags = fcntl(s->fd, F_GETFL);

	if (!listen_listens(s->fd))
		return err_set(e, ERR_CONFIG, "descriptor %d is not a listening socket", s->fd);
	fcntl(s->fd, F_SETFD, FD_CLOEXEC);
	return fcntl(s->fd, F_SETFL, flags | O_NONBLOCK) == 0
	    || err_set(e, ERR_IO, "cannot prepare the socket: %s", strerror(errno));
}

bool
web_listen(struct web_socket *s, const char *path, mode_t mode, const char *group, struct err *e)
{
	*s = (struct web_socket){ .fd = listen_activated() };
	if (s->fd < 0 && path && *path) {
		if (!open_path(s, path, mode, group ? group : "", e))
			return false;
	} else if (s->fd < 0 && listen_listens(STDIN_FILENO))
		s->fd = STDIN_FILENO;
	if (s->fd >= 0)
		return listen_prepare(s, e);
	err_set(e, ERR_USAGE, "there is no socket to listen on");
	return err_hint(e, "set one with --socket, or start the server by its systemd socket");
}

void
web_unlisten(struct web_socket *s)
{
	if (s->made)
		unlink(s->made);
	if (s->fd > STDIN_FILENO)
		close(s->fd);
	*s = (struct web_socket){ .fd = -1 };
}
