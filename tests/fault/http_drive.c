/*
 * http_drive.c: makes HTTP requests from its arguments, and prints a line when each ends.
 *
 *   http_drive [-c CA] [-p PARALLEL] [-t MS] [-f "NAME: VALUE"] [-m METHOD] [-b BODY] [-r TIMES]
 *       [-a MS] [-o FIELD] [-n] [-1] URL...
 *
 * -r: each URL N times; -a: not before N ms; -o: print this field of the response; -n: request the
 * next URL when the previous one has ended; -1: send each request once at most, and print "begins".
 * Prints STATUS<TAB>BYTES<TAB>FIRST BYTES<TAB>FIELD, or EXIT<TAB>TEXT; then "exchanges ok" or
 * an error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/http.h"

static struct {
	struct http *http;
	const char *method, *body, *name, *value, *out;
	crt_time after;
	char **next;		/* -n: the URLs not requested yet */
	bool once;
} drive = { .method = "GET" };

static bool start(const char *url, struct err *);

static void
on_done(void *arg UNUSED, const struct http_response *a, const struct err *why)
{
	struct str field = STR_MAX(1000);
	struct err e = { 0 };

	if (a && drive.out && !http_response_field(a, drive.out, &field))
		str_puts(&field, "(none)");
	if (a)
		printf("%d\t%zu\t%.30s\t%s\n", a->status, a->len, a->body, str_text(&field));
	else
		printf("%d\t%s\n", err_status(why), why->text);
	str_free(&field);
	if (drive.next && *drive.next && !start(*drive.next++, &e))
		printf("%d\t%s\n", err_status(&e), e.text);
}

static bool
on_begin(void *arg UNUSED)
{
	puts("begins");
	return true;
}

static bool
start(const char *url, struct err *e)
{
	struct http_request r;
	bool ok;

	http_request_init(&r, drive.method);
	str_puts(&r.url, url);
	str_puts(&r.body, drive.body ? drive.body : "");
	r.begin = drive.once ? on_begin : NULL;
	ok = drive.name == NULL || http_field(&r, drive.name, drive.value, e);
	ok = ok && http_start(drive.http, &r,
	    drive.after ? clock_steady() + drive.after : 0, on_done, NULL, e);
	http_request_free(&r);
	return ok;
}

static bool
run(const struct http_settings *set, char **urls, int times, struct err *e)
{
	bool ok = http_open(&drive.http, set, e);
	size_t left = 1;

	for (; ok && *urls && drive.next == NULL; urls++)
		for (int i = 0; ok && i < times; i++)
			ok = start(*urls, e);
	if (ok && drive.next)
		ok = start(*drive.next++, e);
	while (ok && left)
		ok = http_drive(drive.http, CLOCK_SECOND, &left, e);
	http_close(drive.http);
	return ok;
}

static void
field(char *arg)
{
	char *colon = strchr(arg, ':');

	if (colon == NULL)
		exit(64);
	*colon = '\0';
	drive.name = arg;
	drive.value = colon + 1 + (colon[1] == ' ');
}

int
main(int argc, char **argv)
{
	struct http_settings set = { .parallel = 4 };
	struct err e = { 0 };
	bool each = false;
	int c, times = 1;

	while ((c = getopt(argc, argv, "c:p:t:f:m:b:r:a:o:n1")) != -1)
		switch (c) {
		case 'c': set.ca_file = optarg; break;
		case 'p': set.parallel = (int)strtol(optarg, NULL, 10); break;
		case 't': set.timeout = strtol(optarg, NULL, 10) * 1000; break;
		case 'f': field(optarg); break;
		case 'm': drive.method = optarg; break;
		case 'b': drive.body = optarg; break;
		case 'r': times = (int)strtol(optarg, NULL, 10); break;
		case 'a': drive.after = strtol(optarg, NULL, 10) * 1000; break;
		case 'o': drive.out = optarg; break;
		case 'n': each = true; break;
		case '1': drive.once = true; break;
		default: return 64;
		}
	drive.next = each ? argv + optind : NULL;
	if (!run(&set, argv + optind, times, &e)) {
		printf("%d\t%s\n", err_status(&e), e.text);
		return 1;
	}
	puts("exchanges ok");
	return 0;
}
