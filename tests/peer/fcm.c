/* fcm.c: for fcm.mjs: sends push messages to a server like FCM's, and prints the results.
 *
 *   fcm URL KEY                a line for each message: its name, fate, and code
 */
#include <stdio.h>
#include <stdlib.h>

#include "channel/channel.h"
#include "option/secret.h"

static const char *const fates[] = { [CHANNEL_SENT] = "sent", [CHANNEL_RETRY] = "retry",
    [CHANNEL_UNTRIED] = "untried", [CHANNEL_FAILED] = "failed", [CHANNEL_SUPPRESS] = "suppress",
    [CHANNEL_UNKNOWN] = "unknown" };

static void
fcm_peer_done(void *arg UNUSED, struct channel_message *l, const struct channel_result *r)
{
	printf("%s %s %s\n", (const char *)l->tag, fates[r->fate], r->code);
}

int
main(int argc, char **argv)
{
	static char full[] = "full", text[] = "text", later[] = "later";
	struct channel_settings set = { .kind = "fcm", .fcm_url = argv[1], .done = fcm_peer_done };
	struct channel_message all[] = {
		{ .id = "0198c5a0-0000-7000-8000-000000000001", .store = "acme", .tag = full,
		    .medium = CHANNEL_PUSH, .thread = "0198c5a0-0000-7000-8000-00000000000a",
		    .image = "https://img.example/a.png", .link = "https://shop.example/a?b=\u00e9",
		    .mail = { .to_address = "tok:1", .subject = "\u30ab\u30fc\u30c8 \U0001f6d2",
		    .text = "\"Hello\"\n\\there" } },
		{ .id = "0198c5a0-0000-7000-8000-000000000002", .tag = text, .medium = CHANNEL_PUSH,
		    .mail = { .to_address = "tok:2", .subject = "a", .text = "b" } },
		{ .id = "0198c5a0-0000-7000-8000-000000000003", .tag = later, .medium = CHANNEL_PUSH,
		    .valid_until = clock_now() + 100 * CLOCK_DAY,
		    .mail = { .to_address = "tok:3", .subject = "a", .text = "b" } },
	};
	struct err e = { 0 };
	struct channel *c = NULL;
	char *key = NULL;
	size_t i;

	if (argc != 3 || !secret_read(argv[2], &key, &e))
		return 64;
	set.fcm_key = key;
	if (!channel_open(&c, &set, &e))
		puts(e.text);
	for (i = 0; c && i < COUNT(all); i++)
		if (!channel_send(c, &all[i], &e))
			break;
	if (c && (!channel_probe(c, &e) || !channel_wait(c, 0, &e)))
		puts(e.text);
	channel_close(c);
	secret_free(key);
	return e.kind != ERR_NONE;
}
