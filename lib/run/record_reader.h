/*
 * record_reader.h: the records of one type from a command's input, in batches.
 *
 * Records of other known types are skipped: they are meant for other readers of the pipe. An
 * unreadable line is rejected.
 */
#ifndef CRT_RUN_RECORD_READER_H
#define CRT_RUN_RECORD_READER_H

#include "run/input.h"
#include "run/reject.h"
#include "record/record.h"

struct record_reader {
	struct input *input;
	enum record_kind kind;
	size_t max;
	struct arena arena;
	struct line *lines;
	size_t nlines, decoded;		/* number of lines; how many have been decoded */
	struct record *records;		/* accepted records; records' line[i] is the line of each */
	const struct line **line;
	size_t n;
	struct rejects rejects;
	struct reject_logged logged;
	size_t read;			/* lines so far, in all batches */
	bool typed;			/* standard input is a terminal: nobody types records */
};

/* files: NULL-terminated, or NULL for standard input. They must outlive the reader. */
void record_reader_open(struct record_reader *, char **files, enum record_kind, size_t max);
void record_reader_close(struct record_reader *);

/* Reads the next batch; the records of the one before become invalid. *end: no more input. */
bool record_reader_next(struct record_reader *, const struct stores *, bool *end,
    struct err *) MUSTUSE;

/* The same in two steps: first the lines, then records, up to a number or the end of the
   lines. */
bool record_reader_lines(struct record_reader *, bool *end, struct err *) MUSTUSE;
void record_reader_decode(struct record_reader *, const struct stores *, size_t records);

#endif
