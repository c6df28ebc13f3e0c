/*
 * template_file.h: the format of a template's file, written by its author.
 *
 *	template: reminder
 *	locale: de-AT
 *	store: acme			default: every store without a template of its own
 *	channel: SMS			default EMAIL; a text message has a text only, a push message
 *					title, body, image, and link instead of the next three
 *	subject: 'Liquid, one line'
 *	text: |				text or html, better both
 *	  Liquid
 *	html: |
 *	  Liquid
 *	preview_data: { ... }		the values for "crt-campaign preview"
 */
#ifndef CRT_DOCUMENT_TEMPLATE_FILE_H
#define CRT_DOCUMENT_TEMPLATE_FILE_H

#include "base/str.h"
#include "document/document.h"
#include "words.h"

#define TEMPLATE_SUBJECT_MAX 998	/* bytes, before rendering */

struct template_file {
	const char *name, *locale;
	enum message_channel channel;
	const char *store;		/* its slug; NULL: every store */
	const char *subject, *text, *html;	/* NULL: not given; of a push message title and body */
	const char *image, *link;	/* of a push message */
	struct str preview;		/* JSON; empty: not given */
};

/* Checks that every part compiles and reads only variables that a message can have. Errors
   name their place in the file. Borrows the document, which must outlive the file. Free it
   after a failure too. */
bool template_file_read(struct template_file *, const struct document *, struct err *) MUSTUSE;
void template_file_free(struct template_file *);

/* Internal to template_file.c: checks one part. mail: it is what a person reads of a mail, so it
   needs a way to opt out and the store's postal address, and pictures by https. */
bool template_check(const struct document *, const char *key, bool mail, struct err *) MUSTUSE;

#endif
