/* unknown.c: warn that nobody is known by the given addresses or ids. */
#include "base/log.h"
#include "gdpr.h"
#include "privacy/subject.h"

void
gdpr_warn_unknown(const struct run *r, char **handles)
{
	bool dry = r->common->dry_run, address = false;
	size_t i;

	for (i = 0; handles[i]; i++)
		address = address || handle_is(handles[i]);
	if (!address)
		log_line(LOG_WARN, NULL, "nobody is known by this id");
	else
		log_line(LOG_WARN, NULL, "nobody is known by this address, which %s suppressed all the "
		    "same; if it is misspelled, crt-gdpr(1) shows how to undo that",
		    dry ? "would be" : "is");
}

bool
gdpr_is_known(struct run *r, char **handles, bool *known, struct err *e)
{
	struct subject s;
	bool ok = subject_open(&s, r, NULL, handles, SUBJECT_FOUND, e);

	*known = ok && subject_customers(&s) > 0;
	subject_close(&s);
	return ok;
}
