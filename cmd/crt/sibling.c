/* sibling.c: run another command of crt, and capture its output. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "dispatch.h"
#include "sibling.h"

extern char **environ;

/* Through the environment, because ps shows the arguments of a process. */
static void
sibling_pass_on(const struct common *c)
{
	if (c->config && *c->config)
		setenv("CRT_CONFIG", c->config, 1);
	if (c->database && *c->database)
		setenv("CRT_DATABASE", c->database, 1);
	if (c->key_file && *c->key_file)
		setenv("CRT_KEY_FILE", c->key_file, 1);
}

static bool
sibling_start(const char *path, const char **argv, const int to[2], pid_t *pid, struct err *e)
{
	posix_spawn_file_actions_t files;
	int why;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, to[0], 1);
	posix_spawn_file_actions_adddup2(&files, to[1], 2);
	why = posix_spawn(pid, path, &files, NULL, mem_foreign(argv), environ);
	posix_spawn_file_actions_destroy(&files);
	return why == 0 || err_set(e, ERR_AGAIN, "cannot run \"%s\": %s", path, strerror(why));
}

/* Waits until it ends, or kills it at the limit. */
static int
sibling_status_of(pid_t pid, crt_time limit)
{
	crt_time until = clock_steady() + limit, left;
	struct pollfd ended = { .fd = pidfd_open(pid, 0), .events = POLLIN };
	bool late = ended.fd < 0;
	int status = 0;

	while (!late && (left = until - clock_steady()) > 0)
		if (poll(&ended, 1, (int)(left / 1000) + 1) > 0)
			break;
	late = late || ended.revents == 0;
	if (late)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (ended.fd >= 0)
		close(ended.fd);
	return late ? SIBLING_LATE : WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void
sibling_take(struct str *s, int fd)
{
	char part[4096];
	ssize_t n;

	*s = (struct str)STR_MAX(SIBLING_BYTES_MAX);
	lseek(fd, 0, SEEK_SET);
	while (!str_full(s) && (n = read(fd, part, sizeof part)) > 0)
		str_add(s, part, (size_t)n);
}

bool
sibling_run(struct sibling *s, const struct settings *set, const char *name, const char **argv,
    crt_time limit, struct err *e)
{
	int to[2] = { memfd_create("out", MFD_CLOEXEC), memfd_create("err", MFD_CLOEXEC) };
	char *path = dispatch_find(name);
	pid_t pid;
	bool ok = path && to[0] >= 0 && to[1] >= 0;

	*s = (struct sibling){ .status = 0 };
	if (!ok)
		err_set(e, ERR_CONFIG, path ? "no room for the output of crt-%s"
		    : "crt-%s is not installed", name);
	argv[0] = path;
	sibling_pass_on(&set->common);
	if (ok && (ok = sibling_start(path, argv, to, &pid, e))) {
		s->status = sibling_status_of(pid, limit);
		sibling_take(&s->out, to[0]);
		sibling_take(&s->err, to[1]);
	}
	if (to[0] >= 0)
		close(to[0]);
	if (to[1] >= 0)
		close(to[1]);
	free(path);
	return ok;
}

void
sibling_free(struct sibling *s)
{
	str_free(&s->out);
	str_free(&s->err);
}
