/*
 * output.h: lines for standard output, held until what they tell is committed.
 *
 * No command says what its own transaction has not committed; a full disk or a
 * reader that has gone is ERR_GONE.
 */
#ifndef CRT_RUN_OUTPUT_H
#define CRT_RUN_OUTPUT_H

#include "base/err.h"
#include "base/str.h"

#define OUTPUT_HELD_MAX ((size_t)1 << 30)

struct output {
	int fd;				/* standard output; -1: nowhere */
	struct str held;
	size_t lines;
};

void output_init(struct output *);
void output_line(struct output *, const char *text, size_t n);	/* the newline is added */
void output_drop(struct output *);		/* what is held is not true: forget it */
bool output_flush(struct output *, struct err *) MUSTUSE;	/* after the commit */
void output_free(struct output *);

#endif
