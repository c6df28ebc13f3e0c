/*
 * output.h: lines for standard output, held until their transaction is committed.
 *
 * No command prints what it has not committed. A full disk or a closed pipe is ERR_GONE.
 */
#ifndef CRT_RUN_OUTPUT_H
#define CRT_RUN_OUTPUT_H

#include "base/err.h"
#include "base/str.h"

#define OUTPUT_HELD_MAX ((size_t)1 << 30)
#define OUTPUT_PAGE ((size_t)256 * 1024)	/* bytes of a write, if there are many rows */

struct output {
	int fd;				/* standard output; -1: discard */
	struct str held;
	size_t lines;
};

void output_init(struct output *);
void output_line(struct output *, const char *text, size_t n);	/* the newline is added */
bool output_is_page(const struct output *);	/* holds at least OUTPUT_PAGE */
void output_drop(struct output *);		/* after a rollback: discards the held lines */
bool output_flush(struct output *, struct err *) MUSTUSE;	/* after the commit: writes them */
void output_free(struct output *);

#endif
