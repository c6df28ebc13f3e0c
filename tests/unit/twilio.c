/* twilio.c: signatures of Twilio's webhooks, and what replies to text messages mean. */
#include "person/reply.h"
#include "platform/platform.h"
#include "record/record.h"
#include "tap.h"

/* Made with openssl: the address, then names and values in order; openssl dgst -sha1 -hmac tok. */
#define URL "https://crt.example/hooks/twilio/acme"
#define FORM "MessageSid=SM1&From=%2B15558675310&Body=STOP+%26+more%2B&FromCity="
#define FORM_SIGNATURE "JZHE20OJwBFgyWM61OcznyWHIxc="
#define JSON_HASH "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
#define JSON_SIGNATURE "07LDFHdeox300EbrmPJQJClce0M="

static enum proof
proof_of(const char *token, const char *url, const char *signature, const char *body)
{
	const char *const secrets[] = { "another", token, NULL };
	json_t *headers = value_map();
	const struct platform_delivery d = { NULL, headers, body, strlen(body), "acme", 0, false,
	    false };
	enum proof proof;
	crt_time at;

	value_set_text(headers, PROOF_URL, url);
	value_set_text(headers, "x-twilio-signature", signature);
	proof = platform_sender("twilio")->prove(&d, secrets, 0, &at);
	value_free(headers);
	return proof;
}

static void
test_proof(void)
{
	tap_ok(proof_of("tok", URL "?a=b", FORM_SIGNATURE, FORM) == PROOF_GENUINE, "a form");
	tap_ok(proof_of("tok", URL "?a=b", FORM_SIGNATURE, "Body=STOP+%26+more%2B&FromCity="
	    "&From=%2B15558675310&MessageSid=SM1&MessageSid=SM1") == PROOF_GENUINE,
	    "in another order, one field twice");
	tap_ok(proof_of("tok", URL "?a=c", FORM_SIGNATURE, FORM) == PROOF_WRONG, "another query");
	tap_ok(proof_of("tok", NULL, FORM_SIGNATURE, FORM) == PROOF_WRONG, "without hooks_url");
	tap_ok(proof_of("tik", URL "?a=b", FORM_SIGNATURE, FORM) == PROOF_WRONG, "another token");
	tap_ok(proof_of("tok", URL "?a=b", FORM_SIGNATURE, FORM "x") == PROOF_WRONG, "another value");
	tap_ok(proof_of("tok", URL "?a=b", FORM_SIGNATURE, "Body=%0") == PROOF_WRONG, "half a byte");
	tap_ok(proof_of("tok", URL "?a=b", FORM_SIGNATURE, "Body=%00") == PROOF_WRONG, "a NUL");
	tap_ok(proof_of("tok", URL "?a=b", "no base64", FORM) == PROOF_WRONG, "no base64");
	tap_ok(proof_of("tok", URL "?a=b", NULL, FORM) == PROOF_MISSING, "no signature");
	tap_ok(proof_of("tok", URL "?bodySHA256=" JSON_HASH, JSON_SIGNATURE, "{\"a\":1}")
	    == PROOF_GENUINE, "JSON");
	tap_ok(proof_of("tok", URL "?bodySHA256=" JSON_HASH, JSON_SIGNATURE, "{\"a\":2}")
	    == PROOF_WRONG, "another JSON");
}

static void
test_replies(void)
{
	static const struct { const char *text; enum reply meaning; } all[] = {
		{ "STOP", REPLY_OPTOUT }, { " stop. ", REPLY_OPTOUT }, { "Stop!!!", REPLY_OPTOUT },
		{ "stop all", REPLY_OPTOUT }, { "Stop-All", REPLY_OPTOUT }, { "opt-out", REPLY_OPTOUT },
		{ "\u201cSTOP\u201d", REPLY_OPTOUT }, { "S T O P", REPLY_OPTOUT },
		{ "\uff33\uff34\uff2f\uff30", REPLY_OPTOUT }, { "STOP \U0001f6d1", REPLY_OPTOUT },
		{ "Arr\u00eat", REPLY_OPTOUT }, { "arre\u0302t", REPLY_OPTOUT },
		{ "D\u00e9sabonner", REPLY_OPTOUT }, { "\u00a1Alto!", REPLY_OPTOUT },
		{ "Baja", REPLY_OPTOUT }, { "stopp", REPLY_OPTOUT }, { "abmelden", REPLY_OPTOUT },
		{ "annulla", REPLY_OTHER }, { "cancella", REPLY_OPTOUT }, { "sair", REPLY_OPTOUT },
		{ "afmelden", REPLY_OPTOUT }, { "avsluta", REPLY_OPTOUT }, { "afmeld", REPLY_OPTOUT },
		{ "start", REPLY_OPTIN }, { "Yes", REPLY_OPTIN }, { "help", REPLY_HELP },
		{ "Please stop texting me", REPLY_REFUSAL }, { "don\u2019t text me", REPLY_REFUSAL },
		{ "NO M\u00c1S", REPLY_REFUSAL }, { "sorry, wrong number", REPLY_REFUSAL },
		{ "who is this?", REPLY_REFUSAL }, { "I don't stop buying", REPLY_OTHER },
		{ "nonstop", REPLY_OTHER }, { "ohno more", REPLY_OTHER }, { "thanks", REPLY_OTHER },
		{ "", REPLY_OTHER }, { "\xff", REPLY_OTHER },
	};
	size_t i;

	for (i = 0; i < COUNT(all); i++)
		tap_ok(reply_meaning(all[i].text, strlen(all[i].text)) == all[i].meaning, all[i].text);
}

