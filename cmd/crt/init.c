/* init.c: crt init: decide what belongs where, then make what is missing. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "conf/config.h"
#include "crypto/keyring.h"
#include "flow/migrate.h"
#include "init.h"
#include "query.h"

static const struct table_column columns[] = {
	{ .name = "what" }, { .name = "state" }, { .name = "where" },
};

bool
plan_tell(struct plan *p, const char *what, bool made, const char *where, struct err *e)
{
	table_cell_text(p->table, what);
	table_cell_text(p->table,
	    !made ? "unchanged" : p->s->common.dry_run ? "would be made" : "made");
	table_cell_text(p->table, where);
	return table_row_end(p->table, e);
}

static char *
copy(const char *text)
{
	return text ? mem_dup(text) : NULL;
}

/* A server that exists is named by -d or PG*; crt.yaml speaks only when nobody
   else does, and not where a folder was named. */
static void
decide_database(struct plan *p, const char *folder)
{
	const char *given = p->s->common.database, *file = config_text(&p->s->common, "database");
	bool from_file = given && file && strcmp(given, file) == 0;
	char *environment = front_environment();

	if (given && *given && !from_file)
		p->database = mem_dup(given);
	else if (environment)
		p->database = mem_dup(environment);
	else if (from_file && folder == NULL && p->s->server == NULL)
		p->database = mem_dup(file);
	free(environment);
}

/* A key file that another installation's configuration names is not this one's. */
static void
decide_key(struct plan *p, const char *folder)
{
	const struct yaml *node = config_node(&p->s->common, "key_file");
	const char *given = p->s->common.key_file;
	char *foreign = NULL;

	if (folder && node && strcmp(yaml_file(node), p->config) != 0)
		foreign = yaml_as_file(node);
	p->key_given = given && !(foreign && strcmp(foreign, given) == 0);
	p->key = p->key_given ? mem_dup(given) : cluster_path(p->folder, "key");
	free(foreign);
}

static bool
decide_config(struct plan *p, const char *folder, struct err *e)
{
	const char *named = front_target() ? front_target() : p->s->common.config;

	if (named == NULL)
		named = getenv("CRT_CONFIG");
	if (named && *named)
		p->config = mem_dup(named);
	else if (folder)
		p->config = cluster_path(folder, "crt.yaml");
	else
		return front_config_file(&p->config, e);
	return true;
}

/* Without a name the folder is the user's, root's is that of the services.  What is
   made in it belongs to whom it belongs to. */
static bool
make_folder(struct plan *p, struct err *e)
{
	bool services = p->folder == NULL && geteuid() == 0, dry_run = p->s->common.dry_run;

	if (p->folder == NULL && !front_data_folder(&p->folder, e))
		return false;
	p->fresh = !dry_run && access(p->folder, F_OK) < 0;
	if (services && !front_give(p->folder, dry_run, e))
		return false;
	/* The user of the private server must be able to pass through root's folder. */
	if (p->fresh && !file_folders(p->folder, geteuid() == 0 ? 0755 : 0700, e))
		return false;
	return front_act_for(p->folder, e);
}

static bool
decide(struct plan *p, const char *operand, struct err *e)
{
	char real[PATH_MAX];

	decide_database(p, operand);
	if (!decide_config(p, operand, e))
		return false;
	p->folder = copy(operand ? operand : p->database ? NULL : p->s->server);
	if (!make_folder(p, e))
		return false;
	if (realpath(p->folder, real)) {
		free(p->folder);
		p->folder = mem_dup(real);
	}
	decide_key(p, operand);
	if (p->database)
		return true;
	if (!cluster_open(&p->cluster, p->folder, e))
		return false;
	p->database = mem_dup(cluster_conninfo(p->cluster));
	return true;
}

static bool
make_server(struct plan *p, struct err *e)
{
	bool made, started;

	if (p->cluster == NULL)
		return true;
	if (p->s->common.dry_run)
		made = cluster_state(p->cluster) == CLUSTER_ABSENT;
	else if (!cluster_make(p->cluster, p->s->sync, &made, e) ||
	    !cluster_start(p->cluster, &started, e))
		return false;
	return plan_tell(p, "server", made, cluster_data(p->cluster), e);
}

