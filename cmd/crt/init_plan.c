/* init_plan.c: decide all paths before crt init creates anything. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "conf/config.h"
#include "init.h"
#include "init_paths.h"
#include "os/file.h"

static const struct table_column columns[] = {
	{ .name = "what" }, { .name = "state" }, { .name = "where" },
};

bool
plan_print(struct plan *p, const char *what, bool made, const char *where, struct err *e)
{
	table_cell_text(p->table, what);
	table_cell_text(p->table,
	    !made ? "unchanged" : p->s->common.dry_run ? "would be made" : "made");
	table_cell_text(p->table, where);
	return table_row_end(p->table, e);
}

static char *
init_plan_copy(const char *text)
{
	return text ? mem_dup(text) : NULL;
}

/* An existing server is named by -d or PG*.  crt.yaml counts only without both, and not
   if the user named a folder. */
static void
decide_database(struct plan *p, const char *folder)
{
	const char *given = p->s->common.database, *file = config_text(&p->s->common, "database");
	bool from_file = given && file && strcmp(given, file) == 0;
	char *environment = init_conninfo();

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
	p->key = p->key_given ? mem_dup(given) : file_in(p->folder, "key");
	free(foreign);
}

static bool
decide_config(struct plan *p, const char *folder, struct err *e)
{
	const char *named = init_config_path() ? init_config_path() : p->s->common.config;

	if (named == NULL)
		named = getenv("CRT_CONFIG");
	if (named && *named)
		p->config = mem_dup(named);
	else if (folder)
		p->config = file_in(folder, "crt.yaml");
	else
		return init_config_file(&p->config, e);
	return true;
}

static bool
init_plan_decide(struct plan *p, const char *operand, struct err *e)
{
	decide_database(p, operand);
	if (!decide_config(p, operand, e))
		return false;
	p->folder = init_plan_copy(operand ? operand : p->database ? NULL : p->s->server);
	if (!init_owner(p, e))
		return false;
	decide_key(p, operand);
	if (p->database)
		return true;
	if (!cluster_open(&p->cluster, p->folder, e))
		return false;
	p->database = mem_dup(cluster_conninfo(p->cluster));
	return true;
}

/* Finds a password in both forms that libpq reads: URI and keywords. */
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
		err_set(e, ERR_USAGE, "the connection contains a password, which is not allowed");
		return err_hint(e, "put the password into ~/.pgpass, mode 0600");
	}
	for (c = p->database; *c; c++)
		if ((unsigned char)*c < ' ')
			return err_set(e, ERR_USAGE, "the connection contains a control character");
	return true;
}

bool
plan_make(struct plan *p, const char *path, plan_fn *make, bool *made, struct err *e)
{
	*made = access(path, F_OK) < 0;
	if (!*made || p->s->common.dry_run || make(p, e))
		return true;
	if (access(path, F_OK) < 0)
		return false;
	*e = (struct err){ 0 };		/* another crt init created it first */
	*made = false;
	return true;
}

bool
plan_open(struct plan *p, const char *folder, struct err *e)
{
	p->table = table_open(columns, COUNT(columns), option_output(&p->s->common));
	return init_plan_decide(p, folder, e) && check_database(p, e);
}

bool
plan_close(struct plan *p, bool ok, struct err *e)
{
	ok = table_close(p->table, e) && ok;
	if (ok && p->given)
		init_owner_log(p);
	cluster_close(p->cluster);
	free(p->folder);
	free(p->database);
	free(p->config);
	free(p->key);
	return ok;
}
