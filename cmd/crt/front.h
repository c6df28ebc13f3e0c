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
};

verb_fn front_help, front_version, front_init, front_start, front_stop, front_status, front_migrate,
    front_psql, front_doctor, front_key_list, front_key_rotate, front_key_reseal, front_key_drop;

/* Connects; if the private server is stopped, the error explains how to start it. */
bool front_db(const struct settings *, struct db **, struct err *) MUSTUSE;

/* The private server of the configuration; ERR_CONFIG when it has none. */
bool front_cluster(const struct settings *, struct cluster **, struct err *) MUSTUSE;

/* Executes crt-NAME from this binary's folder, else from PATH.  Returns if there is none. */
void front_become(const char *name, char **argv);

/* False when NAME is one of crt's commands that is not installed, or probably means one. */
bool front_present(const char *name, struct err *) MUSTUSE;

/* Prints the installed commands. */
void front_list(void);

/* The path of crt-NAME, or NULL; the caller frees it. */
char *front_find(const char *name);

/* A process of root switches to the owner of the private server's folder, or else of the
   key.  ERR_DENIED: the installation belongs to another user. */
bool front_act(const struct settings *, struct err *) MUSTUSE;

/* ---- default_paths.c ---- */

/* /var/lib/crt for root, else ${XDG_DATA_HOME:-~/.local/share}/crt.  Free it. */
bool front_data_folder(char **, struct err *) MUSTUSE;

/* The crt.yaml that commands read by default.  Free it. */
bool front_config_file(char **, struct err *) MUSTUSE;

/* Conninfo from PGHOST and the other PG variables; NULL when none is set.  Free it. */
char *front_environment(void);

/* "crt init -c FILE" may name a file that does not exist yet.  Its name is stored here,
   and the command continues with an empty file. */
void front_take_target(int argc, char **argv);
const char *front_target(void);

#endif
