/* cluster_make.c: create the private server's data. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/str.h"
#include "db/cluster_parts.h"
#include "os/file.h"

#define FILE_MAX_BYTES 8192

static int
remove_entry(const char *path, const struct stat *st UNUSED, int what UNUSED, struct FTW *f UNUSED)
{
	return remove(path);
}

static bool
put_file(const struct cluster *c, const char *name, int flags, const struct str *text,
    struct err *e)
{
	char *path = file_in(c->fresh, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
	bool ok = fd >= 0 && file_write(fd, text->data, text->len) && fsync(fd) == 0;

	if (!ok)
		err_set(e, ERR_CONFIG, "cannot write \"%s\": %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	free(path);
	return ok;
}

static const char settings[] =
    "# crt's private server. Changes here take effect after: crt db stop; crt db start\n"
    "listen_addresses = ''\n"
    "port = " CLUSTER_PORT "\n"
    "unix_socket_permissions = 0700\n"
    "max_connections = 60\n"
    "shared_buffers = 128MB\n"
    "jit = off\n"
    "# Rare checkpoints: after each one, every changed page is logged in full once.\n"
    "checkpoint_timeout = 15min\n"
    "max_wal_size = 2GB\n"
    "# Keep enough log files to reuse: creating new ones costs a fifth of the time.\n"
    "min_wal_size = 512MB\n"
    "timezone = 'UTC'\n"
    "log_timezone = 'UTC'\n"
    "# A week of logs. Terse and without statements, because details may name people.\n"
    "logging_collector = on\n"
    "log_directory = 'log'\n"
    "log_filename = 'server-%a.log'\n"
    "log_truncate_on_rotation = on\n"
    "log_rotation_age = 1d\n"
    "log_rotation_size = 0\n"
    "log_error_verbosity = terse\n"
    "log_min_error_statement = panic\n";

static bool
put_settings(const struct cluster *c, bool sync, struct err *e)
{
	struct str s = STR_MAX(FILE_MAX_BYTES), include = STR_MAX(64), hba = STR_MAX(256);
	struct str ident = STR_MAX(256);
	bool ok;

	str_puts(&s, settings);
	str_printf(&s, "unix_socket_directories = '%s'\n", c->socket);
	if (!sync)
		str_puts(&s, "# Created with --no-sync: a power failure may destroy all data.\n"
		    "fsync = off\nfull_page_writes = off\n");
	str_puts(&include, "include = 'crt.conf'\n");
	str_puts(&hba, "local all all peer map=crt\n");
	str_printf(&ident, "crt %s " CLUSTER_ROLE "\n", c->user);
	str_puts(&ident, "crt root " CLUSTER_ROLE "\n");
	ok = put_file(c, "crt.conf", O_TRUNC, &s, e) &&
	    put_file(c, "postgresql.conf", O_APPEND, &include, e) &&
	    put_file(c, "pg_hba.conf", O_TRUNC, &hba, e) &&
	    put_file(c, "pg_ident.conf", O_TRUNC, &ident, e);
	str_free(&s);
	str_free(&include);
	str_free(&hba);
	str_free(&ident);
	return ok;
}

static bool
run_initdb(const struct cluster *c, bool sync, struct err *e)
{
	char *initdb = file_in(c->bin, "initdb");
	const char *argv[] = { initdb, "-D", c->fresh, "-U", CLUSTER_ROLE, "-E", "UTF8",
	    "--locale=C.UTF-8", "-k", "--auth-local=peer", "--auth-host=reject",
	    "--no-instructions", sync ? NULL : "--no-sync", NULL };
	struct spawn s = { .folder = c->fresh, .log = c->log, .argv = argv };
	bool ok = spawn_run(&s, e);

	free(initdb);
	return ok;
}

/* Single-user mode needs no socket and no access rules. */
static bool
make_database(const struct cluster *c, bool sync, struct err *e)
{
	char *postgres = file_in(c->bin, "postgres");
	const char *argv[] = { postgres, "--single", "-D", c->fresh, "-c", "exit_on_error=true",
	    "-c", "logging_collector=off", "-c", sync ? "fsync=on" : "fsync=off", "template1", NULL };
	struct spawn s = { .log = c->log, .argv = argv,
	    .input = "CREATE DATABASE crt\n" };
	bool ok = spawn_run(&s, e);

	free(postgres);
	return ok;
}

static bool
put_in_place(const struct cluster *c, struct err *e)
{
	if (rename(c->fresh, c->data) < 0)
		return err_set(e, ERR_CONFIG, "cannot create \"%s\": %s", c->data, strerror(errno));
	file_sync_folder(c->folder);
	return true;
}

static bool
make_locked(const struct cluster *c, bool sync, bool *made, struct err *e)
{
	if (cluster_state(c) != CLUSTER_ABSENT)
		return true;
	if (nftw(c->fresh, remove_entry, 16, FTW_DEPTH | FTW_PHYS) < 0 && errno != ENOENT)
		return err_set(e, ERR_CONFIG, "cannot remove \"%s\": %s", c->fresh, strerror(errno));
	if (!cluster_folder(c, c->fresh, e))
		return false;
	fault();
	if (!run_initdb(c, sync, e) || !put_settings(c, sync, e))
		return false;
	fault();
	if (!make_database(c, sync, e))
		return false;
	fault();
	*made = put_in_place(c, e);
	fault();
	return *made;
}

bool
cluster_make(struct cluster *c, bool sync, bool *made, struct err *e)
{
	int lock;
	bool ok;

	*made = false;
	if (!cluster_take(c, &lock, e))
		return false;
	ok = make_locked(c, sync, made, e);
	close(lock);
	return ok || err_in(e, "creating a private server in \"%s\"", c->folder);
}
