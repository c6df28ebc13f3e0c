/* preview.c: print a message as it would be sent. */
#include <string.h>

#include "message/due.h"
#include "rendered_mail.h"
#include "record/record.h"
#include "store/sms_price.h"
#include "send.h"

/* Makes a claim of the record that crt-campaign would print. */
static bool
preview_claimed(const struct run *r, const struct record *rec, struct claimed *m, struct err *e)
{
	const struct record_message_due *due = rec->data;

	*m = (struct claimed){ .store = stores_find(&r->stores, rec->store), .not_before = rec->time };
	m->template = due->template;
	m->locale = due->locale;
	m->recipient = due->to;
	memcpy(m->id, due->message, strnlen(due->message, sizeof m->id - 1));
	return due->to != NULL || due->channel == CHANNEL_PUSH
	    || err_set(e, ERR_INPUT, "message %s has no address", m->id);
}

static enum message_channel
preview_channel(const struct record *rec, bool ok)
{
	return ok ? (enum message_channel)((struct record_message_due *)rec->data)->channel
	    : CHANNEL_EMAIL;
}

/* The length and the cost come last. */
static void
preview_text(const struct mail *m, const struct store *store, const json_t *context,
    struct str *out)
{
	str_printf(out, "To: %s\n\n%s\n\n", m->to_address, m->text);
	sms_price_print(out, m->text, strlen(m->text), store,
	    value_text(value_path(context, "customer.country")), m->to_address);
}

static void
preview_address(struct str *out, const char *title, const struct str *address)
{
	const char *text = str_text(address);

	str_printf(out, "%s: %s%s\n", title, text, *text && !channel_push_opens(text)
	    ? " (left out: no https address)" : "");
}

static void
preview_push(const struct rendered_mail *l, struct str *out)
{
	str_printf(out, "Title: %s\n", l->out.mail.subject);
	preview_address(out, "Image", &l->image);
	preview_address(out, "Link", &l->link);
	str_printf(out, "\n%s\n", l->out.mail.text);
}

static bool
preview_print(struct run *r, struct output *out, struct err *e)
{
	struct str bytes = STR_MAX(MAIL_BYTES_MAX);
	struct mail_templates *templates = NULL;
	struct rendered_mail mail = { .of = NULL };
	struct arena arena = { 0 };
	struct record rec;
	struct claimed m;
	bool ok;

	ok = record_read(&rec, str_text(&out->held), out->held.len - 1, &arena, e)
	    && preview_claimed(r, &rec, &m, e);
	templates = mail_templates_open(r, preview_channel(&rec, ok));
	ok = ok && rendered_mail_begin(templates, &mail, &m, r->ring, e)
	    && rendered_mail_fill(&mail, ((struct record_message_due *)rec.data)->context, e);
	if (ok && mail.out.medium == CHANNEL_PUSH)
		preview_push(&mail, &bytes);
	else if (ok && mail.out.medium == CHANNEL_SMS)
		preview_text(&mail.out.mail, m.store,
		    ((struct record_message_due *)rec.data)->context, &bytes);
	else
		ok = ok && mail_write(&mail.out.mail, &bytes, e);
	output_drop(out);
	if (ok) {
		output_line(out, str_text(&bytes), bytes.len);
		ok = output_flush(out, e);
	}
	value_free(rec.json);
	arena_free(&arena);
	rendered_mail_free(&mail);
	mail_templates_close(templates);
	str_free(&bytes);
	return ok;
}

bool
send_preview(void *settings, char **operands, struct err *e)
{
	struct send *set = settings;
	struct output out;
	struct run run;
	bool found = false, ok;

	output_init(&out);
	mail_open();
	ok = run_open(&run, &set->common, "crt-send", RUN_STORES | RUN_KEYS, e)
	    && due_one(&run, operands[0], &out, &found, e);
	if (ok && !found)
		ok = err_set(e, ERR_USAGE, "there is no message \"%.64s\"", operands[0]);
	ok = ok && preview_print(&run, &out, e);
	output_free(&out);
	return run_close(&run, ok, e);
}
