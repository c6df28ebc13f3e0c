/* command.h: the declaration of a command: its verbs, their options, their handlers. */
#ifndef CRT_OPTION_COMMAND_H
#define CRT_OPTION_COMMAND_H

#include "option/option.h"

/* settings: the command's own struct, filled in. operands: NULL-terminated. A failure is
   returned in the err; the handler prints no error. */
typedef bool verb_fn(void *settings, char **operands, struct err *);

struct verb {
	const char *name;	/* "rejects list"; "" is the command without a verb */
	const char *brief;	/* one line, capitalized, ends with a period */
	const char *operands;	/* "[FILE...]"; "" for none */
	int min, max;		/* number of operands; max -1: no limit */
	const struct option *options;
	size_t noptions;
	verb_fn *run;
};

struct command {
	const char *name;	/* "crt-ingest" */
	const char *brief;	/* "take records and platform payloads in" */
	size_t settings;	/* size of the settings struct, which begins with struct common */
	const struct verb *verbs;
	size_t nverbs;
	bool own_act;		/* run by root, its handlers choose the user to act as */
};

/* The version that every command prints. */
#define CRT_VERSION "0.1.0"

#endif
