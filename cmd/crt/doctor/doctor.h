/* doctor.h: the checks of crt doctor; each reports its findings as rows. */
#ifndef CRT_DOCTOR_H
#define CRT_DOCTOR_H

#include "../front.h"
#include "report/health.h"
#include "report/table.h"

#define DOCTOR_SHOPS_MAX 100		/* stores that are tested */

struct doctor {
	const struct settings *s;
	struct db *db;			/* NULL: not reachable */
	struct table *table;
	int faults;
	char *shop[DOCTOR_SHOPS_MAX];	/* slugs of stores with credentials */
	size_t shops, all_shops;
	bool reported;			/* crt-sync printed a result for them */
};

/* Prints a row; todo is what to do, or "".  False when output is lost. */
bool doctor_report(struct doctor *, const char *check, enum health, const char *found,
    const char *todo, struct err *) MUSTUSE;

/* Prints the failure of a check as a row. */
bool doctor_explain_error(struct doctor *, const char *check, const struct err *why, struct err *)
    MUSTUSE;

bool doctor_server(struct doctor *, struct err *) MUSTUSE;	/* opens db */
bool doctor_settings(struct doctor *, struct err *) MUSTUSE;
bool doctor_schema(struct doctor *, struct err *) MUSTUSE;
bool doctor_runs(struct doctor *, struct err *) MUSTUSE;
bool doctor_stores(struct doctor *, struct err *) MUSTUSE;
bool doctor_config(struct doctor *, struct err *) MUSTUSE;
bool doctor_key(struct doctor *, struct err *) MUSTUSE;
bool doctor_owner(struct doctor *, struct err *) MUSTUSE;
bool doctor_folders(struct doctor *, struct err *) MUSTUSE;
bool doctor_disk(struct doctor *, struct err *) MUSTUSE;
bool doctor_volumes(struct doctor *, struct err *) MUSTUSE;
bool doctor_backup(struct doctor *, struct err *) MUSTUSE;

/* Not with --offline. */
bool doctor_shops(struct doctor *, struct err *) MUSTUSE;
bool doctor_channels(struct doctor *, struct err *) MUSTUSE;
bool doctor_probed(const struct doctor *, const char *slug);	/* its settings were tested, too */
void doctor_forget(struct doctor *);

#endif
