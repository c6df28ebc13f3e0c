/* twilio.c: for twilio.mjs: sends text messages to a server like Twilio's, and counts segments.
 *
 *   twilio URL          a line for each message: its name, fate, and code; then the other requests
 *   twilio segments 0|1 < TEXTS    TEXTS end in NUL; 1: with smart encoding; a line for each
 */
#include <stdio.h>
#include <string.h>

#include "channel/channel.h"
#include "text/segments.h"

#define TEXTS_MAX ((size_t)16 << 20)

static const char *const fates[] = { [CHANNEL_SENT] = "sent", [CHANNEL_RETRY] = "retry",
    [CHANNEL_UNTRIED] = "untried", [CHANNEL_FAILED] = "failed", [CHANNEL_SUPPRESS] = "suppress",
    [CHANNEL_OPTED_OUT] = "opted_out", [CHANNEL_UNKNOWN] = "unknown" };

static void
on_done(void *arg UNUSED, struct channel_message *l, const struct channel_result *r)
{
	printf("%s %s %s\n", (const char *)l->tag, fates[r->fate], r->code);
}

static int
count_segments(bool smart)
{
	struct str all = STR_MAX(TEXTS_MAX);
	const char *text;
	char buf[65536];
	size_t n;

	while ((n = fread(buf, 1, sizeof buf, stdin)) > 0)
		str_add(&all, buf, n);
	for (text = str_text(&all); text < all.data + all.len; text += strlen(text) + 1) {
		const struct segments s = segments_of(text, strlen(text), smart);

		printf("%zu %zu %s\n", s.n, s.units, s.unicode ? "UCS-2" : "GSM-7");
	}
	str_free(&all);
	return 0;
}

#define TEXT(to) .medium = CHANNEL_SMS, .mail = { .to_address = to, \
	.text = "Caf\u00e9 \u201cM\u00fcller\u201d & more + 100%: https://crt.example/r/x STOP", \
	.from = sender }

int
main(int argc, char **argv)
{
	struct channel_settings set = { .kind = "twilio", .twilio_url = argv[1],
	    .twilio_account = "AC00000000000000000000000000000001", .twilio_key = "token",
	    .twilio_from = "MG00000000000000000000000000000001", .done = on_done };
	static char full[] = "full", number[] = "number", no_number[] = "no_number";
	static char sender[] = "+15017122661";
	struct channel_message all[] = {
		{ .id = "0198c5a0-0000-7000-8000-000000000001", .store = "acme", .tag = full,
		    .hooks_url = "https://crt.example", .valid_until = clock_now() + CLOCK_HOUR,
		    .medium = CHANNEL_SMS, .mail = { .to_address = "+15558675310", .text = "x" } },
		{ .id = "0198c5a0-0000-7000-8000-000000000002", .tag = number, TEXT("+4915112345678") },
		{ .id = "0198c5a0-0000-7000-8000-000000000003", .tag = no_number, TEXT("hello") },
	};
	struct err e = { 0 };
	struct channel *c = NULL;
	bool found;
	size_t i;

	if (argc == 3)
		return count_segments(argv[2][0] == '1');
	if (argc < 2 || !channel_open(&c, &set, &e))
		return 64;
	for (i = 0; i < COUNT(all); i++)
		if (!channel_send(c, &all[i], &e))
			break;
	if (!channel_wait(c, 0, &e))
		puts(e.text);
	found = channel_has(c, &(struct channel_sought){ all[0].id, "+15558675310", clock_now() });
	printf("search %s\nprobe %s\n", found ? "found" : "nothing", channel_probe(c, &e) ? "ready"
	    : e.text);
	channel_close(c);
	return e.kind != ERR_NONE;
}
