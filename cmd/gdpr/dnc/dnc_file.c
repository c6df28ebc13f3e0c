/* dnc_file.c: read the lines of a file, and hash its bytes. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/stop.h"
#include "crypto/encode.h"
#include "crypto/hash.h"
#include "dnc_file.h"
#include "os/file.h"

#define CHUNK ((size_t)64 * 1024)

struct reading {
	dnc_line_fn *fn;
	void *arg;
	char line[DNC_LINE_MAX];	/* the beginning of a line that is not complete */
	size_t n;
	struct hash *hash;
};

static void
reading_add(struct reading *r, const char *bytes, size_t n)
{
	size_t room = DNC_LINE_MAX - r->n;

	memcpy(r->line + r->n, bytes, n < room ? n : room);
	r->n += n < room ? n : room;
}

static bool
reading_take(struct reading *r, const char *bytes, size_t n, struct err *e)
{
	const char *end;

	while ((end = memchr(bytes, '\n', n))) {
		size_t width = (size_t)(end - bytes);
		bool ok;

		reading_add(r, bytes, width);
		ok = r->fn(r->arg, r->line, r->n, e);
		r->n = 0;
		if (!ok)
			return false;
		bytes += width + 1;
		n -= width + 1;
	}
	reading_add(r, bytes, n);
	return true;
}

static bool
reading_all(struct reading *r, const char *path, int fd, struct err *e)
{
	static char bytes[CHUNK];
	ssize_t n;

	while ((n = read(fd, bytes, sizeof bytes)) != 0) {
		if (n < 0 && errno != EINTR)
			return file_unreadable(path, e);
		if (!stop_check(e))
			return false;
		if (n < 0)
			continue;
		hash_add(r->hash, bytes, (size_t)n);
		if (!reading_take(r, bytes, (size_t)n, e))
			return false;
	}
	return r->n == 0 || r->fn(r->arg, r->line, r->n, e);
}

bool
dnc_file_read(const char *path, dnc_line_fn *fn, void *arg, struct str *hex, struct err *e)
{
	struct reading r = { .fn = fn, .arg = arg };
	unsigned char sum[HASH_BYTES];
	bool in = !strcmp(path, "-"), ok;
	int fd = in ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return file_unreadable(path, e);
	r.hash = hash_begin();
	ok = reading_all(&r, path, fd, e);
	hash_end(r.hash, sum);
	if (!in)
		close(fd);
	hex_write(hex, sum, sizeof sum);
	return ok;
}
