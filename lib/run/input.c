/* input.c: read lines of standard input or of files, in batches. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/stop.h"
#include "base/str.h"
#include "os/file.h"
#include "run/input.h"

#define CHUNK ((size_t)256 * 1024)

struct input {
	char **files;			/* the next file; NULL: all have been opened */
	const char *source;
	int fd;				/* -1: none open */
	uint64_t position;
	char *buffer;
	size_t at, filled;
	struct str line;		/* the beginning of an incomplete line */
	size_t dropped;			/* bytes of that line beyond the limit */
	int wake[2];			/* a pipe, readable once the input is abandoned */
	input_lines_fn *lines;		/* NULL: read from files */
	void *arg;
};

static char dash[] = "-", *only_stdin[] = { dash, NULL };

struct input *
input_open(char **files)
{
	struct input *in = mem_get(sizeof *in);

	in->files = files && *files ? files : only_stdin;
	in->fd = -1;
	in->buffer = mem_get(CHUNK);
	in->line = (struct str)STR_MAX(INPUT_LINE_MAX);
	if (pipe2(in->wake, O_CLOEXEC))
		in->wake[0] = in->wake[1] = -1;
	return in;
}

struct input *
input_from(input_lines_fn *lines, void *arg)
{
	struct input *in = input_open(NULL);

	in->lines = lines;
	in->arg = arg;
	return in;
}

static void
input_shut(struct input *in)
{
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	in->fd = -1;
}

void
input_close(struct input *in)
{
	if (in == NULL)
		return;
	input_shut(in);
	close(in->wake[0]);
	close(in->wake[1]);
	str_free(&in->line);
	free(in->buffer);
	free(in);
}

void
input_abandon(struct input *in)
{
	ssize_t n UNUSED = write(in->wake[1], "", 1);	/* a full pipe wakes the reader too */
}

static bool
open_next(struct input *in, struct err *e)
{
	in->source = *in->files++;
	in->position = 0;
	in->at = in->filled = 0;
	in->fd = strcmp(in->source, "-") ? open(in->source, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	return in->fd >= 0 || file_unreadable(in->source, e);
}

/* Whether the input becomes readable before the time; 0: do not wait. */
static bool
input_readable(const struct input *in, crt_time until)
{
	struct pollfd p = { in->fd, POLLIN, 0 };
	crt_time left = until - clock_steady();

	return poll(&p, 1, left > 0 ? (int)(left / 1000) : 0) > 0;
}

/* False: abandoned while waiting, or stopped. The signal may have been delivered to another
   thread. */
static bool
wait_bytes(const struct input *in, struct err *e)
{
	struct pollfd p[] = { { in->fd, POLLIN, 0 }, { in->wake[0], POLLIN, 0 } };
	int n = 0;

	while (n == 0 && stop_check(e)) {
		n = poll(p, COUNT(p), STOP_TICK);
		if (n < 0)
			n = errno != EINTR;	/* after EINTR, try again: read reports any error */
	}
	if (n && p[1].revents)
		return err_set(e, ERR_AGAIN, "the input was abandoned");
	return n != 0;
}

static bool
input_fill(struct input *in, struct err *e)
{
	ssize_t n;

	if (!wait_bytes(in, e))
		return false;
	do
		n = read(in->fd, in->buffer, CHUNK);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return file_unreadable(in->source, e);
	in->at = 0;
	in->filled = (size_t)n;
	return true;
}

/* Appends bytes to the incomplete line. Bytes beyond the limit are only counted. */
static void
input_take(struct input *in, const char *bytes, size_t n)
{
	size_t room = INPUT_LINE_MAX - in->line.len;

	str_add(&in->line, bytes, n < room ? n : room);
	in->dropped += n < room ? 0 : n - room;
}

static bool
input_finish(struct input *in, struct arena *a, struct line *out)
{
	size_t n = in->line.len;
	bool any;

	in->position++;
	if (n && in->line.data[n - 1] == '\r')
		n--;
	any = n > 0;
	if (any)
		*out = (struct line){ .text = arena_dup(a, in->line.data, n), .n = n,
		    .whole = n + in->dropped, .source = in->source, .position = in->position };
	str_cut(&in->line, 0);
	in->dropped = 0;
	return any;
}

/* Takes the complete lines of the buffer. */
static size_t
input_split(struct input *in, struct arena *a, struct line *lines, size_t max, size_t *bytes)
{
	size_t n = 0;

	while (n < max && in->at < in->filled && *bytes < INPUT_BATCH_BYTES_MAX) {
		const char *from = in->buffer + in->at;
		const char *nl = memchr(from, '\n', in->filled - in->at);
		size_t len = nl ? (size_t)(nl - from) : in->filled - in->at;

		input_take(in, from, len);
		in->at += len + (nl != NULL);
		*bytes += len;
		if (nl && input_finish(in, a, &lines[n]))
			n++;
	}
	return n;
}

static size_t
end_of_file(struct input *in, struct arena *a, struct line *line)
{
	size_t n = in->line.len && input_finish(in, a, line);

	input_shut(in);
	return n;
}

bool
input_batch(struct input *in, struct arena *a, struct line *lines, size_t max,
    size_t *n, bool *end, struct err *e)
{
	crt_time until = 0;
	size_t bytes = 0;

	*n = 0;
	if (!stop_check(e))
		return false;
	if (in->lines)
		return in->lines(in->arg, a, lines, max, n, end, e);
	for (*end = false; *n < max && bytes < INPUT_BATCH_BYTES_MAX;) {
		if (in->fd < 0) {
			*end = *in->files == NULL;
			if (*end)
				break;
			if (!open_next(in, e))
				return false;
		}
		*n += input_split(in, a, lines + *n, max - *n, &bytes);
		if (in->at < in->filled)
			break;
		if (*n && until == 0)
			until = clock_steady() + INPUT_LINGER;
		if (*n && !input_readable(in, until))
			break;
		if (!input_fill(in, e))
			return false;
		if (in->filled == 0)
			*n += end_of_file(in, a, lines + *n);
	}
	return true;
}