/* Hashes and secrets of another key are there: with a new one, who opted out would
   be written to again. */
static bool
ask_used(struct plan *p, struct db *db, struct err *e)
{
	char *answer;

	if (!db_ask(db, sql_key_used, 0, NULL, &answer, e))
		return false;
	p->used = *answer == 't';
	free(answer);
	return true;
}

static bool
make_schema(struct plan *p, struct err *e)
{
	struct migrate_state state = { 0 };
	struct db *db = NULL;
	char text[64];
	int count = 0;
	bool ok, absent = p->s->common.dry_run && p->cluster &&
	    cluster_state(p->cluster) != CLUSTER_RUNNING;

	if (absent)
		return plan_tell(p, "schema", true, "the server does not run", e);
	ok = db_open(&db, p->database, "crt", e);
	if (ok && !p->s->common.dry_run)
		ok = migrate_run(db, (int)p->s->partitions, &count, e);
	ok = ok && migrate_look(db, &state, e);
	if (ok && state.applied == state.known)
		ok = ask_used(p, db, e);
	db_close(db);
	if (p->s->common.dry_run)
		count = state.known - state.applied;
	snprintf(text, sizeof text, "crt, %d files", state.applied);
	return ok && plan_tell(p, "schema", count > 0, text, e);
}

bool
plan_make(struct plan *p, const char *path, plan_fn *make, bool *made, struct err *e)
{
	*made = access(path, F_OK) < 0;
	if (!*made || p->s->common.dry_run || make(p, e))
		return true;
	if (access(path, F_OK) < 0)
		return false;
	*e = (struct err){ 0 };		/* another init was faster */
	*made = false;
	return true;
}

static bool
new_key(const struct plan *p, struct err *e)
{
	return file_folders_above(p->key, 0700, e) && keyring_make(p->key, e);
}

static bool
make_key(struct plan *p, struct err *e)
{
	struct keyring *k = NULL;
	bool made;

	if (p->used && access(p->key, F_OK) < 0) {
		err_set(e, ERR_CONFIG, "the database was used with keys that are not in \"%s\"", p->key);
		return err_hint(e, "bring the key file from where it was used; a new one cannot "
		    "tell who opted out");
	}
	if (!plan_make(p, p->key, new_key, &made, e))
		return false;
	if (!(made && p->s->common.dry_run) && !keyring_open(&k, p->key, e))
		return false;
	keyring_close(k);
	return plan_tell(p, "key", made, p->key, e);
}

/* Whole URIs and words alike: what libpq would take for a password. */
static bool
has_password(const char *conninfo)
{
	const char *at = strchr(conninfo, '@'), *user = strstr(conninfo, "://");
	const char *colon = user ? strchr(user + 3, ':') : NULL;

	return strstr(conninfo, "password") || (at && colon && colon < at);
}

static bool
check_database(const struct plan *p, struct err *e)
{
	const char *c;

	if (p->database == NULL)
		return true;
	if (has_password(p->database)) {
		err_set(e, ERR_USAGE, "the connection holds a password, which belongs in no configuration");
		return err_hint(e, "put it into ~/.pgpass (libpq's password file)");
	}
	for (c = p->database; *c; c++)
		if ((unsigned char)*c < ' ')
			return err_set(e, ERR_USAGE, "the connection holds a control character");
	return true;
}

static void
plan_free(struct plan *p)
{
	cluster_close(p->cluster);
	free(p->folder);
	free(p->database);
	free(p->config);
	free(p->key);
}

bool
front_init(void *settings, char **operands, struct err *e)
{
	struct plan p = { .s = settings };
	bool ok;

	p.table = table_open(columns, COUNT(columns), option_output(&p.s->common));
	ok = decide(&p, operands[0], e) && check_database(&p, e) && init_check(&p, e);
	if (!ok && p.fresh)
		rmdir(p.folder);
	ok = ok && make_server(&p, e) && make_schema(&p, e) && make_key(&p, e) &&
	    front_act_as_root(e) && init_config(&p, e);
	ok = table_close(p.table, e) && ok;
	plan_free(&p);
	return ok;
}
