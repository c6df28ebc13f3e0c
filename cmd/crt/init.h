/* init.h: the plan of crt init, for the files that execute it. */
#ifndef CRT_INIT_H
#define CRT_INIT_H

#include "front.h"
#include "report/table.h"

struct plan {
	const struct settings *s;
	struct cluster *cluster;	/* NULL: the database is on a server that crt does not run */
	char *folder;			/* of the private server and the key */
	char *database, *config, *key;
	bool fresh;			/* the folder was made by this run */
	bool given;			/* root gave the folder to its owner in this run */
	bool key_given;			/* the user chose the key's path */
	bool used;			/* something in the database depends on its keys */
	struct table *table;
};

/* folder: crt init's operand, or NULL.  Always close the plan: that ends the output. */
bool plan_open(struct plan *, const char *folder, struct err *) MUSTUSE;
bool plan_close(struct plan *, bool ok, struct err *) MUSTUSE;

/* Creates the folder and switches to its owner, who then owns everything in it. */
bool init_owner(struct plan *, struct err *) MUSTUSE;

void init_owner_log(const struct plan *);	/* logs to whom root gave the folder */

/* Prints one row. */
bool plan_print(struct plan *, const char *what, bool made, const char *where, struct err *)
    MUSTUSE;

/* Creates a file unless it exists; a dry run only sets *made. */
typedef bool plan_fn(const struct plan *, struct err *);
bool plan_make(struct plan *, const char *path, plan_fn *, bool *made, struct err *) MUSTUSE;

/* Before anything is created, checks that an existing crt.yaml names the same database.
   Its key is used unless the user chose another. */
bool init_check(struct plan *, struct err *) MUSTUSE;

/* Creates crt.yaml, or checks it as above. */
bool init_config(struct plan *, struct err *) MUSTUSE;

#endif
