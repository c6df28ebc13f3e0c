/* sendgrid.c: for sendgrid.mjs: sends mails to a server like SendGrid's, and prints the results.
 *
 *   sendgrid URL [sandbox]     a line for each mail: its name, fate, code, and reason
 */
#include <stdio.h>
#include <string.h>

#include "channel/channel.h"

static const char *const fates[] = { [CHANNEL_SENT] = "sent", [CHANNEL_RETRY] = "retry",
    [CHANNEL_UNTRIED] = "untried", [CHANNEL_FAILED] = "failed", [CHANNEL_SUPPRESS] = "suppress",
    [CHANNEL_UNKNOWN] = "unknown" };

static void
on_done(void *arg UNUSED, struct channel_message *l, const struct channel_result *r)
{
	printf("%s %s %s %s\n", (const char *)l->tag, fates[r->fate], r->code, r->reason);
}

#define MAIL .message_id = "0198@shop.example", .from = "Shop \"&\" S\u00f6hne <s@shop.example>", \
	.to_address = "a@b.example", .date = 1000000

int
main(int argc, char **argv)
{
	struct channel_settings set = { .kind = "sendgrid", .sendgrid_url = argv[1],
	    .sendgrid_key = "SG.key", .sendgrid_sandbox = argc > 2, .done = on_done };
	static char full[] = "full", text[] = "text", no_subject[] = "no_subject";
	struct channel_message all[] = {
		{ .id = "0198c5a0-0000-7000-8000-000000000001", .store = "acme", .tag = full,
		    .mail = { MAIL,
		    .to_name = "Ann", .reply_to = "Help <help@shop.example>",
		    .subject = "\u30ab\u30fc\u30c8 \U0001f6d2",
		    .text = "Hello\r\n\"there\"\t\\", .locale = "ja",
		    .html = "<p>Hello &amp; <b>there</b></p>",
		    .unsubscribe_url = "https://crt.example/u/token", .unsubscribe_mail = "s@shop.example",
		    .unsubscribe_subject = "unsubscribe token" } },
		{ .id = "0198c5a0-0000-7000-8000-000000000002", .tag = text,
		    .mail = { MAIL, .subject = "x", .text = "y" } },
		{ .id = "0198c5a0-0000-7000-8000-000000000003", .tag = no_subject,
		    .mail = { MAIL, .subject = "", .text = "y" } },
	};
	struct err e = { 0 };
	struct channel *c = NULL;
	size_t i;

	if (argc < 2 || !channel_open(&c, &set, &e))
		return 64;
	for (i = 0; i < COUNT(all); i++)
		if (!channel_send(c, &all[i], &e))
			break;
	if (!channel_wait(c, 0, &e))
		puts(e.text);
	channel_close(c);
	return e.kind != ERR_NONE;
}
