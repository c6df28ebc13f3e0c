/* unwrap.c: links rewritten by gateways and mail programs, and the original links. */
#include "link/unwrap.h"
#include "tap.h"

#define LINK "https://a.example/stop?who=ab-_Z.q_-9"

static const struct { const char *text, *want; } rows[] = {
	{ "", "" },
	{ LINK, LINK },
	{ "100% of it, a=?b, %zz, %0a, -2D, __;", "100% of it, a=?b, %zz, %0a, -2D, __;" },
	{ "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fstop%3Fwho%3D"
	    "ab-_Z.q_-9&data=05%7C01", "https://eur01.safelinks.protection.outlook.com/?url="
	    LINK "&data=05|01" },
	{ "x?url=https%253A%252F%252Fa.example%252Fstop%253Fwho%253Dab-_Z%252Eq_-9&d=1",
	    "x?url=" LINK "&d=1" },
	{ "https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_stop-3Fwho-3D"
	    "ab-2D-5FZ.q-5F-2D9&d=DwMFaQ&c=e_-2D", "https://" LINK "&d=DwMFaQ&c=e_-2D" },
	{ "https://urldefense.com/v3/__https://a.example/stop?who=ab-_Z.q_-9__;!!Abc_-d$",
	    LINK " !!Abc_-d$" },
	{ "Subject: =?UTF-8?Q?Re:_unsubscribe_ab-=5FZ=2Eq?=\r\n =?UTF-8?q?=5F=2D9?= ok",
	    "Subject: Re: unsubscribe ab-_Z.q_-9 ok" },
	{ "=?utf-8?B?YWItX1ou?= =?utf-8?b?cV8tOQ==?=", "ab-_Z.q_-9" },
	{ "=?utf-8?B?no?= =?x?Q?open", "=?utf-8?B?no?= =?x?Q?open" },
	{ "=?utf-8?Q?https%3A%2F%2Fa=2Eexample?=", "https://a.example" },
	{ "https://urldefense.com/v3/__https://eur01.safelinks.protection.outlook.com/?url=https*3A*2F"
	    "x&u=https%3A%2F%2Fa.example%2Fstop%3Fwho%3Dab-_Z.q_-9__;JSU!!A$",
	    "https://eur01.safelinks.protection.outlook.com/?url=https*3A*2Fx&u=" LINK " JSU!!A$" },
};

int
main(void)
{
	struct str out = STR_MAX(UNWRAP_MAX);

	for (size_t i = 0; i < COUNT(rows); i++) {
		unwrap(&out, rows[i].text);
		tap_is(str_text(&out), rows[i].want, rows[i].text);
	}
	str_free(&out);
	return tap_done();
}
