/* front.h: what the verbs of the command crt share. */
#ifndef CRT_FRONT_H
#define CRT_FRONT_H

#include "conf/command.h"
#include "db/cluster.h"
#include "db/db.h"

struct settings {
	struct common common;
	const char *server;		/* folder of the private server; NULL without one */
	int64_t partitions;
	bool sync, yes, offline;
	bool verify, without_journal;	/* db backup; db restore */
	const char *recipient, *private_key;	/* files of PEM; NULL: no encryption */
};

verb_fn front_help, front_version, front_init, front_start, front_stop, front_status, front_migrate,
    front_psql, front_check, front_backup, front_restore, front_doctor, front_canary,
    front_key_list, front_key_rotate, front_key_reseal, front_key_drop;

/* Connects; if the private server is stopped, the error explains how to start it. */
bool front_db(const struct settings *, struct db **, struct err *) MUSTUSE;

/* check.c: prints each invariant; ERR_CONFIG if one is violated. */
bool invariants_print(struct db *, enum output_form, struct err *) MUSTUSE;

/* The folder of PostgreSQL's programs, whose version is the private server's; NULL: in PATH. The
   caller frees it. */
char *front_programs(const struct settings *);

/* The private server of the configuration; ERR_CONFIG when it has none. */
bool front_cluster(const struct settings *, struct cluster **, struct err *) MUSTUSE;

#endif
