/*
 * record_reader.h: the records of a pipe that a command takes, in batches.
 *
 * Records of other known types pass by (they are for whoever listens); what
 * cannot be read is a reject.
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
	size_t nlines, decoded;		/* how many; how many of them have been looked at */
	struct record *records;		/* those taken; their line is records' line[i] */
	const struct line **line;
	size_t n;
	struct rejects rejects;
	size_t read;			/* lines so far, of all batches */
	bool typed;			/* a person sits at it, who types no records */
};

/* files: of records, ended by NULL; NULL: standard input.  They outlive it. */
void record_reader_open(struct record_reader *, char **files, enum record_kind, size_t max);
void record_reader_close(struct record_reader *);

/* The next batch; what the one before gave is gone.  *end: nothing more comes. */
bool record_reader_next(struct record_reader *, const struct stores *, bool *end,
    struct err *) MUSTUSE;

/* The same in pieces: its lines, then records until there are so many or no more lines. */
bool record_reader_lines(struct record_reader *, bool *end, struct err *) MUSTUSE;
void record_reader_decode(struct record_reader *, const struct stores *, size_t records);

#endif
