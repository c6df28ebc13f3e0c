/* test_template.c: send a template, filled with a cart, to a tester. */
#include <string.h>

#include "campaign/active.h"
#include "message/due.h"
#include "record/record.h"
#include "rendered_mail.h"
#include "send.h"

/* The language that the person would get. */
static bool
test_template_locale(const struct send *set, struct run *r, const json_t *context,
    struct claimed *m, struct arena *arena, struct err *e)
{
	struct campaign_step step = { .channel = send_medium(set) };
	struct active_campaigns active;
	bool ok = active_open(&active, r->db, &r->stores, e);

	step.template = arena_dup(arena, set->template, strlen(set->template));
	if (ok) {
		const char *locale = active_locale(&active, m->store, &step,
		    value_text(value_path(context, "customer.locale")),
		    value_text(value_path(context, "customer.country")));

		m->locale = arena_dup(arena, locale, strlen(locale));
	}
	active_close(&active);
	return ok;
}

static bool
test_template_send(const struct send *set, const char *kind, struct run *r,
    const struct record *rec, struct arena *arena, struct channel_result *result, struct err *e)
{
	const struct record_message_due *due = rec->data;
	struct mail_templates *templates = mail_templates_open(r, send_medium(set));
	struct claimed m = { .store = stores_find(&r->stores, rec->store), .template = set->template,
	    .recipient = set->to, .not_before = rec->time };
	struct rendered_mail mail = { .of = NULL };
	unsigned char id[IDENT_BYTES];
	bool ok;

	ident_random(id, clock_now());
	ident_print(id, m.id);
	ok = test_template_locale(set, r, due->context, &m, arena, e)
	    && rendered_mail_begin(templates, &mail, &m, NULL, e)
	    && rendered_mail_fill(&mail, due->context, e);
	if (ok && set->from)
		mail.out.mail.from = set->from;
	ok = ok && send_hand_off(set, kind, &mail.out, result, e);
	rendered_mail_free(&mail);
	mail_templates_close(templates);
	return ok;
}

bool
send_template(const struct send *set, const char *kind, struct channel_result *result,
    struct err *e)
{
	struct arena arena = { 0 };
	struct record rec = { .json = NULL };
	struct output out;
	struct run run;
	bool found = false, ok;

	output_init(&out);
	ok = run_open(&run, &set->common, "crt-send", RUN_STORES | RUN_KEYS, e)
	    && due_cart(&run, set->cart, &out, &found, e);
	if (ok && !found)
		ok = err_set(e, ERR_USAGE, "there is no cart \"%.64s\"", set->cart);
	ok = ok && record_read(&rec, str_text(&out.held), out.held.len - 1, &arena, e)
	    && test_template_send(set, kind, &run, &rec, &arena, result, e);
	output_drop(&out);
	output_free(&out);
	value_free(rec.json);
	arena_free(&arena);
	return run_close(&run, ok, e);
}
