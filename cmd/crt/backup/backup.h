/* backup.h: what crt db backup and crt db restore share. */
#ifndef CRT_BACKUP_H
#define CRT_BACKUP_H

#include "crypto/envelope.h"
#include "db/program.h"
#include "../front.h"

#define BACKUP_CHUNK 65536		/* bytes read from pg_dump at once */

/* Other databases on the same server, named after the one in use. */
#define BACKUP_VERIFY  "_verify"	/* of a test restore */
#define BACKUP_RESTORE "_restore"	/* until it is complete */
#define BACKUP_KEPT    "_old"		/* what a restore replaced */

/* A name of such a database. The caller frees it. ERR_CONFIG: it would be too long. */
bool backup_database(struct db *, const char *suffix, char **name, struct err *) MUSTUSE;

/* Drops the database, if there is one, and creates an empty one. */
bool backup_database_make(const struct settings *, struct db *, const char *name, struct err *)
    MUSTUSE;
bool backup_database_drop(const struct settings *, struct db *, const char *name, struct err *)
    MUSTUSE;

/* Starts pg_restore into the database; what is written to its pipe is the backup. */
bool backup_restore_into(struct program *, const struct settings *, struct db *, const char *name,
    bool privileges, struct err *) MUSTUSE;

/* Deletes all but the newest backups in the folder of path, and the journal from before the oldest
   that is left. */
bool backup_prune(const struct settings *, const char *path, struct err *) MUSTUSE;

/* Applies the journal since the backup in the database conninfo, and erases again. */
bool restore_replay(const struct settings *, const char *conninfo, struct err *) MUSTUSE;

#endif
