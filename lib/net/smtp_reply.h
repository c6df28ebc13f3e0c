/* smtp_reply.h: assemble a mail server's lines into replies (RFC 5321 4.2). */
#ifndef CRT_SMTP_REPLY_H
#define CRT_SMTP_REPLY_H

#include "base/base.h"

#define SMTP_LINE_MAX 2048	/* bytes; RFC 5321 4.5.3.1.5 requires 512 */
#define SMTP_LINES_MAX 128	/* lines of one reply */

/* Initialize with { 0 }. */
struct smtp_reply {
	int code;		/* of the reply being read or just read */
	int lines;
	char enhanced[16];	/* of the first line with one, else "(#5.7.1)" in the text */
	bool leads;		/* its first line begins with enhanced */
	char text[256];		/* its lines without codes, joined by spaces; printable ASCII */
	char line[SMTP_LINE_MAX];
	size_t len;
	bool over;		/* complete: the next line starts a new one */
};

enum smtp_feed { SMTP_MORE, SMTP_REPLY, SMTP_NONSENSE };

/* Takes bytes up to the end of one reply; *used is their number. Call again with the rest. */
enum smtp_feed smtp_reply_feed(struct smtp_reply *, const char *bytes, size_t n, size_t *used);

#endif
