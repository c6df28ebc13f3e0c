/* cluster.c: find the private server's paths and its state. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "crypto/encode.h"
#include "crypto/hash.h"
#include "db/cluster_parts.h"
#include "os/file.h"
#include "os/owner.h"

#define SOCKET_FOLDER_MAX 90		/* sun_path has 107 bytes: less "/.s.PGSQL.5432.lock" */
#define PID_FILE_MAX      4500
#define READY_LINE        8		/* line of postmaster.pid */

/* Whether a path can be written unquoted in conninfo and configuration. */
static bool
cluster_tame(const char *path)
{
	return strspn(path, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+")
	    == strlen(path);
}

/* Not under XDG_RUNTIME_DIR, which cron and system services do not have. */
static char *
socket_folder(const char *data)
{
	struct str s = STR_MAX(64);
	unsigned char sum[HASH_BYTES];

	if (strlen(data) <= SOCKET_FOLDER_MAX && cluster_tame(data))
		return mem_dup(data);
	hash_sha256(sum, data, strlen(data));
	str_puts(&s, "/tmp/crt-");
	hex_write(&s, sum, 8);
	return s.data;
}

static char *
make_conninfo(const struct cluster *c)
{
	struct str s = STR_MAX(1024);

	str_printf(&s, "host=%s port=" CLUSTER_PORT " dbname=crt user=" CLUSTER_ROLE
	    " requirepeer=%s", c->socket, c->user);
	return s.data;
}

/* An absolute path, so that later commands may run in any folder. */
static bool
cluster_absolute(const char *folder, char **out, struct err *e)
{
	char here[PATH_MAX];
	size_t n = strlen(folder);

	while (n > 1 && folder[n - 1] == '/')
		n--;
	*out = NULL;
	if (n == 0 || n > CLUSTER_PATH_MAX)
		return err_set(e, ERR_USAGE, "the folder's name is empty or too long");
	if (strpbrk(folder, "\n\r'\\"))
		return err_set(e, ERR_USAGE, "the folder's name contains a quote or a newline");
	if (*folder == '/')
		*out = mem_dupn(folder, n);
	else if (getcwd(here, sizeof here)) {
		char *part = mem_dupn(folder, n);

		*out = strcmp(part, ".") ? file_in(here, part) : mem_dup(here);
		free(part);
	}
	return *out || err_set(e, ERR_CONFIG, "cannot find the path of the current folder: %s",
	    strerror(errno));
}

static bool
cluster_user(struct cluster *c, struct err *e)
{
	c->uid = geteuid();
	owner_name(c->uid, c->user);
	if (c->uid == 0) {
		err_set(e, ERR_CONFIG, "\"%s\" belongs to root, and PostgreSQL does not run as root",
		    c->folder);
		return err_hint(e, "run: crt init %s, which gives it another owner", c->folder);
	}
	return *c->user != '#' || err_set(e, ERR_CONFIG, "user %s has no name", c->user);
}

bool
cluster_open(struct cluster **out, const char *folder, struct err *e)
{
	struct cluster *c = *out = mem_get(sizeof *c);

	if (cluster_absolute(folder, &c->folder, e))
		c->data = file_in(c->folder, "pg");
	if (c->data == NULL || !owner_check(c->data, e) || !cluster_user(c, e) ||
	    !cluster_programs(c->data, &c->bin, e)) {
		cluster_close(c);
		*out = NULL;
		return false;
	}
	c->log = file_in(c->folder, "pg.log");
	c->lock = file_in(c->folder, "pg.lock");
	c->fresh = file_in(c->folder, "pg.new");
	c->socket = socket_folder(c->data);
	c->conninfo = make_conninfo(c);
	return true;
}

void
cluster_close(struct cluster *c)
{
	if (c == NULL)
		return;
	free(c->folder);
	free(c->data);
	free(c->log);
	free(c->lock);
	free(c->fresh);
	free(c->socket);
	free(c->bin);
	free(c->conninfo);
	free(c);
}

const char *
cluster_data(const struct cluster *c)
{
	return c->data;
}

const char *
cluster_log(const struct cluster *c)
{
	return c->log;
}

const char *
cluster_bin(const struct cluster *c)
{
	return c->bin;
}

const char *
cluster_conninfo(const struct cluster *c)
{
	return c->conninfo;
}

bool
cluster_folder(const struct cluster *c, const char *path, struct err *e)
{
	struct stat st;

	(void)mkdir(path, 0700);	/* if this fails, lstat or the checks fail */
	if (lstat(path, &st) < 0)
		return err_set(e, ERR_CONFIG, "cannot create folder \"%s\": %s", path,
		    strerror(errno));
	if (!S_ISDIR(st.st_mode) || st.st_uid != c->uid || (st.st_mode & 077))
		return err_set(e, ERR_DENIED, "\"%s\" is not a folder of %s with mode 0700", path,
		    c->user);
	return true;
}

bool
cluster_take(const struct cluster *c, int *fd, struct err *e)
{
	crt_time until = clock_steady() + CLUSTER_WAIT_SECONDS * CLOCK_SECOND;

	*fd = open(c->lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*fd < 0)
		return err_set(e, errno == EACCES ? ERR_DENIED : ERR_CONFIG, "cannot open \"%s\": %s",
		    c->lock, strerror(errno));
	while (flock(*fd, LOCK_EX | LOCK_NB) < 0) {
		if (clock_steady() > until) {
			close(*fd);
			*fd = -1;
			return err_set(e, ERR_AGAIN, "another command has held \"%s\" for %d seconds",
			    c->lock, CLUSTER_WAIT_SECONDS);
		}
		usleep(CLUSTER_NAP);
	}
	return true;
}

/* Whether the process lives, is no zombie, and works in the data folder. After a kill -9 or
   a reboot the number may belong to another program. */
static bool
cluster_alive(const struct cluster *c, pid_t pid)
{
	char link[64], there[PATH_MAX], *real;
	ssize_t n;
	bool same;

	snprintf(link, sizeof link, "/proc/%ld/cwd", (long)pid);
	n = readlink(link, there, sizeof there - 1);
	if (n < 0)
		return false;
	there[n] = '\0';
	real = realpath(c->data, NULL);
	same = real && strcmp(real, there) == 0;
	free(real);
	return same;
}

pid_t
cluster_pid(const struct cluster *c, bool *file, bool *ready)
{
	char text[PID_FILE_MAX + 1], *path = file_in(c->data, "postmaster.pid"), *line = text;
	int i, fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n = fd < 0 ? -1 : read(fd, text, PID_FILE_MAX);
	long pid;

	*file = fd >= 0;
	if (fd >= 0)
		close(fd);
	free(path);
	text[n > 0 ? n : 0] = '\0';
	pid = strtol(text, NULL, 10);
	for (i = 1; i < READY_LINE && line; i++) {
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	*ready = line && strncmp(line, "ready", 5) == 0;
	return pid > 1 && cluster_alive(c, (pid_t)pid) ? (pid_t)pid : 0;
}

enum cluster_state
cluster_state(const struct cluster *c)
{
	char *version = file_in(c->data, "PG_VERSION");
	bool made = access(version, F_OK) == 0, file, ready;
	pid_t pid = cluster_pid(c, &file, &ready);

	free(version);
	return !made ? CLUSTER_ABSENT : pid ? CLUSTER_RUNNING : file ? CLUSTER_STALE :
	    CLUSTER_STOPPED;
}

const char *
cluster_state_name(enum cluster_state s)
{
	static const char *const names[] = { "absent", "stopped", "running", "stale" };

	return names[s];
}
