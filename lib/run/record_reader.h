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

struct intake {
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

/* files: of records, ended by NULL; NULL: standard input.  They must live until intake_close. */
void intake_open(struct intake *, char **files, enum record_kind, size_t max);
void intake_close(struct intake *);

/* The next batch; what the one before gave is gone.  *end: nothing more comes. */
bool intake_next(struct intake *, const struct stores *, bool *end, struct err *) MUSTUSE;

/* The same in pieces: its lines, then records until there are so many or no more lines. */
bool intake_lines(struct intake *, bool *end, struct err *) MUSTUSE;
void intake_decode(struct intake *, const struct stores *, size_t records);

#endif
