/* fcgi_read.c: parse FastCGI records into a request, and write a response as records. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "web/fcgi_read.h"

/* Specification, chapter 8. */
#define VERSION 1
#define BEGIN_REQUEST 1
#define END_REQUEST 3
#define PARAMS 4
#define STDIN 5
#define STDOUT 6
#define RESPONDER 1
#define KEEP_CONN 1
#define BEGIN_BYTES 8
#define CONTENT_MAX 65528		/* in a record that crt writes: a multiple of 8 */

static size_t
fcgi_read_least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* ---- variables ---- */

/* Reads a length of one byte, or of four if the first bit is set. */
static bool
length_read(const unsigned char **at, const unsigned char *end, size_t *n)
{
	const unsigned char *p = *at;
	size_t bytes = p < end && *p & 0x80 ? 4 : 1;

	if ((size_t)(end - p) < bytes)
		return false;
	*n = bytes == 1 ? *p
	    : (size_t)(p[0] & 0x7f) << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
	*at = p + bytes;
	return true;
}

/* Appends "NAME=VALUE"; false if it is malformed. */
static bool
variable_read(const unsigned char **at, const unsigned char *end, char **to)
{
	const unsigned char *p = *at;
	size_t name, value, room;

	if (!length_read(&p, end, &name) || !length_read(&p, end, &value))
		return false;
	room = (size_t)(end - p);
	if (name > room || value > room - name || name == 0
	    || memchr(p, '\0', name + value) || memchr(p, '=', name))
		return false;
	memcpy(*to, p, name);
	(*to)[name] = '=';
	memcpy(*to + name + 1, p + name, value);
	(*to)[name + 1 + value] = '\0';
	*to += name + value + 2;
	*at = p + name + value;
	return true;
}

/* Puts the list and its texts into one block. Each text needs as much as in the input, where two
   lengths take the place of "=" and NUL. */
static void
variables_read(struct fcgi_read *r)
{
	const unsigned char *at = (const unsigned char *)str_text(&r->params);
	const unsigned char *end = at + r->params.len;
	const size_t list = (FCGI_VARIABLES_MAX + 1) * sizeof (char *);
	char **all = mem_grow(NULL, list + r->params.len + 1);
	char *to = (char *)all + list;
	size_t n = 0;
	bool ok = !str_full(&r->params);

	while (ok && at < end) {
		ok = n < FCGI_VARIABLES_MAX;
		if (ok) {
			all[n++] = to;
			ok = variable_read(&at, end, &to);
		}
	}
	all[n] = NULL;
	if (ok)
		r->variables = all;
	else
		free(all);
	str_free(&r->params);
}

/* ---- records ---- */

/* Handles a record's header. False: not a request that crt accepts. Records of other requests
   are skipped, as the specification requires. */
static bool
record_begin(struct fcgi_read *r)
{
	const unsigned char *h = r->head;
	unsigned id = (unsigned)h[2] << 8 | h[3];

	r->content = (size_t)h[4] << 8 | h[5];
	r->padding = h[6];
	r->type = h[1];
	if (h[0] != VERSION)
		return false;
	if (r->type == BEGIN_REQUEST) {
		if (id == 0 || r->id || r->content != BEGIN_BYTES)
			return false;
		r->id = id;
		return true;
	}
	if (id == 0 || id != r->id)
		r->type = 0;
	return r->type == 0 || (r->type == PARAMS && !r->named) || (r->type == STDIN && r->named);
}

/* Drops what does not fit. */
static void
content_add(struct fcgi_read *r, const char *bytes, size_t n)
{
	struct str *to = r->type == BEGIN_REQUEST ? &r->begin : r->type == PARAMS ? &r->params
	    : r->type == STDIN ? &r->body : NULL;
	size_t fits = to ? fcgi_read_least(n, to->max - to->len) : 0;

	if (to && !str_full(to)) {
		str_add(to, bytes, fits);
		to->full = fits < n;
	}
}

/* Handles the end of a record. */
static enum fcgi_came
record_end(struct fcgi_read *r)
{
	const unsigned char *b = (const unsigned char *)str_text(&r->begin);
	bool last = (r->head[4] | r->head[5]) == 0;	/* an empty record ends a stream */

	r->have = 0;
	if (r->type == BEGIN_REQUEST) {
		r->keep = b[2] & KEEP_CONN;
		return (b[0] << 8 | b[1]) == RESPONDER ? FCGI_MORE : FCGI_ALIEN;
	}
	if (r->type == PARAMS && last) {
		r->named = true;
		variables_read(r);
	}
	return r->type == STDIN && last ? FCGI_WHOLE : FCGI_MORE;
}

/* Takes content or padding of the record; returns the number of bytes. */
static size_t
fcgi_read_record(struct fcgi_read *r, const char *bytes, size_t n)
{
	size_t *left = r->content ? &r->content : &r->padding;

	n = fcgi_read_least(n, *left);
	if (r->content)
		content_add(r, bytes, n);
	*left -= n;
	return n;
}

enum fcgi_came
fcgi_read(struct fcgi_read *r, const char *bytes, size_t *n)
{
	enum fcgi_came came = FCGI_MORE;
	size_t at = 0;

	while (at < *n && came == FCGI_MORE) {
		if (r->have == FCGI_HEAD)
			at += fcgi_read_record(r, bytes + at, *n - at);
		else {
			r->head[r->have++] = (unsigned char)bytes[at++];
			if (r->have == FCGI_HEAD && !record_begin(r))
				return FCGI_ALIEN;
		}
		if (r->have == FCGI_HEAD && r->content + r->padding == 0)
			came = record_end(r);
	}
	*n = at;
	return came;
}

void
fcgi_read_open(struct fcgi_read *r, size_t body_max)
{
	*r = (struct fcgi_read){ .begin = STR_MAX(BEGIN_BYTES),
	    .params = STR_MAX(FCGI_PARAMS_MAX), .body = STR_MAX(body_max + 1) };
}

bool
fcgi_read_began(const struct fcgi_read *r)
{
	return r->id || r->have;
}

void
fcgi_read_end(struct fcgi_read *r)
{
	free(r->variables);
	str_free(&r->begin);
	str_free(&r->params);
	str_free(&r->body);
	fcgi_read_open(r, r->body.max - 1);
}

/* ---- the response ---- */

static void
print_head(struct str *s, unsigned type, unsigned id, size_t n)
{
	const unsigned char head[FCGI_HEAD] = { VERSION, (unsigned char)type,
	    (unsigned char)(id >> 8), (unsigned char)id, (unsigned char)(n >> 8), (unsigned char)n };

	str_add(s, (const char *)head, sizeof head);
}

void
fcgi_print(struct str *s, unsigned id, const struct str *text)
{
	static const char done[8] = { 0 };	/* status 0, REQUEST_COMPLETE */
	size_t at, n;

	for (at = 0; at < text->len; at += n) {
		n = fcgi_read_least(text->len - at, CONTENT_MAX);
		print_head(s, STDOUT, id, n);
		str_add(s, str_text(text) + at, n);
	}
	print_head(s, STDOUT, id, 0);
	print_head(s, END_REQUEST, id, sizeof done);
	str_add(s, done, sizeof done);
}
