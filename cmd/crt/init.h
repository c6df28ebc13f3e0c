/* init.h: what crt init decided, for the files that carry it out. */
#ifndef CRT_INIT_H
#define CRT_INIT_H

#include "front.h"
#include "report/table.h"

struct plan {
	const struct settings *s;
	struct cluster *cluster;	/* NULL: the database is somebody else's server */
	char *folder;			/* of the private server and the key */
	char *database, *config, *key;
	bool fresh;			/* the folder was made by this run */
	bool given;			/* root gave the folder to its owner in this run */
	bool key_given;			/* the key's place was said */
	bool used;			/* something in the database depends on its keys */
	struct table *table;
};

/* folder: crt init's operand, or NULL.  To be closed in any case, which ends what init says. */
bool plan_open(struct plan *, const char *folder, struct err *) MUSTUSE;
bool plan_close(struct plan *, bool ok, struct err *) MUSTUSE;

/* Make the folder, and act as its owner: what is made in it belongs to them. */
bool init_owner(struct plan *, struct err *) MUSTUSE;

void init_owner_log(const struct plan *);	/* whom root gave the folder to */

/* One row of what init says. */
bool plan_print(struct plan *, const char *what, bool made, const char *where, struct err *)
    MUSTUSE;

/* Make a file unless it is there, or would be but for a dry run. */
typedef bool plan_fn(const struct plan *, struct err *);
bool plan_make(struct plan *, const char *path, plan_fn *, bool *made, struct err *) MUSTUSE;

/* A crt.yaml that is there must name the same database, before anything is made; its key
   is this installation's unless another was said. */
bool init_check(struct plan *, struct err *) MUSTUSE;

/* crt.yaml: made, or found to pass that check. */
bool init_config(struct plan *, struct err *) MUSTUSE;

#endif
