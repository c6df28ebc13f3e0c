/*
 * migrate.h: bring a database's schema to the version of this binary.
 *
 * The binary contains the files of sql/schema/. Each is applied once, in its own transaction,
 * and its checksum is kept in crt.schema_version. ERR_CONFIG: a file was edited after it had
 * been applied, or the database has more files than this binary. Several processes may migrate
 * at the same time: one does the work.
 */
#ifndef CRT_RUN_MIGRATE_H
#define CRT_RUN_MIGRATE_H

#include "db/db.h"

#define MIGRATE_PARTITIONS_MAX 256

struct migrate_state {
	int applied;		/* files that the database has */
	int known;		/* files that this binary has */
};

/* Reads the state only. ERR_CONFIG as above. */
bool migrate_inspect(struct db *, struct migrate_state *, struct err *) MUSTUSE;

/* partitions: 0 means the default; a database that has partitions keeps their number. count:
   the number of files applied by this call. */
bool migrate_run(struct db *, int partitions, int *count, struct err *) MUSTUSE;

#endif
