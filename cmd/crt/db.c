/* db.c: manage the private server and the schema: start, stop, status, migrate, psql. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "os/file.h"
#include "run/migrate.h"
#include "front.h"
#include "privileges.h"
#include "report/table.h"

bool
front_cluster(const struct settings *s, struct cluster **c, struct err *e)
{
	*c = NULL;
	if (s->server)
		return owner_switch(s, e) && cluster_open(c, s->server, e);
	err_set(e, ERR_CONFIG, "the configuration names no private server");
	return err_hint(e, "run: crt init; to start a server of your own, use "
	    "that server's tools");
}

/* True if the database is on the private server and that server is stopped. */
static bool
private_stopped(const struct settings *s)
{
	struct err ignored = { 0 };
	struct cluster *c;
	bool stopped;

	if (s->server == NULL || s->common.database == NULL || !cluster_open(&c, s->server, &ignored))
		return false;
	stopped = cluster_state(c) != CLUSTER_RUNNING &&
	    strcmp(cluster_conninfo(c), s->common.database) == 0;
	cluster_close(c);
	return stopped;
}

bool
front_db(const struct settings *s, struct db **db, struct err *e)
{
	*db = NULL;
	stop_open();			/* a statement that waits for a lock is finished or canceled */
	if (!owner_switch(s, e))
		return false;
	if (private_stopped(s)) {
		err_set(e, ERR_AGAIN, "the private server in \"%s\" is not running", s->server);
		return err_hint(e, "run: crt db start");
	}
	return db_open(db, s->common.database, s->common.pooler, "crt", e);
}

bool
front_start(void *settings, char **operands UNUSED, struct err *e)
{
	const struct settings *s = settings;
	struct cluster *c;
	bool started = false, ok = front_cluster(s, &c, e);

	if (ok && !s->common.dry_run)
		ok = cluster_start(c, &started, e);
	if (ok)
		log_line(LOG_INFO, NULL, started ? "the server was started" :
		    s->common.dry_run ? "nothing was done" : "the server was running");
	cluster_close(c);
	return ok;
}

bool
front_stop(void *settings, char **operands UNUSED, struct err *e)
{
	const struct settings *s = settings;
	struct cluster *c;
	bool stopped = false, ok = front_cluster(s, &c, e);

	if (ok && !s->common.dry_run)
		ok = cluster_stop(c, &stopped, e);
	if (ok)
		log_line(LOG_INFO, NULL, stopped ? "the server was stopped" :
		    s->common.dry_run ? "nothing was done" : "the server was not running");
	cluster_close(c);
	return ok;
}

static const struct table_column status_columns[] = {
	{ .name = "state" }, { .name = "data" }, { .name = "log" }, { .name = "database" },
};

bool
front_status(void *settings, char **operands UNUSED, struct err *e)
{
	const struct settings *s = settings;
	enum cluster_state state;
	struct cluster *c;
	struct table *t;
	bool ok;

	if (!front_cluster(s, &c, e))
		return false;
	state = cluster_state(c);
	t = table_open(status_columns, COUNT(status_columns), option_output(&s->common));
	table_cell_text(t, cluster_state_name(state));
	table_cell_text(t, cluster_data(c));
	table_cell_text(t, cluster_log(c));
	table_cell_text(t, cluster_conninfo(c));
	ok = table_row_end(t, e);
	ok = table_close(t, e) && ok;
	cluster_close(c);
	if (!ok || state == CLUSTER_RUNNING)
		return ok;
	err_set(e, ERR_AGAIN, "the private server in \"%s\" is %s", s->server,
	    cluster_state_name(state));
	return err_hint(e, state == CLUSTER_ABSENT ? "run: crt init" : "run: crt db start");
}

static const struct table_column migrate_columns[] = {
	{ .name = "applied", .kind = TABLE_INT }, { .name = "schema", .kind = TABLE_INT },
};

static bool
crt_db_report_migrated(const struct settings *s, int count, const struct migrate_state *now,
    struct err *e)
{
	struct table *t = table_open(migrate_columns, COUNT(migrate_columns),
	    option_output(&s->common));
	bool ok;

	table_cell_int(t, count);
	table_cell_int(t, now->applied);
	ok = table_row_end(t, e);
	return table_close(t, e) && ok;
}

bool
front_migrate(void *settings, char **operands UNUSED, struct err *e)
{
	const struct settings *s = settings;
	struct migrate_state state = { 0 };
	struct db *db;
	int count = 0;
	bool ok = front_db(s, &db, e) && migrate_inspect(db, &state, e) && stop_check(e);

	if (ok && s->common.dry_run)
		count = state.known - state.applied;
	else if (ok)
		ok = migrate_run(db, 0, &count, e) && migrate_inspect(db, &state, e);
	ok = ok && crt_db_report_migrated(s, count, &state, e);
	db_close(db);
	return ok;
}

char *
front_programs(const struct settings *s)
{
	struct err ignored = { 0 };
	struct cluster *c;
	char *folder;

	if (s->server == NULL || !cluster_open(&c, s->server, &ignored))
		return NULL;
	folder = mem_dup(cluster_bin(c));
	cluster_close(c);
	return folder;
}

/* Prefers the private server's psql: its version matches. */
static char *
find_psql(const struct settings *s)
{
	char *folder = front_programs(s), *path = folder ? file_in(folder, "psql") : NULL;

	free(folder);
	if (path && access(path, X_OK) == 0)
		return path;
	free(path);
	return mem_dup("psql");
}

bool
front_psql(void *settings, char **operands, struct err *e)
{
	const struct settings *s = settings;
	char *path, **argv;
	struct db *db;
	size_t n = 0, i = 1;

	if (!front_db(s, &db, e)) {		/* its error explains more than psql's */
		db_close(db);
		return false;
	}
	db_close(db);
	while (operands[n])
		n++;
	path = find_psql(s);
	argv = mem_get((n + 3) * sizeof *argv);
	argv[0] = path;
	if (s->common.database && *s->common.database)
		argv[i++] = mem_dup(s->common.database);
	memcpy(argv + i, operands, n * sizeof *argv);
	fflush(stdout);
	signal(SIGPIPE, SIG_DFL);		/* exec would pass on what command_main ignores */
	execvp(path, argv);
	err_set(e, ERR_CONFIG, "cannot run \"%s\": %s", path, strerror(errno));
	free(i > 1 ? argv[1] : NULL);
	free(argv);
	free(path);
	return err_hint(e, "install postgresql-client");
}
