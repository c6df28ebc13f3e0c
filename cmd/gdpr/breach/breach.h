/* breach.h: what the verbs for breaches share. */
#ifndef CRT_GDPR_BREACH_H
#define CRT_GDPR_BREACH_H

#include "../gdpr.h"
#include "json/value.h"

struct breach {
	struct run *run;
	struct tenants all;
	const struct tenant *tenant;	/* whose breach it is */
	const char *id;
	json_t *facts;			/* of breach_find, by column; a column without a value is absent */
};

/* Finds the breach, and locks it in a transaction, which breach_end ends. ERR_USAGE: there is none,
   or it is closed. */
bool breach_begin(struct breach *, struct run *, const char *id, struct err *) MUSTUSE;

/* Whether the options from and until, 0 if not given, are in order. */
bool breach_period(crt_time from, crt_time until, struct err *) MUSTUSE;

/* Adds an act to the documentation and to the audit log, and commits if ok. */
bool breach_end(struct breach *, bool ok, const char *act, const char *detail, int64_t rows,
    struct err *);

/* text.c: the form for the authority, or the notice to people ("authority", "notice"), in a
   language: "de" for "de-AT". */
bool breach_text(const struct breach *, const struct store *, const char *name,
    const char *language, struct str *out, struct err *) MUSTUSE;

/* The i-th language of the texts; NULL behind the last one. */
const char *breach_language(size_t i);

/* notices.c: queues a notice to each affected person of the stores. */
bool breach_notices(const struct breach *, int64_t *queued, struct err *) MUSTUSE;

#endif
