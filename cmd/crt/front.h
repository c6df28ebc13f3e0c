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
	const char *hooks_url, *ca_file;	/* canary; NULL: not given */
	bool verify, without_journal;	/* db backup; db restore */
	int64_t keep;			/* db backup: backups of the folder; 0: all */
	const char *recipient, *private_key;	/* files of PEM; NULL: no encryption */
	const char *organization;	/* slug; NULL: the only one */
	const char *name, *timezone, *industry;	/* org add, org set; NULL: unchanged */
	const char *phone;		/* of a user; NULL: unchanged */
	int user_role;			/* user add: enum user_role */
	int user_role_set, factor;	/* user set: 0: unchanged, else one more than the enum */
	int disable;			/* user set: 0: unchanged, 1: yes, 2: no */
	int64_t password_cost;
	const char *address, *agent, *country;	/* user check: of the client */
	bool session;			/* user check: print the token */
	struct option_list scopes;
	bool publishable;
	crt_time expires, overlap;	/* of an API key; expires 0: never */
};

verb_fn front_help, front_version, front_init, front_start, front_stop, front_status, front_migrate,
    front_psql, front_check, front_backup, front_restore, front_doctor, front_canary,
    front_key_list, front_key_rotate, front_key_reseal, front_key_drop,
    front_org_add, front_org_set, front_org_list,
    front_user_add, front_user_set, front_user_remove, front_user_list, front_user_password,
    front_user_totp, front_user_check, front_user_sessions, front_user_revoke, front_user_attempts,
    front_api_key_add, front_api_key_list, front_api_key_revoke, front_api_key_rotate,
    front_api_key_check, front_role_add, front_role_remove, front_role_list;

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
