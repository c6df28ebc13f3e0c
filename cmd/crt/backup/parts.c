/* parts.c: scratch databases and pg_restore, for backups and restores. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "backup.h"

#define DATABASE_NAME_MAX 63		/* bytes; PostgreSQL cuts longer names */

bool
backup_database(struct db *db, const char *suffix, char **name, struct err *e)
{
	struct str s = STR_MAX(DATABASE_NAME_MAX);

	str_printf(&s, "%s%s", db_database(db), suffix);
	*name = s.data;
	return !str_full(&s) || err_set(e, ERR_CONFIG, "the name of the database \"%s\" leaves no "
	    "room for \"%s\"", db_database(db), suffix);
}

static bool
backup_program(const struct settings *s, struct db *db, const char *name, const char *const *argv,
    struct err *e)
{
	char *folder = front_programs(s);
	bool ok = program_run(db, NULL, folder, name, argv, e);

	free(folder);
	return ok;
}

bool
backup_database_drop(const struct settings *s, struct db *db, const char *name, struct err *e)
{
	const char *const argv[] = { "--if-exists", name, NULL };

	return backup_program(s, db, "dropdb", argv, e);
}

bool
backup_database_make(const struct settings *s, struct db *db, const char *name, struct err *e)
{
	const char *const argv[] = { "--template=template0", "--encoding=UTF8", name, NULL };

	if (backup_database_drop(s, db, name, e) && backup_program(s, db, "createdb", argv, e))
		return true;
	return *e->hint ? false : err_hint(e, "the role needs the right to create databases: "
	    "ALTER ROLE ... CREATEDB");
}

bool
backup_restore_into(struct program *p, const struct settings *s, struct db *db, const char *name,
    bool privileges, struct err *e)
{
	char *folder = front_programs(s);
	const char *const argv[] = { "--exit-on-error", "--no-owner", "-d", name,
	    privileges ? NULL : "--no-privileges", NULL };
	bool ok = program_start(p, db, name, folder, "pg_restore", argv, PROGRAM_WRITE, e);

	free(folder);
	return ok;
}
