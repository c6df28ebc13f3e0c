/*
 * command.h: a command declared once: its verbs, their options, what runs them.
 *
 * A main is: return command_main(&command, argc, argv);
 */
#ifndef CRT_COMMAND_H
#define CRT_COMMAND_H

#include "conf/option.h"

/* settings: the command's own struct, filled; operands: what stands behind the
   options, ended by NULL.  What fails is told by the err; nothing is printed. */
typedef bool verb_fn(void *settings, char **operands, struct err *);

struct verb {
	const char *name;	/* "rejects list"; "" is the command without a verb */
	const char *brief;	/* one line, capital first, ends with a period */
	const char *operands;	/* "[FILE...]"; "" for none */
	int min, max;		/* how many operands; max -1: any number */
	const struct option *options;
	size_t noptions;
	verb_fn *run;
};

struct command {
	const char *name;	/* "crt-ingest" */
	const char *brief;	/* "take records and platform payloads in" */
	size_t settings;	/* size of the settings struct, which starts with struct common */
	const struct verb *verbs;
	size_t nverbs;
};

/* Options, run, report of the failure, flushed output, exit status. */
int command_main(const struct command *, int argc, char **argv);

/* What every command answers to --version. */
#define CRT_VERSION "0.1.0"

#endif
