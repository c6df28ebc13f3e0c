/* returned.h: the record that a returned mail is worth. */
#ifndef CRT_CMD_SEND_RETURNED_H
#define CRT_CMD_SEND_RETURNED_H

#include "mime/report.h"
#include "run/run.h"

#define RETURNED_LINE_MAX 8192	/* bytes of the record */

struct returned {
	struct run *run;		/* its keys and stores */
	struct db *db;			/* a connection for lookups */
	struct str line;		/* the record; empty: there is none */
	char message[IDENT_TEXT];	/* that bounced; "" for other records */
};

void returned_open(struct returned *, struct run *, struct db *);
void returned_close(struct returned *);

/* Sets the record of the mail: message.bounced, complained, or unsubscribed. A bounce or complaint
   counts only about a message that crt has; a reply only with the token of an opt-out link in
   its subject. mail: its n bytes, which give a reply's record its id. */
bool returned_read(struct returned *, const struct mail_report *, const char *mail, size_t n,
    struct err *) MUSTUSE;

#endif
