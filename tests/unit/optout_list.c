/* optout_list.c: the opt-out in a line of a list, for each form of list. */
#include "base/str.h"
#include "privacy/optout_list.h"
#include "tap.h"

#define LINES_MAX 4
#define LOG_HEAD "From,To,Body,Status,SentDate,ErrorCode,Direction"

static const struct {
	const char *what, *lines[LINES_MAX], *want;
} lists[] = {
	{ "an address a line", { "ada@shop.example", "+4930123456" },
	  "ada@shop.example;+4930123456;" },
	{ "a column among others", { "name,Contact,E-Mail", "Ada,x,ada@shop.example" },
	  "ada@shop.example;" },
	{ "semicolons", { "email;name", "ada@shop.example;Ada" }, "ada@shop.example;" },
	{ "SendGrid's bounces as CSV", { "status,reason,email,created",
	  "5.1.1,\"550, no\nsuch user\",ada@shop.example,1443651125" },
	  "ada@shop.example 5.1.1 2015-09-30T22:12:05Z;" },
	{ "and as its API gives them", { "[{\"created\":1443651125,\"email\":\"ada@shop.example\","
	  "\"reason\":\"550\",\"status\":\"5.1.1\"},"
	  "{\"created\":1443651126,\"email\":\"b@x.example\"}]" },
	  "ada@shop.example 5.1.1 2015-09-30T22:12:05Z;b@x.example 2015-09-30T22:12:06Z;" },
	{ "addresses of a group", { "[\"ada@shop.example\",\"b@x.example\"]" },
	  "ada@shop.example;b@x.example;" },
	{ "Twilio's log: a refusal because of an opt-out",
	  { LOG_HEAD, "+15005550006,+15005550010,T,failed,2026-11-02T10:00:00Z,21610,outbound-api",
	    "+15005550006,+15005550011,Tea,sent,2026-11-02T10:00:00Z,,outbound-api" },
	  "+15005550010 2026-11-02T10:00:00Z;" },
	{ "and a keyword that came in", { LOG_HEAD, "+15005550010,+15005550006, Stop.,,,,inbound",
	    "+15005550011,+15005550006,Do not stop,,,,inbound",
	    "+15005550006,+15005550010,STOP,sent,,,outbound-reply" }, "+15005550010;" },
	{ "and as its API gives it",
	  { "{\"messages\":[{\"to\":\"+15005550010\",\"from\":\"+15005550006\","
	  "\"error_code\":21610,\"direction\":\"outbound-api\",\"body\":\"Tea\"}]}" },
	  "+15005550010;" },
	{ "a row without an address", { "email,name", ",Ada" }, "! the entry has no address" },
	{ "JSON that is none", { "{\"email\":" }, "! not JSON" },
	{ "the column is missing in a row", { "name,email", "Ada" }, "! the entry has no address" },
};

static bool
note(void *arg, const struct optout_entry *o, struct err *e UNUSED)
{
	char time[CLOCK_TEXT];

	str_puts(arg, o->address);
	if (o->code)
		str_printf(arg, " %s", o->code);
	if (o->time != OPTOUT_NO_TIME)
		str_printf(arg, " %s", clock_print(o->time, time));
	str_putc(arg, ';');
	return true;
}

/* Seen to fail: without the test for the keyword, "Do not stop" counted as an opt-out. */
int
main(void)
{
	size_t i, k;

	for (i = 0; i < COUNT(lists); i++) {
		struct str got = STR_MAX(1000);
		struct optout_list l;
		struct err e = { 0 };
		bool ok = true;

		optout_list_open(&l);
		for (k = 0; ok && k < LINES_MAX && lists[i].lines[k]; k++)
			ok = optout_list_line(&l, lists[i].lines[k], strlen(lists[i].lines[k]), note, &got, &e);
		if (!ok)
			str_printf(&got, "! %.*s", (int)strlen(lists[i].want) - 2, e.text);
		tap_is(str_text(&got), lists[i].want, lists[i].what);
		str_free(&got);
		optout_list_close(&l);
	}
	return tap_done();
}
