/* preview_page.h: parts of a template rendered for a preview. */
#ifndef CRT_CMD_PREVIEW_PAGE_H
#define CRT_CMD_PREVIEW_PAGE_H

#include "message/partials.h"
#include "json/value.h"
#include "store/store.h"

/* The words of --part, then the other parts of a push message. */
enum { PART_TEXT, PART_HTML, PART_SUBJECT, PART_SMS, PART_PUSH, PART_PAGE, PART_IMAGE, PART_LINK,
    PARTS };

/* Where the texts of a template come from; all NULL for a file. */
struct preview_source {
	const struct store *store;
	const struct partials *partials;
	const char *layout;
	const struct zone *zone;
};

bool preview_part(const struct preview_source *, const char *name, const char *text,
    const json_t *data, int part, const char *locale, struct str *, struct err *) MUSTUSE;

/* Prints a page for a browser with the mail as a computer, a phone, and a program
   without HTML show it. */
bool preview_page(const struct preview_source *, const char *name, const char *locale,
    char *const part[], const json_t *data, struct err *) MUSTUSE;

#endif
