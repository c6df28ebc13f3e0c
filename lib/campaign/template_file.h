/*
 * template_file.h: a message's words as their author writes them.
 *
 *	template: reminder
 *	locale: de-AT
 *	store: acme			left out: for every store that has none of its own
 *	subject: 'Liquid, one line'
 *	text: |				text or html, better both
 *	  Liquid
 *	html: |
 *	  Liquid
 *	preview_data: { ... }		what "crt-campaign preview" fills in
 */
#ifndef CRT_CAMPAIGN_TEMPLATE_FILE_H
#define CRT_CAMPAIGN_TEMPLATE_FILE_H

#include "base/str.h"
#include "campaign/document.h"

#define TEMPLATE_SUBJECT_MAX 998	/* bytes before rendering */

struct template_file {
	const char *name, *locale;
	const char *store;		/* its slug; NULL: for every store */
	const char *subject, *text, *html;	/* NULL: none */
	struct str preview;		/* JSON; empty: none */
};

/* Every part compiles and reads only variables that a message can have; what is
   wrong is told at its place in the file.  The document must live as long.  Free
   it also after a failure. */
bool template_file_read(struct template_file *, const struct document *, struct err *) MUSTUSE;
void template_file_free(struct template_file *);

/* For template_file.c: one part, template_check.c. */
bool template_check(const struct document *, const char *key, struct err *) MUSTUSE;

#endif
