/* init.c: crt init creates what is missing. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "os/act.h"
#include "os/file.h"
#include "crypto/keyring.h"
#include "run/migrate.h"
#include "init.h"
#include "query.h"

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
	return plan_print(p, "server", made, cluster_data(p->cluster), e);
}

/* Finds hashes and secrets that need the original key: with a new key, people who opted
   out would be mailed again. */
static bool
init_used(struct plan *p, struct db *db, struct err *e)
{
	return db_session(db, sql_session_whole, e)
	    && db_query_bool(db, sql_key_used, 0, NULL, &p->used, e);
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
		return plan_print(p, "schema", true, "the server is not running", e);
	ok = db_open(&db, p->database, p->s->common.pooler, "crt", e);
	if (ok && !p->s->common.dry_run)
		ok = migrate_run(db, (int)p->s->partitions, &count, e);
	ok = ok && migrate_inspect(db, &state, e);
	if (ok && state.applied == state.known)
		ok = init_used(p, db, e);
	db_close(db);
	if (p->s->common.dry_run)
		count = state.known - state.applied;
	snprintf(text, sizeof text, "crt, %d files", state.applied);
	return ok && plan_print(p, "schema", count > 0, text, e);
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
		return err_hint(e, "copy the original key file to this place; a new one cannot "
		    "recognize opt-outs");
	}
	if (!plan_make(p, p->key, new_key, &made, e))
		return false;
	if (!(made && p->s->common.dry_run) && !keyring_open(&k, p->key, e))
		return false;
	keyring_close(k);
	return plan_print(p, "key", made, p->key, e);
}

bool
front_init(void *settings, char **operands, struct err *e)
{
	struct plan p = { .s = settings };
	struct err ignored = { 0 };
	bool ok;

	ok = plan_open(&p, operands[0], e) && init_check(&p, e);
	if (!ok && p.fresh && act_as_root(&ignored))
		rmdir(p.folder);
	ok = ok && make_server(&p, e) && make_schema(&p, e) && make_key(&p, e) &&
	    init_config(&p, e);
	return plan_close(&p, ok, e);
}
