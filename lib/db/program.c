/* program.c: run a program of PostgreSQL. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "db/conn.h"
#include "db/program.h"
#include "os/file.h"

#define VARIABLES_MAX 64
#define ARGUMENTS_MAX 16
#define FIRST_LINE    400

static char *
program_variable(const char *name, const char *value)
{
	size_t n = strlen(name) + strlen(value) + 2;
	char *s = mem_get(n);

	snprintf(s, n, "%s=%s", name, value);
	return s;
}

/* The parameters of the connection as libpq's variables. */
static void
program_environment(struct db *db, const char *database, char *env[VARIABLES_MAX + 1])
{
	PQconninfoOption *all = mem_must(PQconninfo(db->pg)), *o;
	size_t n = 0;

	env[n++] = program_variable("PATH", "/usr/local/bin:/usr/bin:/bin");
	env[n++] = program_variable("LC_ALL", "C.UTF-8");
	for (o = all; o->keyword && n < VARIABLES_MAX; o++)	/* a service would win over them */
		if (o->envvar && o->val && *o->val && strcmp(o->keyword, "service"))
			env[n++] = program_variable(o->envvar,
			    database && !strcmp(o->keyword, "dbname") ? database : o->val);
	env[n] = NULL;
	PQconninfoFree(all);
}

static void
program_child(const struct program *p, int theirs, enum program_pipe pipe, const char *path,
    const char *const *argv, char **env)
{
	int nothing = open("/dev/null", O_RDWR);

	signal(SIGPIPE, SIG_DFL);
	umask(077);
	if (dup2(pipe == PROGRAM_WRITE ? theirs : nothing, 0) < 0
	    || dup2(pipe == PROGRAM_READ ? theirs : nothing, 1) < 0 || dup2(p->log, 2) < 0
	    || close_range(3, ~0U, 0) < 0)
		_exit(126);
	execvpe(path, mem_foreign(argv), env);
	_exit(127);
}

static bool
program_fork(struct program *p, struct db *db, const char *database, const char *path,
    const char *const *argv, enum program_pipe pipe, struct err *e)
{
	char *env[VARIABLES_MAX + 1];
	int ends[2] = { -1, -1 }, writes = pipe == PROGRAM_WRITE;
	size_t i;

	p->log = memfd_create("log", MFD_CLOEXEC);
	if (p->log < 0 || (pipe != PROGRAM_NONE && pipe2(ends, O_CLOEXEC) < 0))
		return err_set(e, ERR_AGAIN, "cannot run \"%s\": %s", path, strerror(errno));
	program_environment(db, database, env);
	p->pid = fork();
	if (p->pid == 0)
		program_child(p, ends[writes ? 0 : 1], pipe, path, argv, env);
	for (i = 0; env[i]; i++)
		free(env[i]);
	p->fd = ends[writes];
	if (pipe != PROGRAM_NONE)
		close(ends[!writes]);
	return p->pid > 0 || err_set(e, ERR_AGAIN, "cannot run \"%s\": %s", path, strerror(errno));
}

static void
program_forget(struct program *p)
{
	if (p->fd >= 0)
		close(p->fd);
	if (p->log >= 0)
		close(p->log);
	*p = (struct program){ .fd = -1, .log = -1 };
}

bool
program_start(struct program *p, struct db *db, const char *database, const char *folder,
    const char *name, const char *const *argv, enum program_pipe pipe, struct err *e)
{
	const char *all[ARGUMENTS_MAX + 2] = { name };
	char *path = folder ? file_in(folder, name) : mem_dup(name);
	size_t i;
	bool ok;

	*p = (struct program){ .name = name, .fd = -1, .log = -1 };
	for (i = 0; i < ARGUMENTS_MAX && argv[i]; i++)
		all[i + 1] = argv[i];
	ok = program_fork(p, db, database, path, all, pipe, e);
	if (!ok)
		program_forget(p);
	free(path);
	return ok;
}

static bool
program_explain(const struct program *p, int status, struct err *e)
{
	char line[FIRST_LINE];
	ssize_t n = pread(p->log, line, sizeof line - 1, 0);

	line[n > 0 ? n : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127 && *line == '\0') {
		err_set(e, ERR_CONFIG, "cannot run \"%s\"", p->name);
		return err_hint(e, "install postgresql-client");
	}
	return err_set(e, ERR_DATABASE, "%s failed: %s", p->name, *line ? line : "it printed nothing");
}

bool
program_end(struct program *p, struct err *e)
{
	int status = 0;
	bool ok;

	if (p->fd >= 0)
		close(p->fd);
	p->fd = -1;
	while (waitpid(p->pid, &status, 0) < 0)
		if (errno != EINTR)
			return err_set(e, ERR_BUG, "lost a child process");
	ok = (WIFEXITED(status) && WEXITSTATUS(status) == 0) || program_explain(p, status, e);
	program_forget(p);
	return ok;
}

bool
program_run(struct db *db, const char *database, const char *folder, const char *name,
    const char *const *argv, struct err *e)
{
	struct program p;

	return program_start(&p, db, database, folder, name, argv, PROGRAM_NONE, e)
	    && program_end(&p, e);
}

void
program_kill(struct program *p)
{
	if (p->pid <= 0)
		return;
	kill(p->pid, SIGKILL);
	waitpid(p->pid, NULL, 0);
	program_forget(p);
}
