/* test.c: test each provider, with a test mail or without one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "deliver/providers.h"
#include "person/address.h"
#include "send.h"

#define TEXT "This is the test mail of crt-send test. The channel works.\n"

static const char *
test_what(const struct send *set)
{
	return set->sms || set->push ? "message" : "mail";
}

static bool
test_print(const struct send *set, const char *kind, const struct channel_result *r, struct err *e)
{
	if (r->fate == CHANNEL_SENT) {
		printf("%s accepted the test %s to %s\n", kind, test_what(set), set->to);
		return true;
	}
	err_set(e, ERR_UNAVAILABLE, "%s refused the test %s: %s %s", kind, test_what(set),
	    r->code, r->reason);
	if (set->sms || set->push)
		return err_hint(e, set->sms ? "see twilio.com/docs/api/errors"
		    : "--to takes the token of an app's installation");
	err_hint(e, "check the sender (--from, or the store's setting from) and smtp_user");
	return err_option(e, "smtp-user");
}

/* Rejects an invalid address before connecting to the server. */
bool
send_recipient_ok(const struct send *set, const char *what, const char *to, struct err *e)
{
	struct err why = { 0 };
	char phone[PHONE_MAX + 2];

	if (set->sms)
		return address_phone(to, strlen(to), NULL, NULL, phone)
		    || err_set(e, ERR_USAGE, "%s: \"%.64s\" is no telephone number such as +49...", what,
		    to);
	return set->push || mail_address_ok(to, &why)
	    || err_set(e, ERR_USAGE, "%s: %s", what, why.text);
}

/* The sender of the first store that has one; the caller frees it. */
static char *
test_first_sender(const struct stores *all)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (all->list[i].from[0])
			return mem_dup(all->list[i].from);
	return NULL;
}

/* The sender of --from, which needs no database, else a store's. */
static bool
test_sender(const struct send *set, char **from, struct err *e)
{
	struct run run;
	bool ok;

	*from = set->from ? mem_dup(set->from) : NULL;
	if (*from || set->sms || set->push)
		return true;
	ok = run_open(&run, &set->common, "crt-send", RUN_STORES, e);
	if (ok && (*from = test_first_sender(&run.stores)) == NULL) {
		ok = err_set(e, ERR_USAGE, "no store has a sender");
		err_hint(e, "use --from ADDRESS, or run: crt-sync store set STORE from=ADDRESS");
	}
	return run_close(&run, ok, e);
}

/* Where a kind of channel sends to. */
static const char *
test_place(const struct send *set, const char *kind)
{
	const struct { const char *kind, *place; } places[] = { { "smtp", set->smtp_url },
	    { "maildir", set->maildir }, { "sendgrid", set->sendgrid_url },
	    { "twilio", set->twilio_url }, { "fcm", set->fcm_url }, { "exec", set->sms
	    ? set->sms_program : set->push ? set->push_program : set->program } };
	const char *place = NULL;
	size_t i;

	for (i = 0; i < COUNT(places); i++)
		if (!strcmp(kind, places[i].kind))
			place = places[i].place;
	return place ? place : kind;
}

static bool
test_probe(const struct send *set, const char *kind, struct err *e)
{
	struct channel *c = NULL;
	bool ok;

	if (set->common.dry_run) {
		printf("%s would be probed\n", test_place(set, kind));
		return true;
	}
	ok = send_open_kind(set, kind, NULL, send_ignored, NULL, &c, e) && channel_probe(c, e);
	channel_close(c);
	if (ok)
		printf("%s is ready\n", test_place(set, kind));
	return ok;
}

bool
send_one(const struct send *set, const char *kind, const char *to, const char *subject,
    const char *text, struct channel_result *result, struct err *e)
{
	struct channel_message message = { .mail = { .to_address = to, .subject = subject,
	    .text = text, .date = clock_now() } };
	unsigned char uuid[IDENT_BYTES];
	char id[IDENT_TEXT], message_id[IDENT_TEXT + 16];
	char *from;
	bool ok = test_sender(set, &from, e);

	message.mail.from = from;
	ident_random(uuid, clock_now());
	message.id = ident_print(uuid, id);
	message.medium = send_medium(set);
	snprintf(message_id, sizeof message_id, "%s@crt.invalid", id);
	message.mail.message_id = message_id;
	ok = ok && send_hand_off(set, kind, &message, result, e);
	free(from);
	return ok;
}

static bool
test_mail(const struct send *set, const char *kind, struct err *e)
{
	struct channel_result result;

	if (!(set->template ? send_template(set, kind, &result, e)
	    : send_one(set, kind, set->to, "crt-send test", TEXT, &result, e)))
		return false;
	if (!set->common.dry_run)
		return test_print(set, kind, &result, e);
	printf("%s would send the test %s to %s\n", kind, test_what(set), set->to);
	return true;
}

/* Tests the others, too, when one fails. */
static bool
test_each(const struct send *set, const struct providers *all, struct err *e)
{
	size_t i;

	for (i = 0; i < all->n && (i == 0 || !stop_requested()); i++) {
		const char *kind = all->list[i].name;
		struct err why = { 0 };

		if (set->to ? test_mail(set, kind, &why) : test_probe(set, kind, &why))
			continue;
		if (e->kind == ERR_NONE)
			*e = why;
		else
			log_line(LOG_WARN, NULL, "%s", why.text);
	}
	return e->kind == ERR_NONE;
}

bool
send_test(void *settings, char **operands UNUSED, struct err *e)
{
	const struct send *set = settings;
	struct providers all = { .n = 0 };

	if ((set->template != NULL) != (set->cart != NULL) || (set->template && set->to == NULL))
		return err_set(e, ERR_USAGE, "--template takes --cart, too, and --to");
	stop_open();			/* a mail on the wire is finished */
	if (!providers_read(&all, set, e)
	    || (set->to && !send_recipient_ok(set, "--to", set->to, e)) || !test_each(set, &all, e))
		return false;
	if (set->to == NULL && !set->common.dry_run)
		printf("no %s was sent; --to ADDRESS sends one\n", test_what(set));
	return true;
}
