/* detect.h: the settings and verbs of crt-detect. */
#ifndef CRT_DETECT_H
#define CRT_DETECT_H

#include "conf/command.h"
#include "run/run.h"
#include "report/result_cell.h"

struct detect {
	struct common common;
	int state;			/* list: index into the words; 0 means all */
};

verb_fn detect_find, detect_list, detect_show, detect_recover;

/* Carts with this shop's id or crt's id: pairs for a statement. */
struct cart_names {
	struct str stores, carts;
};
void cart_names(struct cart_names *, const struct stores *, const char *name);
void cart_names_free(struct cart_names *);

bool cart_missing(const char *name, struct err *);	/* always false */

#endif
