/* act.c: the people of an act, as keyed hashes for the audit log. */
#include "../gdpr.h"
#include "privacy/handle.h"

bool
gdpr_audit_people(const struct run *r, const struct store *s, char **subjects, struct array *people,
    struct err *e)
{
	char key[IDENT_TEXT];
	int i;

	for (i = 0; subjects[i]; i++) {
		if (!handle_subject(key, r->ring, s, subjects[i], e)) {
			e->kind = ERR_USAGE;
			return err_in(e, "operand %d", i + 1);
		}
		array_add(people, key);
	}
	return true;
}

bool
gdpr_audit(struct run *r, const struct store *s, const char *action, const char *object,
    char **subjects, int64_t rows, struct err *e)
{
	char organization[IDENT_TEXT];
	struct array people;
	bool ok;

	array_open(&people);
	ok = gdpr_audit_people(r, s, subjects, &people, e) && audit_add(r->db, &(struct audit){
	    ident_print(s->organization, organization), action, object, &people, rows }, e);
	array_free(&people);
	return ok;
}
