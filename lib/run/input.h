/*
 * input.h: lines of standard input or of files, in batches, each of limited length.
 *
 * A batch ends when it is full or INPUT_LINGER after its first line. So a single record on a
 * quiet pipe is not delayed.
 */
#ifndef CRT_RUN_INPUT_H
#define CRT_RUN_INPUT_H

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"

#define INPUT_LINGER (20 * CLOCK_SECOND / 1000)
#define INPUT_LINE_MAX ((size_t)1024 * 1024)
#define INPUT_BATCH_BYTES_MAX ((size_t)32 * 1024 * 1024)

/* How to read a platform's payload. */
struct form {
	const char *platform;		/* NULL: the line is a record */
	const char *store;		/* slug of the store that it was received for */
	const char *topic;		/* of a bare body; NULL: an envelope names it */
};

struct line {
	const char *text;		/* in the batch's arena; not NUL-terminated */
	size_t n;			/* at most INPUT_LINE_MAX */
	size_t whole;			/* the original length: more than n when the line was cut */
	const char *source;		/* file name, or "-" */
	uint64_t position;		/* line number in the source, from 1 */
	const char *id;			/* id of the stored row it came from; NULL: none */
	struct form form;
	crt_time received;		/* 0: now */
	bool looked_up;			/* order without a readable person: owner was looked up */
	unsigned char owner[16];	/* the customer's id; all zeros: no owner */
	const void *parts;		/* the parsed text, for its format; NULL: not parsed */
	void *cookie;			/* of the caller that added the line; untouched */
};

struct input;

/* files: NULL-terminated; NULL or "-" means standard input. */
struct input *input_open(char **files);
void input_close(struct input *);

/* A source of lines other than files; works like input_batch. */
typedef bool input_lines_fn(void *arg, struct arena *, struct line *lines, size_t max,
    size_t *n, bool *end, struct err *);
struct input *input_from(input_lines_fn *, void *arg);

/* From another thread: ends the wait for more input. */
void input_abandon(struct input *);

/* Reads up to max lines, at least one unless *end. Skips empty lines. */
bool input_batch(struct input *, struct arena *, struct line *lines, size_t max,
    size_t *n, bool *end, struct err *) MUSTUSE;

#endif
