/* program.c: start a program, exchange bytes with it, and end it. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/stop.h"
#include "channel/exec/exec.h"

#define PROGRAM_END (10 * CLOCK_SECOND)	/* to end by itself, once its input is closed */
#define PROGRAM_TICK (CLOCK_SECOND / 100)

/* The child before exec: only async-signal-safe calls. */
static void
exec_program_child(const char *path, int in, int out)
{
	const char *const arguments[] = { path, NULL };
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	setpgid(0, 0);
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || close_range(3, ~0U, 0) < 0)
		_exit(126);
	execv(path, mem_foreign(arguments));
	_exit(127);
}

static void
exec_program_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

bool
exec_program_start(struct program *p, const char *path, struct err *e)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 };

	*p = (struct program){ .pid = -1, .in = -1, .out = -1 };
	if (access(path, X_OK) < 0)
		return err_set(e, ERR_CONFIG, "cannot run \"%s\": %s", path, strerror(errno));
	if (pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0)
		p->pid = fork();
	if (p->pid == 0)
		exec_program_child(path, in[0], out[1]);
	exec_program_close(&in[0]);
	exec_program_close(&out[1]);
	p->in = in[1];
	p->out = out[0];
	if (p->pid < 0) {
		err_set(e, ERR_AGAIN, "cannot run \"%s\": %s", path, strerror(errno));
		exec_program_close(&p->in);
		exec_program_close(&p->out);
		p->pid = 0;
		return false;
	}
	setpgid(p->pid, p->pid);
	return fcntl(p->in, F_SETFL, O_NONBLOCK) == 0 && fcntl(p->out, F_SETFL, O_NONBLOCK) == 0;
}

bool
exec_program_exchange(struct program *p, int wait, const char *text, size_t n, size_t *at,
    struct str *read_in, bool *ended, struct err *e)
{
	struct pollfd fds[] = { { .fd = p->out, .events = POLLIN },
	    { .fd = *at < n ? p->in : -1, .events = POLLOUT } };
	char bytes[EXEC_READ];
	ssize_t got;

	if (poll(fds, COUNT(fds), wait) < 0 && errno != EINTR)
		return err_set(e, ERR_AGAIN, "cannot wait for the program: %s", strerror(errno));
	if (fds[1].revents) {
		got = write(p->in, text + *at, n - *at);
		if (got < 0 && errno != EAGAIN && errno != EINTR)
			return err_set(e, ERR_AGAIN, "the program does not read its input");
		*at += got > 0 ? (size_t)got : 0;
	}
	if (fds[0].revents) {
		got = read(p->out, bytes, sizeof bytes);
		*ended = got == 0;
		if (got > 0)
			str_add(read_in, bytes, (size_t)got);
	}
	return true;
}

void
exec_program_kill(struct program *p)
{
	if (p->pid > 0) {
		kill(-p->pid, SIGKILL);
		waitpid(p->pid, NULL, 0);
	}
	exec_program_close(&p->in);
	exec_program_close(&p->out);
	p->pid = 0;
}

bool
exec_program_end(struct program *p, struct err *e)
{
	const struct timespec tick = { 0, PROGRAM_TICK * 1000 };
	crt_time until = clock_steady() + PROGRAM_END;
	int status = -1;
	pid_t ended = 0;

	if (p->pid <= 0)
		return true;
	exec_program_close(&p->in);
	while ((ended = waitpid(p->pid, &status, WNOHANG)) == 0 && clock_steady() < until)
		nanosleep(&tick, NULL);
	if (ended == p->pid)
		p->pid = 0;
	exec_program_kill(p);
	if (ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	return err_set(e, ERR_UNAVAILABLE, ended > 0 && WIFEXITED(status)
	    ? "the program ended with status %d" : "the program did not end by itself",
	    ended > 0 ? WEXITSTATUS(status) : 0);
}
