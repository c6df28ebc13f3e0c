/* fcgi.c: FastCGI connections that are slow, too many, or send wrong lengths. */
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "fcgi_test.h"
#include "web/fcgi.h"

#define SLOW_MANY 40
#define FILES_WANTED 4096

static char folder[] = "/tmp/crt-fcgi-XXXXXX";
static struct sockaddr_un place = { .sun_family = AF_UNIX };

static void
take(void *arg UNUSED, struct web_request *r)
{
	struct web_response a = { .status = 200, .text = r->body };

	web_respond(r, &a);
}

static void
serve(struct fcgi **f, crt_time patience)
{
	struct fcgi_setup set = { .fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0),
	    .threads = 1, .body_max = BODY_MAX, .patience = patience, .take = take };
	struct err e = { 0 };

	unlink(place.sun_path);
	if (bind(set.fd, (struct sockaddr *)&place, sizeof place) || listen(set.fd, SOMAXCONN)
	    || !fcgi_start(f, &set, &e))
		abort();
}

static int
reach(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&place, sizeof place))
		abort();
	return fd;
}

static bool
say(int fd, const struct str *s)
{
	size_t at = 0;
	ssize_t n = 1;

	for (; at < s->len && n > 0; at += (size_t)(n > 0 ? n : 0))
		n = send(fd, s->data + at, s->len - at, MSG_NOSIGNAL);
	return at == s->len;
}

/* The text of a response up to its last record; "" if the connection ends. */
static const char *
receive(int fd)
{
	static char text[TEXT_MAX];
	unsigned char h[FCGI_HEAD];
	size_t n, len = 0;

	while (recv(fd, h, sizeof h, MSG_WAITALL) == (ssize_t)sizeof h) {
		n = (size_t)h[4] << 8 | h[5];
		if (n && recv(fd, text + len, n, MSG_WAITALL) != (ssize_t)n)
			break;
		if (h[1] == 3) {
			text[len] = '\0';
			return text;
		}
		len += n;
	}
	return "";
}

static bool
stored(int fd, const struct str *s)
{
	return say(fd, s) && strstr(receive(fd), "Status: 200");
}

/* The server has one thread. A client that does not continue delays no other. */
static void
slow_many(void)
{
	struct str half = request(ONCE, "hello", 4), rest = STR_MAX(TEXT_MAX);
	struct str whole = request(KEEP, "hello", 5);
	struct fcgi *f;
	int fd[SLOW_MANY], kept;
	size_t i, good = 0;

	finish(&whole);
	serve(&f, CLOCK_HOUR);
	for (i = 0; i < SLOW_MANY; i++) {
		fd[i] = reach();
		say(fd[i], &half);
	}
	kept = reach();
	tap_ok(stored(kept, &whole) && stored(kept, &whole), "served beside those who do not go on");
	finish(&rest);
	for (i = 0; i < SLOW_MANY; i++, close(fd[i - 1]))
		good += stored(fd[i], &rest) && !*receive(fd[i]);
	tap_ok(good == SLOW_MANY, "and they are, when they do");
	close(kept);
	fcgi_stop(f);
	str_free(&half), str_free(&rest), str_free(&whole);
}

/* Byte by byte without long pauses; a connection that is idle between requests stays open. */
static void
slow_one(void)
{
	struct str s = request(ONCE, "", 0), whole = request(KEEP, "x", 1);
	struct fcgi *f;
	int fd, kept;
	size_t n = 0;

	finish(&whole);
	serve(&f, CLOCK_SECOND / 4);
	kept = reach();
	tap_ok(stored(kept, &whole), "a request in time");
	fd = reach();
	say(fd, &s);
	while (n < 65535 * 40 && send(fd, n % 65543 ? "x" : "\1\5\0\7\377\377\0\0",
	    n % 65543 ? 1 : 8, MSG_NOSIGNAL) > 0)
		n += n % 65543 ? 1 : 8;
	tap_ok(n < 65535 * 40 && !*receive(fd), "one that trickles is closed when its time is over");
	tap_ok(stored(kept, &whole), "an idle one is kept");
	close(fd), close(kept);
	fcgi_stop(f);
	str_free(&s), str_free(&whole);
}

/* Beyond the limit of open connections, the one that took longest is closed. */
static void
crowd(void)
{
	static int fd[FCGI_OPEN_MAX + SLOW_MANY];
	struct str half = request(ONCE, "hello", 5), whole = request(ONCE, "hello", 5);
	struct fcgi *f;
	int one;
	size_t i;

	finish(&whole);
	serve(&f, CLOCK_HOUR);
	for (i = 0; i < COUNT(fd); i++) {
		fd[i] = reach();
		say(fd[i], &half);
	}
	one = reach();
	tap_ok(stored(one, &whole), "served where unfinished requests have taken all connections");
	tap_ok(!*receive(fd[0]), "the oldest of which was closed");
	half.len = 0;
	finish(&half);
	tap_ok(stored(fd[COUNT(fd) - 1], &half), "the youngest was not");
	for (i = 0; i < COUNT(fd); i++)
		close(fd[i]);
	close(one);
	fcgi_stop(f);
	str_free(&half), str_free(&whole);
}

static void
too_much(void)
{
	static char body[5000000];
	struct str long_one = request(KEEP, body, sizeof body), whole = request(KEEP, "x", 1);
	struct str names = STR_MAX(TEXT_MAX);
	struct fcgi *f;
	int fd;

	finish(&whole), finish(&long_one);
	record(&names, BEGIN, 7, KEEP, 8, 0);
	record(&names, PARAMS, 7, "\377\377\377\377\377\377\377\377x", 9, 0);
	record(&names, PARAMS, 7, "", 0, 0);
	finish(&names);
	serve(&f, CLOCK_HOUR);
	fd = reach();
	tap_ok(say(fd, &long_one) && strstr(receive(fd), "Status: 413"),
	    "a body that is too long is read to its end and gets a response");
	tap_ok(stored(fd, &whole), "and its connection is kept");
	tap_ok(say(fd, &names) && strstr(receive(fd), "Status: 400"), "lengths of 2 GiB are refused");
	tap_ok(stored(fd, &whole), "and nothing has ended");
	str_add(&whole, "more", 4);
	tap_ok(stored(fd, &whole) && !*receive(fd), "an early second request gets no response");
	close(fd);
	fcgi_stop(f);
	str_free(&long_one), str_free(&whole), str_free(&names);
}

int
main(void)
{
	struct rlimit files;

	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max < FILES_WANTED ? files.rlim_max : FILES_WANTED;
	setrlimit(RLIMIT_NOFILE, &files);
	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(place.sun_path, sizeof place.sun_path, "%s/s", folder);
	slow_many();
	slow_one();
	crowd();
	too_much();
	unlink(place.sun_path);
	rmdir(folder);
	return tap_done();
}
