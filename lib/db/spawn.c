/* spawn.c: run a PostgreSQL program. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "db/spawn.h"
#include "os/file.h"

#define TAIL 4096			/* bytes read from the end of a log */

/* The child before exec: only async-signal-safe calls. */
static void
spawn_child(const struct spawn *s, int in, int log)
{
	static const char *const clean[] = {
		"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", NULL
	};
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	setsid();
	umask(077);
	if (dup2(in, 0) < 0 || dup2(log, 1) < 0 || dup2(log, 2) < 0)
		_exit(126);
	if (close_range(3, ~0U, 0) < 0)
		_exit(126);
	if (chdir(s->folder ? s->folder : "/") < 0)
		_exit(126);
	execve(s->argv[0], mem_foreign(s->argv), mem_foreign(clean));
	_exit(127);
}

static int
open_input(const char *text)
{
	int ends[2];
	size_t n;

	if (text == NULL)
		return open("/dev/null", O_RDONLY | O_CLOEXEC);
	n = strlen(text);
	if (n > SPAWN_INPUT_MAX || pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	if (!file_write(ends[1], text, n)) {
		close(ends[0]);
		ends[0] = -1;
	}
	close(ends[1]);
	return ends[0];
}

bool
spawn_start(const struct spawn *s, pid_t *pid, struct err *e)
{
	int in = open_input(s->input);
	int log = open(s->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);

	*pid = -1;
	if (in >= 0 && log >= 0)
		*pid = fork();
	if (*pid == 0)
		spawn_child(s, in, log);
	if (*pid < 0)
		err_set(e, ERR_CONFIG, "cannot run \"%s\" with log \"%s\": %s", s->argv[0], s->log,
		    strerror(errno));
	if (in >= 0)
		close(in);
	if (log >= 0)
		close(log);
	return *pid > 0;
}

bool
spawn_run(const struct spawn *s, struct err *e)
{
	const char *name = strrchr(s->argv[0], '/');
	pid_t pid;
	int status;

	if (!spawn_start(s, &pid, e))
		return false;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return err_set(e, ERR_BUG, "lost a child process");
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	return spawn_explain_error(s->log, name ? name + 1 : s->argv[0], e);
}

static bool
spawn_reporting(const char *line)
{
	return strstr(line, "FATAL") || strstr(line, "PANIC") || strstr(line, "error:");
}

bool
spawn_explain_error(const char *log, const char *what, struct err *e)
{
	char tail[TAIL + 1], *line, *end, *best = tail;
	int fd = open(log, O_RDONLY | O_CLOEXEC);
	ssize_t n = 0;
	off_t size;

	if (fd >= 0) {
		size = lseek(fd, 0, SEEK_END);
		n = pread(fd, tail, TAIL, size > TAIL ? size - TAIL : 0);
		close(fd);
	}
	tail[n > 0 ? n : 0] = '\0';
	for (line = tail; *line; line = end) {
		end = line + strcspn(line, "\n");
		if (*end)
			*end++ = '\0';
		if (spawn_reporting(line) || (*line && !spawn_reporting(best)))
			best = line;
	}
	err_set(e, ERR_CONFIG, "%s failed: %.400s", what, *best ? best : "it printed nothing");
	return err_hint(e, "see its output in %s", log);
}
