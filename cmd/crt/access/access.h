/* access.h: what the verbs about organizations, users, and API keys share. */
#ifndef CRT_FRONT_ACCESS_H
#define CRT_FRONT_ACCESS_H

#include "access/sign_in.h"
#include "report/table.h"
#include "run/run.h"
#include "../front.h"

struct access {
	struct settings *set;
	struct run run;
	char organization[IDENT_TEXT], slug[64];
	char email[USER_EMAIL], user[IDENT_TEXT];	/* of access_user */
	enum user_role role;
	enum user_factor factor;
	char phone[24];			/* "": none */
};

/* Opens the run, as the installation's owner, and finds the organization of --organization, or
   the only one. needs: enum run_needs. */
bool access_begin(struct access *, struct settings *, int needs, struct err *) MUSTUSE;

/* Finds the user with this address; ERR_USAGE: there is none. */
bool access_user(struct access *, const char *email, struct err *) MUSTUSE;

/* The same for an address that may be new: user is "" then. */
bool access_email(struct access *, const char *email, struct err *) MUSTUSE;

/* Begins the transaction of a change, and ends it: an audit row, then commit or, in a dry run,
   roll back. object: no personal data. rows 0: nothing changed, so there is no audit row. */
bool access_keep(struct access *, bool ok, const char *action, const char *object, int64_t rows,
    struct err *) MUSTUSE;

/* Prints the rows of a query without parameters, or with two: the organization, which may be
   NULL, and the time. The rows get the table as their argument. */
bool access_list(const struct settings *, const struct table_column *, size_t n, const char *sql,
    int params, db_row_fn *, struct err *) MUSTUSE;

/* Prints one row of TABLE_TEXT columns. */
bool access_print(const struct settings *, const struct table_column *, size_t n,
    const char *const *cells, struct err *) MUSTUSE;

#endif
