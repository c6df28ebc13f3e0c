/* mail_writer.h: the transport form of mails, signed, for channels that hand it off themselves. */
#ifndef CRT_CHANNEL_MAIL_WRITER_H
#define CRT_CHANNEL_MAIL_WRITER_H

#include "channel/channel.h"
#include "mime/dkim.h"

#define MAIL_WRITER_SUFFIX ".pem"	/* of a key's file; its name is the selector */

/* Initialize with { 0 }. */
struct mail_writer {
	struct dkim dkim;
	struct str mail;		/* before it is signed */
};

/* keys: folder of the keys (SELECTOR.pem, mode 0600) that sign each mail; NULL: none do. A folder
   without a key is ERR_CONFIG: a mail that should be signed must not leave without. */
bool mail_writer_open(struct mail_writer *, const char *keys, struct err *) MUSTUSE;
void mail_writer_close(struct mail_writer *);

/* Appends the mail. False: a field cannot be sent. */
bool mail_writer_put(struct mail_writer *, const struct mail *, struct str *out,
    struct err *) MUSTUSE;

#endif
