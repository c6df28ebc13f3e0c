/* exec.c: programs that report, refuse, break the rules, end, or print nothing. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "channel/channel.h"
#include "tap.h"

static char folder[] = "/tmp/crt-exec-XXXXXX";
static char program[64];
static struct channel_result last;
static int calls;

static void
on_done(void *arg UNUSED, struct channel_message *l UNUSED, const struct channel_result *r)
{
	last = *r;
	calls++;
}

static void
write_program(const char *script)
{
	FILE *f = fopen(program, "w");

	if (f == NULL)
		exit(1);
	fprintf(f, "#!/bin/sh\n%s\n", script);
	fclose(f);
	chmod(program, 0700);
}

/* Sends two messages, one at a time. */
static bool
send_two(const char *script, struct err *e)
{
	struct channel_settings set = { .kind = "exec", .program = program, .done = on_done,
	    .parallel = 1, .timeout = CLOCK_SECOND / 2 };
	struct channel_message l = { .id = "m1", .mail = { .message_id = "0198@shop.example",
		.from = "s@shop.example", .to_address = "a@b.example", .subject = "x \"y\"",
		.text = "Hello\nthere\n", .date = 1000000 } }, second = l;
	struct channel *c;
	bool ok;

	write_program(script);
	calls = 0;
	if (!channel_open(&c, &set, e))
		return false;
	second.id = "m2";
	ok = channel_send(c, &l, e) && channel_wait(c, 0, e) && channel_send(c, &second, e)
	    && channel_wait(c, 0, e);
	channel_close(c);
	return ok;
}

#define REPORT(rest) "while IFS='\"' read -r a b c id more; do " \
	"echo '{\"message\":\"'$id'\",'" rest "'}'; done"

static void
test_fates(void)
{
	static const struct {
		const char *rest;
		enum channel_fate fate;
		const char *code, *id;
	} all[] = {
		{ "'\"status\":\"sent\",\"provider_id\":\"p7\"'", CHANNEL_SENT, "", "p7" },
		{ "'\"status\":\"retry\",\"code\":\"429\"'", CHANNEL_RETRY, "429", "" },
		{ "'\"status\":\"failed\",\"code\":\"400\",\"reason\":\"no\"'", CHANNEL_FAILED, "400", "" },
		{ "'\"status\":\"suppress\",\"code\":7'", CHANNEL_SUPPRESS, "", "" },
		{ "'\"status\":\"unknown\"'", CHANNEL_UNKNOWN, "", "" },
	};
	char script[512];
	size_t i;

	for (i = 0; i < COUNT(all); i++) {
		struct err e = { 0 };

		snprintf(script, sizeof script, REPORT("%s"), all[i].rest);
		tap_ok(send_two(script, &e) && calls == 2 && last.fate == all[i].fate
		    && !strcmp(last.code, all[i].code) && !strcmp(last.provider_id, all[i].id),
		    all[i].rest);
	}
}

/* After each, the message is unknown and the channel of no more use; it took none of the next. */
static void
test_faults(void)
{
	static const struct { const char *script, *what; enum err_kind kind; } all[] = {
		{ "read -r l; echo hello; cat > /dev/null", "not JSON", ERR_UNAVAILABLE },
		{ "read -r l; echo '{\"message\":\"m9\",\"status\":\"sent\"}'; cat > /dev/null",
		    "a message that it does not have", ERR_UNAVAILABLE },
		{ "read -r l; echo '{\"message\":\"m1\",\"status\":\"maybe\"}'; cat > /dev/null",
		    "an unknown status", ERR_UNAVAILABLE },
		{ "read -r l; yes | tr -d '\\n' | head -c 100000; cat > /dev/null",
		    "too long", ERR_UNAVAILABLE },
		{ "read -r l", "has ended", ERR_AGAIN },
		{ "cat > /dev/null", "did not respond in time", ERR_AGAIN },
	};
	size_t i;

	for (i = 0; i < COUNT(all); i++) {
		struct err e = { 0 };

		tap_ok(!send_two(all[i].script, &e) && e.kind == all[i].kind
		    && strstr(e.text, all[i].what) && calls == 1 && last.fate == CHANNEL_UNKNOWN,
		    all[i].what);
	}
}

static void
test_ended_early(void)
{
	struct err e = { 0 };

	tap_ok(!send_two(REPORT("'\"status\":\"sent\"'") " | head -1", &e) && calls == 2,
	    "a program that ends after one message");
	tap_ok(last.fate == CHANNEL_UNTRIED || last.fate == CHANNEL_UNKNOWN, "the second is not sent");
}

static void
test_probe(void)
{
	struct channel_settings set = { .kind = "exec", .program = program, .done = on_done };
	struct channel *c;
	struct err e = { 0 };

	write_program("cat > /dev/null");
	tap_ok(channel_open(&c, &set, &e) && channel_probe(c, &e), "a program that ends with 0");
	channel_close(c);
	write_program("exit 3");
	tap_ok(channel_open(&c, &set, &e) && !channel_probe(c, &e)
	    && strstr(e.text, "status 3") && e.kind == ERR_UNAVAILABLE, "one that does not");
	channel_close(c);
	unlink(program);
	tap_ok(!channel_open(&c, &set, &e) && e.kind == ERR_CONFIG, "one that does not exist");
}

int
main(void)
{
	signal(SIGPIPE, SIG_IGN);
	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(program, sizeof program, "%s/program", folder);
	test_fates();
	test_faults();
	test_ended_early();
	test_probe();
	rmdir(folder);
	return tap_done();
}
