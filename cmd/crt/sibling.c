/* sibling.c: run another command of crt with an input, and capture its output. */
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

#include "base/log.h"
#include "base/mem.h"
#include "base/word.h"
#include "dispatch.h"
#include "os/file.h"
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
sibling_start(const char *path, const char **argv, const int to[3], pid_t *pid, struct err *e)
{
	posix_spawn_file_actions_t files;
	int why;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, to[0], 0);
	posix_spawn_file_actions_adddup2(&files, to[1], 1);
	posix_spawn_file_actions_adddup2(&files, to[2], 2);
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

/* The descriptors of its input, output, and errors; false: there is no room. */
static bool
sibling_files(const struct sibling *s, int to[3])
{
	to[0] = memfd_create("in", MFD_CLOEXEC);
	to[1] = memfd_create("out", MFD_CLOEXEC);
	to[2] = memfd_create("err", MFD_CLOEXEC);
	return to[0] >= 0 && to[1] >= 0 && to[2] >= 0
	    && file_write(to[0], str_text(&s->in), s->in.len) && lseek(to[0], 0, SEEK_SET) == 0;
}

bool
sibling_run(struct sibling *s, const struct settings *set, const char *name, const char **argv,
    crt_time limit, struct err *e)
{
	int to[3], i;
	char *path = dispatch_find(name);
	pid_t pid;
	bool ok = sibling_files(s, to) && path;

	*s = (struct sibling){ .in = s->in };
	if (!ok)
		err_set(e, ERR_CONFIG, path ? "no room for the output of crt-%s"
		    : "crt-%s is not installed", name);
	argv[0] = path;
	sibling_pass_on(&set->common);
	if (ok && (ok = sibling_start(path, argv, to, &pid, e))) {
		s->status = sibling_status_of(pid, limit);
		sibling_take(&s->out, to[1]);
		sibling_take(&s->err, to[2]);
	}
	for (i = 0; i < 3; i++)
		if (to[i] >= 0)
			close(to[i]);
	free(path);
	return ok;
}

void
sibling_free(struct sibling *s)
{
	str_free(&s->out);
	str_free(&s->err);
}

bool
sibling_each_line(struct str *text, bool (*see)(void *, const json_t *, struct err *), void *arg,
    struct err *e)
{
	char *line, *rest = NULL;
	bool ok = true;

	if (text->len == 0)
		return true;
	for (line = strtok_r(text->data, "\n", &rest); ok && line; line = strtok_r(NULL, "\n", &rest)) {
		struct err none = { 0 };
		json_t *v = NULL;

		if (value_read(&v, line, strlen(line), &none))
			ok = see(arg, v, e);
		value_free(v);
	}
	return ok;
}

const char *
sibling_text(const json_t *v, const char *name)
{
	const char *text = value_text(value_get(v, name));

	return text ? text : "";
}

static bool
sibling_error_line(void *arg, const json_t *line, struct err *e UNUSED)
{
	struct err *why = arg;

	if (word_find(log_levels, sibling_text(line, "level")) != LOG_ERROR)
		return true;
	err_set(why, ERR_CONFIG, "%s", sibling_text(line, "message"));
	err_hint(why, "%s", sibling_text(line, "hint"));
	return true;
}

void
sibling_complaint(struct sibling *s, const char *name, struct err *why)
{
	struct err none = { 0 };

	if (s->status == SIBLING_LATE)
		err_set(why, ERR_AGAIN, "crt-%s did not end within its time limit", name);
	else {
		err_set(why, ERR_CONFIG, "crt-%s failed with status %d", name, s->status);
		if (!sibling_each_line(&s->err, sibling_error_line, why, &none))
			err_set(why, none.kind, "%s", none.text);
	}
}
