/* scanner.h: whether a program or a person opened the link of a mail. */
#ifndef CRT_SCANNER_H
#define CRT_SCANNER_H

#include "base/base.h"

/* A request; texts are "" where it has none. */
struct scanner_request {
	const char *method;
	const char *agent;		/* User-Agent */
	const char *purpose;		/* Sec-Purpose, Purpose, or X-Moz */
	bool hidden;			/* the link is not visible to people */
};

/* Why it was a program, in words; NULL: perhaps a person. */
const char *scanner_reason(const struct scanner_request *);

#endif
