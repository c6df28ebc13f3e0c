/*
 * report.h: read a mail that a mail server, a mailbox provider, or a person sends back.
 *
 * Sources: RFC 3464 (delivery status), RFC 6522 (multipart/report), RFC 5965 and 6650 (feedback
 * loops), RFC 3834 (automatic replies). Servers that follow none of them are recognized by their
 * sender; their text gives the code. Nothing in such a mail is proof of its sender: the caller
 * checks the tag of the return path, or that it knows the message.
 */
#ifndef CRT_REPORT_H
#define CRT_REPORT_H

#include "mime/mail.h"

#define REPORT_BYTES_MAX ((size_t)1024 * 1024)	/* of a mail that is read; the rest is ignored */
#define REPORT_TEXT_MAX  ((size_t)64 * 1024)	/* bytes of a part that are searched */
#define REPORT_PARTS_MAX 100
#define REPORT_TO_MAX    8

enum mail_report_kind {
	REPORT_NONE,		/* nothing to do: a delay, a success, an automatic reply */
	REPORT_BOUNCE,		/* the message was not delivered, for good */
	REPORT_COMPLAINT,	/* the person marked it as spam */
	REPORT_OPTOUT,		/* the provider passes on that the person opted out */
	REPORT_REPLY		/* a person wrote it */
};

/* Texts are "" if the mail has none. They are UTF-8 without control bytes. */
struct mail_report {
	enum mail_report_kind kind;
	char id[256];				/* Message-ID of the report */
	char original[256];			/* Message-ID of the message it is about */
	char recipient[MAIL_ADDRESS_MAX + 1];	/* for whom delivery failed, or who complained */
	char status[16];			/* "5.1.1" */
	char reason[512];			/* the server's words */
	char subject[1024];			/* of the mail itself */
	char to[REPORT_TO_MAX][MAIL_ADDRESS_MAX + 1];	/* to which it was sent: the return path */
	size_t tos;
	crt_time date;				/* 0: none that can be read */
};

/* mail_open was called. */
void mail_report_read(const char *bytes, size_t n, struct mail_report *);

#endif
