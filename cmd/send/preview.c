/* preview.c: a message as it would be sent, to standard output. */
#include <string.h>

#include "campaign/due.h"
#include "letter.h"
#include "record/record.h"
#include "send.h"

/* The record that crt-campaign would tell, as a claim. */
static bool
as_claimed(const struct run *r, const struct record *rec, struct claimed *m, struct err *e)
{
	const struct record_message_due *due = rec->data;

	*m = (struct claimed){ .store = stores_find(&r->stores, rec->store), .not_before = rec->time };
	m->template = (char *)(uintptr_t)due->template;
	m->locale = (char *)(uintptr_t)due->locale;
	m->email = (char *)(uintptr_t)due->to;
	memcpy(m->id, due->message, strnlen(due->message, sizeof m->id - 1));
	return due->to != NULL || err_set(e, ERR_INPUT, "message %s has no address", m->id);
}

static bool
print(struct run *r, struct output *out, struct err *e)
{
	struct str bytes = STR_MAX(MAIL_BYTES_MAX);
	struct letters *letters = letters_open(r);
	struct letter letter = { .of = NULL };
	struct arena arena = { 0 };
	struct record rec;
	struct claimed m;
	bool ok;

	ok = record_read(&rec, str_text(&out->held), out->held.len - 1, &arena, e)
	    && as_claimed(r, &rec, &m, e)
	    && letter_begin(letters, &letter, &m, e)
	    && letter_fill(&letter, ((struct record_message_due *)rec.data)->context, e)
	    && mail_write(&letter.out.mail, &bytes, e);
	output_drop(out);
	if (ok) {
		output_line(out, str_text(&bytes), bytes.len);
		ok = output_flush(out, e);
	}
	value_free(rec.json);
	arena_free(&arena);
	letter_free(&letter);
	letters_close(letters);
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
	ok = ok && print(&run, &out, e);
	output_free(&out);
	return run_close(&run, ok, e);
}
