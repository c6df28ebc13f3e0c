/* sendgrid.c: signatures of SendGrid's events, and the records that its events become. */
#include "platform/platform.h"
#include "record/record.h"
#include "tap.h"

/* Made with openssl: openssl dgst -sha256 -sign, of the time followed by the body. */
#define KEY \
	"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEGK32l8IjTI5n3wxAAtfXVAwIffoh1eHfA/Jy/vhT/Yie" \
	"wY8wboSPm8i11NLUGwmACnNoyruztJDeoI3IgYM9iQ=="
#define SIGNATURE \
	"MEQCIHEBJ7znhGcmvlg/TbpjIwia3stnGp3PB7EMdm5uOB5tAiAMmbEDjwxmRAX+a5uCmVJXiB1gLcH2" \
	"aQmQDdf35PuusQ=="
#define OTHER_CURVE \
	"MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEamNkllmAPxvQ8+MeKDxMIs5JoGcwGkSpGiFFQcKBNXPFCemR" \
	"ZirmXXE5OpL0MCad+kcLt0Wt7FoxeC6uIYHF1LdnHOfQyzssPmZRdVrsRYkEDkVxSvUwdm3ndHAIX1Bu"
#define OTHER_SIGNATURE \
	"MGUCMQCrkdycp41CLoknoSj3XOhUUGRsv2FNcXZlcrLxq6n4yIdjkvR9O5GTfN+VTH/tRFACMBAav9bh" \
	"AxS/lhhaJj2+KpAxOy7nevWn8hv9z1aUwjuaVNM/xMyFwGZ+26t4rxRxCQ=="
#define TIME "1793617200"
#define BODY "[{\"event\":\"delivered\"}]\r\n"
#define MESSAGE "0198c5a0-0000-7000-8000-000000000001"

static enum proof
proof_of(const char *key, const char *signature, const char *time, const char *body)
{
	const struct platform *sendgrid = platform_sender("sendgrid");
	const char *const secrets[] = { "not base64", key, NULL };
	json_t *headers = value_map();
	const struct platform_delivery d = { NULL, headers, body, strlen(body), "acme", 0, false,
	    false };
	enum proof proof;
	crt_time at;

	value_set_text(headers, "x-twilio-email-event-webhook-signature", signature);
	value_set_text(headers, "x-twilio-email-event-webhook-timestamp", time);
	proof = sendgrid->prove(&d, secrets, 0, &at);
	value_free(headers);
	return proof;
}

static void
test_proof(void)
{
	tap_ok(proof_of(KEY, SIGNATURE, TIME, BODY) == PROOF_GENUINE, "a genuine delivery");
	tap_ok(proof_of(KEY, SIGNATURE, TIME, "[{\"event\":\"delivered\"}]") == PROOF_WRONG,
	    "without the line end that was signed");
	tap_ok(proof_of(KEY, SIGNATURE, "1793617201", BODY) == PROOF_WRONG, "another time");
	tap_ok(proof_of(OTHER_CURVE, SIGNATURE, TIME, BODY) == PROOF_WRONG, "another key");
	tap_ok(proof_of(OTHER_CURVE, OTHER_SIGNATURE, TIME, BODY) == PROOF_WRONG, "another curve");
	tap_ok(proof_of(KEY, "AAAA", TIME, BODY) == PROOF_WRONG, "no signature in DER");
	tap_ok(proof_of(KEY, "no base64", TIME, BODY) == PROOF_WRONG, "no base64");
	tap_ok(proof_of(KEY, NULL, TIME, BODY) == PROOF_MISSING, "no signature");
	tap_ok(proof_of(KEY, SIGNATURE, NULL, BODY) == PROOF_MISSING, "no time");
}

