/*
 * migrate.h: bring a database's schema to what this binary needs.
 *
 * The files of sql/schema/ are in the binary.  Each is applied once, in its own
 * transaction, with its checksum kept in crt.schema_version.  A file that was
 * edited after it had been applied, and a database that knows more files than
 * this binary, are ERR_CONFIG.  Any number may migrate at once: the first does it.
 */
#ifndef CRT_RUN_MIGRATE_H
#define CRT_RUN_MIGRATE_H

#include "db/db.h"

#define MIGRATE_PARTITIONS_MAX 256

struct migrate_state {
	int applied;		/* files that the database has */
	int known;		/* files that this binary has */
};

/* Looks only.  ERR_CONFIG as above. */
bool migrate_look(struct db *, struct migrate_state *, struct err *) MUSTUSE;

/* partitions 0 leaves the preset; once there are partitions, their number stays.
   *count: how many files were applied now. */
bool migrate_run(struct db *, int partitions, int *count, struct err *) MUSTUSE;

#endif
