/* backup_parts.c: scratch databases, pg_restore, and key files, for backups and restores. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "backup.h"

#define NAME_MAX_BYTES 64

char *
backup_database(struct db *db, const char *suffix)
{
	struct str s = STR_MAX(NAME_MAX_BYTES);

	str_printf(&s, "%s%s", db_database(db), suffix);
	return s.data;
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

bool
backup_pem(const char *path, struct str *text, struct err *e)
{
	char bytes[4096];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	*text = (struct str)STR_MAX(ENVELOPE_FILE_MAX);
	while (fd >= 0 && (n = read(fd, bytes, sizeof bytes)) > 0)
		str_add(text, bytes, (size_t)n);
	if (fd >= 0)
		close(fd);
	if (fd >= 0 && text->len && !str_full(text))
		return true;
	return err_set(e, ERR_USAGE, "cannot read \"%s\": %s", path, fd < 0 ? strerror(errno)
	    : "it is empty or too large");
}