static bool
take(void *arg, json_t *made UNUSED, const char *line, size_t n, struct err *e)
{
	struct arena arena = { 0 };
	struct record r;
	bool ok = record_read(&r, line, n, &arena, e);
	const struct record_consent_changed *c = ok ? r.data : NULL;

	if (ok)
		str_printf(arg, "%s %s %s %s %s", r.id, c->customer->phone,
		    words_message_channel[c->channel], words_consent_action[c->action], c->evidence);
	value_free(r.json);
	arena_free(&arena);
	return ok;
}

static void
test_form(const char *form, const char *want)
{
	const struct platform_delivery d = { NULL, NULL, form, strlen(form), "acme", 1, false, false };
	struct str got = STR_MAX(65536);
	const char *ignored = NULL;
	struct err e = { 0 };

	if (!platform_sender("twilio")->records(&d, take, &got, &ignored, &e))
		str_printf(&got, "refused: %s", e.text);
	else if (ignored)
		str_printf(&got, "ignored: %s", ignored);
	tap_is(str_text(&got), want, form);
	str_free(&got);
}

static bool
take_report(void *arg, json_t *made UNUSED, const char *line, size_t n, struct err *e)
{
	struct arena arena = { 0 };
	struct record r;
	bool ok = record_read(&r, line, n, &arena, e);
	const struct record_touch *t = ok ? r.data : NULL;

	if (ok)
		str_printf(arg, "%s %s %s %s %s %s;", record_type(r.kind), r.id, t->message ? t->message
		    : "-", t->provider_id, t->code ? t->code : "-", t->reason ? t->reason : "-");
	value_free(r.json);
	arena_free(&arena);
	return ok;
}

/* What a report becomes. */
static void
test_report(const char *query, const char *form, const char *want)
{
	json_t *headers = value_map();
	const struct platform_delivery d = { NULL, headers, form, strlen(form), "acme", 1, false,
	    false };
	struct str got = STR_MAX(65536), url = STR_MAX(1024);
	const char *ignored = NULL;
	struct err e = { 0 };

	str_printf(&url, URL "%s", query);
	value_set_text(headers, PROOF_URL, str_text(&url));
	if (!platform_sender("twilio")->records(&d, take_report, &got, &ignored, &e))
		str_printf(&got, "refused: %s", e.text);
	else if (ignored)
		str_printf(&got, "ignored: %s", ignored);
	tap_is(str_text(&got), want, form);
	value_free(headers);
	str_free(&got);
	str_free(&url);
}

static void
test_reports(void)
{
	test_report("?crt_msg=0198-a", "MessageSid=SM1&MessageStatus=sent",
	    "crt.message.accepted twilio:SM1:sent 0198-a SM1 - -;");
	test_report("?crt_msg=0198-a&x=y", "MessageSid=SM1&MessageStatus=delivered",
	    "crt.message.delivered twilio:SM1:delivered 0198-a SM1 - -;");
	test_report("", "MessageSid=SM1&MessageStatus=read",
	    "crt.message.opened twilio:SM1:read - SM1 - -;");
	test_report("?crt_msg=0198-a", "MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30005",
	    "crt.message.bounced twilio:SM1:undelivered 0198-a SM1 30005 the number is unknown;");
	test_report("?crt_msg=0198-a", "MessageSid=SM1&MessageStatus=failed&ErrorCode=30004",
	    "crt.message.bounced twilio:SM1:failed 0198-a SM1 30004 the recipient or the carrier "
	    "blocks messages;crt.message.unsubscribed twilio:SM1:failed:why 0198-a SM1 30004 "
	    "the recipient or the carrier blocks messages;");
	test_report("?crt_msg=0198-a", "MessageSid=SM1&MessageStatus=failed&ErrorCode=1%22",
	    "crt.message.bounced twilio:SM1:failed 0198-a SM1 - -;");
	test_report("?crt_msg=0198-a", "MessageSid=SM1&MessageStatus=canceled",
	    "ignored: a status that changes nothing");
	test_report("", "MessageSid=S%22M&MessageStatus=sent",
	    "refused: a report from twilio has no MessageSid");
}

int
main(void)
{
	test_reports();
	test_proof();
	test_replies();
	test_form("MessageSid=SM1&From=%2B15558675310&Body=Stop",
	    "twilio:SM1 +15558675310 SMS withdraw Twilio SM1: Stop");
	test_form("MessageSid=SM1&From=whatsapp%3A%2B15558675310&Body=who+is+this%3F",
	    "twilio:SM1 +15558675310 SMS withdraw Twilio SM1: who is this?");
	test_form("MessageSid=SM1&From=%2B15558675310&Body=no&OptOutType=STOP",
	    "twilio:SM1 +15558675310 SMS withdraw Twilio SM1: no");
	test_form("MessageSid=SM1&From=%2B15558675310&Body=%ff&OptOutType=STOP",
	    "twilio:SM1 +15558675310 SMS withdraw Twilio SM1");
	test_form("MessageSid=SM1&From=%2B15558675310&Body=Thanks",
	    "ignored: a reply that does not refuse messages");
	test_form("MessageSid=SM1&From=%2B15558675310&Body=START",
	    "ignored: a reply cannot renew a consent");
	test_form("MessageSid=SM1&From=12345&Body=Stop", "ignored: not a reply to a text message");
	test_form("From=%2B15558675310&Body=Stop", "refused: a reply from twilio has no MessageSid");
	test_form("{}", "refused: a delivery of twilio is not a form");
	return tap_done();
}
