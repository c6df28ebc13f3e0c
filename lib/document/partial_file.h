/*
 * partial_file.h: the format of a partial's file, a part that templates name.
 *
 *	partial: card
 *	locale: de			default: every language
 *	store: acme			default: every store
 *	html: |				text or html, or both
 *	  Liquid
 *	text: |
 *	  Liquid
 */
#ifndef CRT_DOCUMENT_PARTIAL_FILE_H
#define CRT_DOCUMENT_PARTIAL_FILE_H

#include "document/document.h"
#include "liquid/liquid.h"

struct partial_file {
	const char *name, *locale;	/* "": every language */
	const char *store;		/* its slug; NULL: every store */
	const char *html, *text;	/* NULL: not given */
};

/* Errors name their place in the file. Borrows the document, which must outlive the file. */
bool partial_file_read(struct partial_file *, const struct document *, struct err *) MUSTUSE;

/* Checks that both parts compile. html, text: the partials that they name. */
bool partial_file_check(const struct partial_file *, const struct document *,
    const struct liquid_partials *html, const struct liquid_partials *text,
    struct err *) MUSTUSE;

#endif
