/*
 * smtp_drive.c: sends mails through a channel and prints the result of each.
 *
 *   smtp_drive [-c CA] [-e BYTES] [-k KIND] [-m MAILDIR] [-n LETTERS] [-p PARALLEL] [-q] [-r RATE]
 *       [-t MS] [-T TLS] [-u USER -w PASSWORD] [-P PAUSE_MS] [URL]
 *
 * Prints for each mail RESULT<TAB>CODE<TAB>PROVIDER ID<TAB>REASON.  Then "channel ok", or an
 * error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "channel/channel.h"

static const char *const fates[] = { [CHANNEL_SENT] = "SENT", [CHANNEL_RETRY] = "RETRY",
	[CHANNEL_UNTRIED] = "UNTRIED", [CHANNEL_FAILED] = "FAILED",
	[CHANNEL_SUPPRESS] = "SUPPRESS", [CHANNEL_UNKNOWN] = "UNKNOWN" };
static const char *const tls_words[] = { "required", "opportunistic", "off", "implicit", NULL };
static bool quiet;
static long tally[COUNT(fates)];

static void
on_done(void *arg UNUSED, struct channel_message *l, const struct channel_result *r)
{
	int *times = l->tag;

	if (++*times != 1)
		printf("TWICE\t%s\n", l->id);
	tally[r->fate]++;
	if (!quiet)
		printf("%s\t%s\t%s\t%s\n", fates[r->fate], r->code, r->provider_id, r->reason);
}

/* Dots in places where SMTP needs care. */
static char *
body_of(size_t n)
{
	static const char text[] = ".\n..two\n.one\nA short line of the mail.\n";
	char *s = mem_get(n + 1);

	for (size_t i = 0; i < n; i++)
		s[i] = text[i % (sizeof text - 1)];
	return s;
}

static struct channel_message
message_of(char *id, char *mid, int i, const char *text, int *times)
{
	snprintf(id, 64, "0198c0de-0000-7000-8000-%012d", i);
	snprintf(mid, 128, "%s@shop.example", id);
	return (struct channel_message){ .id = id, .tag = times, .mail = {
		.message_id = mid, .from = "Shop <shop@example.com>",
		.to_address = "anna@example.org", .to_name = "Anna", .subject = "Your cart",
		.text = text, .date = INT64_C(1700000000) * CLOCK_SECOND } };
}

static int
run(const struct channel_settings *set, int n, size_t size, long pause_ms)
{
	struct channel *c;
	struct err e = { 0 };
	char *text = body_of(size);
	char (*ids)[64] = mem_get((size_t)n * sizeof *ids);
	char (*mids)[128] = mem_get((size_t)n * sizeof *mids);
	int *times = mem_get((size_t)n * sizeof *times);
	struct channel_message *messages = mem_get((size_t)n * sizeof *messages);
	bool ok = channel_open(&c, set, &e);
	crt_time start = clock_steady();

	for (int i = 0; i < n && c; i++) {
		messages[i] = message_of(ids[i], mids[i], i, text, &times[i]);
		ok = channel_send(c, &messages[i], &e) && ok;
		if (pause_ms) {
			ok = channel_wait(c, 0, &e) && ok;
			nanosleep(&(struct timespec){ pause_ms / 1000, pause_ms % 1000 * 1000000 }, NULL);
		}
	}
	if (c)
		ok = channel_wait(c, 0, &e) && ok;
	for (int i = 0; i < n && c; i++)
		if (times[i] != 1)
			printf("TIMES %d\t%s\n", times[i], ids[i]);
	if (quiet)
		printf("%ld sent, %ld other, %.0f a second\n", tally[0],
		    tally[1] + tally[2] + tally[3] + tally[4],
		    n / ((double)(clock_steady() - start) / 1e6));
	printf("channel %s%s%s\n", ok ? "ok" : e.text, *e.hint ? " | " : "", e.hint);
	channel_close(c);
	free(text);
	free(ids);
	free(mids);
	free(times);
	free(messages);
	return ok ? 0 : err_status(&e);
}

static int
tls_word(const char *w)
{
	int i = 0;

	while (tls_words[i] && strcmp(tls_words[i], w) != 0)
		i++;
	return i;
}

int
main(int argc, char **argv)
{
	struct channel_settings set = { .kind = "smtp", .done = on_done, .parallel = 1,
	    .timeout = CLOCK_MINUTE, .tls = CHANNEL_TLS_OFF };
	int n = 1, opt;
	size_t size = 200;
	long pause_ms = 0;

	while ((opt = getopt(argc, argv, "c:e:k:m:n:p:qr:t:T:u:w:P:")) != -1) {
		switch (opt) {
		case 'c': set.smtp_ca = optarg; break;
		case 'e': size = strtoul(optarg, NULL, 10); break;
		case 'k': set.kind = optarg; break;
		case 'm': set.maildir = optarg; break;
		case 'n': n = (int)strtol(optarg, NULL, 10); break;
		case 'p': set.parallel = (int)strtol(optarg, NULL, 10); break;
		case 'q': quiet = true; break;
		case 'r': set.rate = strtod(optarg, NULL); break;
		case 't': set.timeout = strtol(optarg, NULL, 10) * 1000; break;
		case 'T': set.tls = (enum channel_tls)tls_word(optarg); break;
		case 'u': set.smtp_user = optarg; break;
		case 'w': set.smtp_password = optarg; break;
		case 'P': pause_ms = strtol(optarg, NULL, 10); break;
		default: return 64;
		}
	}
	set.smtp_url = argv[optind];
	return run(&set, n, size, pause_ms);
}
