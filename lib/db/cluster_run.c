/* cluster_run.c: start and stop the private server. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "db/cluster_parts.h"
#include "os/file.h"

/* After a kill -9 the old server's children hold its shared memory for a moment. */
#define RETRY_SECONDS 15

static bool
cluster_run_absent(const struct cluster *c, struct err *e)
{
	err_set(e, ERR_CONFIG, "there is no private server in \"%s\"", c->folder);
	return err_hint(e, "run: crt init %s", c->folder);
}

/* Removes the postmaster.pid of a dead server. The new server could mistake its number for a
   living process, such as a zombie. Shared memory still guards the data against two servers.
   */
static void
cluster_run_forget(const struct cluster *c)
{
	char *path = file_in(c->data, "postmaster.pid");

	unlink(path);
	free(path);
}

/* Waits until the server accepts connections. False: it exited, or the time is up. */
static bool
wait_ready(const struct cluster *c, pid_t pid, crt_time until, bool *ended)
{
	bool file, ready;
	int status;

	for (*ended = false; clock_steady() < until; usleep(CLUSTER_NAP)) {
		if (cluster_pid(c, &file, &ready) == pid && ready)
			return true;
		if (waitpid(pid, &status, WNOHANG) != 0) {
			*ended = true;
			return false;
		}
	}
	return false;
}

static bool
start_once(const struct cluster *c, crt_time until, bool *ended, struct err *e)
{
	char *postgres = file_in(c->bin, "postgres");
	const char *argv[] = { postgres, "-D", c->data, NULL };
	struct spawn s = { .log = c->log, .argv = argv };
	pid_t pid;
	bool ok;

	*ended = false;
	ok = spawn_start(&s, &pid, e) && wait_ready(c, pid, until, ended);
	if (!ok && *ended) {
		spawn_explain_error(c->log, "the server", e);
		err_hint(e, "see its output in %s and %s/log", c->log, c->data);
	} else if (!ok && pid > 0)
		err_set(e, ERR_AGAIN, "the server is still recovering after %d seconds",
		    CLUSTER_WAIT_SECONDS);
	free(postgres);
	return ok;
}

/* Another process started it a moment ago: wait for it too. */
static bool
wait_other(const struct cluster *c, crt_time until, struct err *e)
{
	bool file, ready;

	while (clock_steady() < until) {
		if (cluster_pid(c, &file, &ready) && ready)
			return true;
		usleep(CLUSTER_NAP);
	}
	return err_set(e, ERR_AGAIN, "the server is not ready after %d seconds",
	    CLUSTER_WAIT_SECONDS);
}

static bool
start_locked(const struct cluster *c, bool *started, struct err *e)
{
	crt_time now = clock_steady(), until = now + CLUSTER_WAIT_SECONDS * CLOCK_SECOND;
	enum cluster_state state = cluster_state(c);
	bool ended = true;

	if (state == CLUSTER_ABSENT)
		return cluster_run_absent(c, e);
	if (state == CLUSTER_RUNNING)
		return wait_other(c, until, e);
	if (strcmp(c->socket, c->data) != 0 && !cluster_folder(c, c->socket, e))
		return false;
	for (;;) {
		if (state == CLUSTER_STALE)
			cluster_run_forget(c);
		*e = (struct err){ 0 };
		*started = start_once(c, until, &ended, e);
		if (*started || !ended || state != CLUSTER_STALE ||
		    clock_steady() > now + RETRY_SECONDS * CLOCK_SECOND)
			return *started;
		usleep(10 * CLUSTER_NAP);
	}
}

/* A fast shutdown: rolls back open transactions and writes all committed data. */
static bool
stop_locked(const struct cluster *c, bool *stopped, struct err *e)
{
	crt_time until = clock_steady() + CLUSTER_WAIT_SECONDS * CLOCK_SECOND;
	bool file, ready;
	pid_t pid = cluster_pid(c, &file, &ready);

	if (pid == 0)
		return true;
	if (kill(pid, SIGINT) < 0 && errno != ESRCH)
		return err_set(e, ERR_DENIED, "cannot stop process %ld: %s", (long)pid,
		    strerror(errno));
	while (clock_steady() < until) {
		waitpid(pid, NULL, WNOHANG);	/* in case it is our own child */
		if (cluster_pid(c, &file, &ready) != pid && !file) {
			*stopped = true;
			return true;
		}
		usleep(CLUSTER_NAP);
	}
	return err_set(e, ERR_AGAIN, "the server has not stopped after %d seconds",
	    CLUSTER_WAIT_SECONDS);
}

/* Starts or stops under the lock; *done: whether there was anything to do. */
static bool
cluster_run_alone(const struct cluster *c,
    bool (*change)(const struct cluster *, bool *, struct err *), bool *done, struct err *e)
{
	int lock;
	bool ok;

	*done = false;
	if (cluster_state(c) == CLUSTER_ABSENT)
		return cluster_run_absent(c, e);
	if (!cluster_take(c, &lock, e))
		return false;
	ok = change(c, done, e);
	close(lock);
	return ok;
}

bool
cluster_start(struct cluster *c, bool *started, struct err *e)
{
	return cluster_run_alone(c, start_locked, started, e);
}

bool
cluster_stop(struct cluster *c, bool *stopped, struct err *e)
{
	return cluster_run_alone(c, stop_locked, stopped, e);
}