static bool
take(void *arg, json_t *v UNUSED, const char *line, size_t n, struct err *e)
{
	struct arena arena = { 0 };
	struct record r;
	bool ok = record_read(&r, line, n, &arena, e);
	const struct record_touch *t = ok ? r.data : NULL;

	if (ok)
		str_printf(arg, "%s %s %s%s%s%s%s%s;", record_type(r.kind), r.store, r.id + 9,
		    t->code ? " code " : "", t->code ? t->code : "", t->email ? " to " : "",
		    t->email ? t->email : "", t->machine ? " machine" : "");
	if (ok && t->reason)
		str_printf(arg, " %s", t->reason);
	value_free(r.json);
	arena_free(&arena);
	return ok;
}

/* What one event becomes. */
static void
test_event(const char *event, const char *want)
{
	const struct platform *sendgrid = platform_sender("sendgrid");
	struct str body = STR_MAX(65536), got = STR_MAX(65536);
	const char *ignored = NULL;
	struct err e = { 0 };

	str_printf(&body, "[{%s,\"email\":\"a@b.example\",\"timestamp\":1793617200,"
	    "\"sg_event_id\":\"e1\"}]\r\n", event);
	const struct platform_delivery d = { NULL, NULL, body.data, body.len, "acme",
	    INT64_C(1793617300) * CLOCK_SECOND, false, false };

	if (!sendgrid->records(&d, take, &got, &ignored, &e))
		str_printf(&got, "refused: %s", e.text);
	else if (ignored)
		str_printf(&got, "ignored");
	tap_is(str_text(&got), want, event);
	str_free(&body);
	str_free(&got);
}

#define OF(event) "\"crt_msg\":\"beta/" MESSAGE "\",\"event\":\"" event "\""

int
main(void)
{
	test_proof();
	test_event(OF("processed"), "crt.message.accepted beta e1;");
	test_event(OF("deferred") ",\"response\":\"450 a@b.example later\"",
	    "crt.message.accepted beta e1; 450 (address) later");
	test_event(OF("delivered"), "crt.message.delivered beta e1;");
	test_event(OF("bounce") ",\"type\":\"bounce\",\"status\":\"5.1.1\","
	    "\"reason\":\"550 5.1.1 <a@b.example> unknown\"",
	    "crt.message.bounced beta e1 code 5.1.1; 550 5.1.1 (address) unknown");
	test_event(OF("bounce") ",\"type\":\"blocked\",\"status\":\"5.1.1\"",
	    "crt.message.bounced beta e1 code blocked;");
	test_event(OF("bounce") ",\"type\":\"bounce\"", "crt.message.bounced beta e1 code blocked;");
	test_event(OF("dropped") ",\"reason\":\"Bounced Address\"",
	    "crt.message.bounced beta e1 code dropped; Bounced Address");
	test_event(OF("dropped") ",\"reason\":\"Spam Reporting Address\"",
	    "crt.message.bounced beta e1 code dropped; Spam Reporting Address"
	    "crt.message.complained beta e1.why code dropped to a@b.example; Spam Reporting Address");
	test_event(OF("open") ",\"sg_machine_open\":true", "crt.message.opened beta e1 machine;");
	test_event(OF("spamreport"), "crt.message.complained beta e1 to a@b.example;");
	test_event(OF("unsubscribe"), "crt.message.unsubscribed beta e1 to a@b.example;");
	test_event(OF("group_resubscribe"), "ignored");
	test_event(OF("click"), "ignored");
	test_event("\"event\":\"delivered\"", "ignored");
	test_event("\"event\":\"group_unsubscribe\"",
	    "crt.message.unsubscribed acme e1 to a@b.example;");
	test_event("\"crt_msg\":\"" MESSAGE "\",\"event\":\"delivered\"", "ignored");
	test_event("\"crt_msg\":\"be\\\"ta/" MESSAGE "\",\"event\":\"delivered\"", "ignored");
	test_event("\"crt_msg\":7,\"event\":\"delivered\"", "ignored");
	test_event("\"event\":7", "ignored");
	return tap_done();
}
