/* err.h: a failure, passed from the library to a command. */
#ifndef CRT_ERR_H
#define CRT_ERR_H

#include "base/base.h"

enum err_kind {
#define ERR(kind, status, meaning) ERR_##kind,
#include "base/err.def"
#undef ERR
};

/* EXIT_AGAIN, EXIT_IO: exit statuses by their kind. */
enum {
#define ERR(kind, status, meaning) EXIT_##kind = status,
#include "base/err.def"
#undef ERR
};

#define ERR_TEXT_MAX 1024
#define ERR_HINT_MAX 512

/* Lives on the caller's stack and owns no memory. Initialize with { 0 }. */
struct err {
	enum err_kind kind;
	char text[ERR_TEXT_MAX];	/* lower case, no period, names the object */
	char hint[ERR_HINT_MAX];	/* what to do about it; may be empty */
	const char *option;		/* "smtp-url": the option whose value is wrong; or NULL */
};

/* Sets the kind and text. Always false, so that callers can return it. */
bool err_set(struct err *, enum err_kind, const char *fmt, ...) PRINTF(3, 4);

/* Prepends what was being attempted. Always false. */
bool err_in(struct err *, const char *fmt, ...) PRINTF(2, 3);

/* Sets what to do about it. Always false. */
bool err_hint(struct err *, const char *fmt, ...) PRINTF(2, 3);

/* Names the option whose value is wrong; the command reports where that came from. Always
   false. */
bool err_option(struct err *, const char *name);

/* The exit status for this failure. */
int err_status(const struct err *);

#endif
