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
 *	design_config: { color: "#1f3a5f", logo: https://..., layout: main }	instead of the store's
 *	is_default: true		for a language without a template of its own
 *	preview_data: { ... }		the values for "crt-campaign preview"
 */
#ifndef CRT_DOCUMENT_TEMPLATE_FILE_H
#define CRT_DOCUMENT_TEMPLATE_FILE_H

#include "base/str.h"
#include "document/document.h"
#include "liquid/liquid.h"
#include "words.h"

#define TEMPLATE_SUBJECT_MAX 998	/* bytes, before rendering */

struct template_file {
	const char *name, *locale;
	enum message_channel channel;
	const char *store;		/* its slug; NULL: every store */
	const char *subject, *text, *html;	/* NULL: not given; of a push message title and body */
	const char *image, *link;	/* of a push message */
	struct str preview, design;	/* JSON; empty: not given */
	const char *layout;		/* of the design; NULL: not given */
	bool is_default;
};

/* Errors name their place in the file. Borrows the document, which must outlive the file. Free
   it after a failure too. */
bool template_file_read(struct template_file *, const struct document *, struct err *) MUSTUSE;
void template_file_free(struct template_file *);

/* Checks that every part compiles and reads only variables that a message can have. html, text:
   the partials of the part, with the layout of a template that names none. */
bool template_file_check(const struct template_file *, const struct document *,
    const struct liquid_partials *html, const struct liquid_partials *text,
    struct err *) MUSTUSE;

/* Checks one part of a template or a partial. TEMPLATE_MAIL: it is what a person reads of a mail,
   so it needs a way to opt out and the store's postal address. TEMPLATE_PART: of a partial, whose
   variables depend on the template. */
enum { TEMPLATE_MAIL = 1, TEMPLATE_PART = 2 };
bool template_check(const struct document *, const char *key, int what,
    const struct liquid_partials *, struct err *) MUSTUSE;

#endif
