/*
 * input.h: lines of standard input or of files, in batches, each of bounded length.
 *
 * A batch is what fills it or what arrived within INPUT_LINGER of its first
 * line, so that one record on a quiet pipe does not wait for company.
 */
#ifndef CRT_RUN_INPUT_H
#define CRT_RUN_INPUT_H

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"

#define INPUT_LINGER (20 * CLOCK_SECOND / 1000)
#define INPUT_LINE_MAX ((size_t)1024 * 1024)
#define INPUT_BATCH_BYTES_MAX ((size_t)32 * 1024 * 1024)

struct line {
	const char *text;		/* in the batch's arena; not ended by NUL */
	size_t n;			/* at most INPUT_LINE_MAX */
	size_t whole;			/* how long it really was: more than n when cut */
	const char *source;		/* file name, or "-" */
	uint64_t position;		/* from 1, in its source */
	const char *id;			/* of the row it was kept in; NULL: of none */
	const char *form;		/* how it is to be read, as inbox.h says; NULL: a record */
	crt_time received;		/* 0: now */
	bool asked;			/* of its order, whose person it does not tell, owner is known: */
	unsigned char owner[16];	/* a customer, or nobody: all zeros */
	const void *parts;		/* the same, already read, for who knows its form; NULL: nobody has */
};

struct input;

/* files: ended by NULL; none, or "-", is standard input. */
struct input *input_open(char **files);
void input_close(struct input *);

/* Instead of files: gives lines as input_batch does. */
typedef bool input_lines_fn(void *arg, struct arena *, struct line *lines, size_t max,
    size_t *n, bool *end, struct err *);
struct input *input_from(input_lines_fn *, void *arg);

/* From another thread: what is being waited for is not needed any more. */
void input_abandon(struct input *);

/* Up to max lines, at least one unless *end.  Empty lines are passed over. */
bool input_batch(struct input *, struct arena *, struct line *lines, size_t max,
    size_t *n, bool *end, struct err *) MUSTUSE;

#endif
