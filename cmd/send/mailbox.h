/*
 * mailbox.h: the mails of a Maildir, an mbox, a file, or standard input, one after the other.
 *
 * A folder is a Maildir: the mails in its folder new. A file that begins with "From " is an mbox;
 * any other file is one mail. Of a long mail only the beginning is read (REPORT_BYTES_MAX).
 */
#ifndef CRT_CMD_SEND_MAILBOX_H
#define CRT_CMD_SEND_MAILBOX_H

#include "base/err.h"
#include "base/str.h"

struct mailbox;

/* paths: as for input_open. */
struct mailbox *mailbox_open(char **paths);
void mailbox_close(struct mailbox *);	/* NULL is fine */

/* Replaces the content of mail, whose max is set here. *path: the file in a Maildir, which the
   caller frees; NULL elsewhere. *name: where it was found, for a log; valid until the next call.
   *end: there is no more. */
bool mailbox_next(struct mailbox *, struct str *mail, char **path, const char **name, bool *end,
    struct err *) MUSTUSE;

/* Moves a mail of a Maildir to its folder cur; seen: it needs no person. A mail that has been
   moved or deleted meanwhile is fine. */
bool mailbox_move(const char *path, bool seen, struct err *) MUSTUSE;

#endif
