/* requests_open.c: requests open: record a request that a person made to the store itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gdpr.h"
#include "json/value.h"
#include "query.h"

#define PAYLOAD_MAX 8192

/* In the order of the option's words. */
static const enum privacy_kind kinds[] = { PRIVACY_ACCESS, PRIVACY_ERASE, PRIVACY_RECTIFY,
    PRIVACY_OBJECT };

/* A record as a platform would send it, so that the request is found and fulfilled like one. */
static void
request_payload(struct str *s, const struct store *store, const char *id, const char *kind,
    const char *subject)
{
	const char *member = !handle_is(subject) ? "id" : strchr(subject, '@') ? "email" : "phone";
	char now[CLOCK_TEXT];

	str_printf(s, "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/stores/%s\","
	    "\"type\":\"crt.privacy.requested\",\"time\":\"%s\",\"data\":{\"kind\":\"%s\","
	    "\"customer\":{\"%s\":", id, store->slug, clock_print(clock_now(), now), kind, member);
	value_quote(s, subject, strlen(subject));
	str_puts(s, "}}}");
}

/* An objection to direct marketing is absolute: it takes effect at once (Art. 21(3)). */
static bool
request_object(struct run *r, const struct store *s, const char *subject, struct err *e)
{
	char organization[IDENT_TEXT];
	struct suppress all;
	struct handle h;
	bool ok = handle_read(&h, r->ring, s, subject, e);

	suppress_open(&all);
	if (ok) {
		suppress_add(&all, &h, NULL, clock_now());
		ok = suppress_write(&all, ident_print(s->organization, organization),
		    SUPPRESS_OBJECTED, r->db, NULL, e);
	}
	suppress_close(&all);
	return ok;
}

static bool
request_put(struct run *r, const struct store *s, const struct gdpr *set, const char *subject,
    char **due, struct err *e)
{
	const char *kind = words_privacy_kind[kinds[set->request_kind]];
	struct str payload = STR_MAX(PAYLOAD_MAX);
	char id[IDENT_TEXT], now[CLOCK_TEXT];
	struct array keys;
	struct handle h;
	bool ok = true;
	const char *params[] = { s->id_text, id, kind, NULL, run_now(now), NULL, set->identity };
	unsigned char bytes[IDENT_BYTES];
	char *subjects[] = { mem_dup(subject), NULL };

	ident_random(bytes, clock_now());
	ident_print(bytes, id);
	request_payload(&payload, s, id, kind, subject);
	array_open(&keys);
	if (kinds[set->request_kind] == PRIVACY_ERASE && handle_is(subject)) {
		ok = handle_read(&h, r->ring, s, subject, e);
		array_add(&keys, ok ? h.key : NULL);
	}
	params[3] = str_text(&payload);
	params[5] = array_param(&keys);
	ok = ok && db_query(r->db, sql_request_open, COUNT(params), params, due, e)
	    && (kinds[set->request_kind] != PRIVACY_OBJECT || request_object(r, s, subject, e))
	    && gdpr_audit(r, s, "requests open", kind, subjects, 1, e);
	free(subjects[0]);
	array_free(&keys);
	str_free(&payload);
	return ok;
}

static bool
request_opened(struct run *r, const struct gdpr *set, const char *subject, struct err *e)
{
	const struct store *s;
	char *due = NULL;
	bool ok = gdpr_consent_store(r, &s, e) && db_begin(r->db, e)
	    && request_put(r, s, set, subject, &due, e);

	if (!ok && e->kind == ERR_INPUT) {
		e->kind = ERR_USAGE;
		err_in(e, "operand 1");
	}
	ok = run_keep(r, r->db, ok, e);
	if (ok)
		printf("request of %s for %s is due %s\n",
		    words_privacy_kind[kinds[set->request_kind]], s->slug, due);
	free(due);
	return ok;
}

bool
gdpr_requests_open(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS | RUN_HEARTBEAT, e)
	    && request_opened(&run, set, operands[0], e);

	return run_close(&run, ok, e);
}
