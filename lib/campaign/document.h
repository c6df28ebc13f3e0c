/*
 * document.h: a campaign's or template's file: its text, its tree, the fields of it.
 *
 * A file that cannot be opened is ERR_FILE; every other failure is ERR_CONFIG and
 * reads "file:line:column: what is wrong".
 * What the fields give belongs to the tree unless it is said otherwise.
 */
#ifndef CRT_CAMPAIGN_DOCUMENT_H
#define CRT_CAMPAIGN_DOCUMENT_H

#include "base/clock.h"
#include "conf/yaml.h"

enum document_kind { DOCUMENT_CAMPAIGN, DOCUMENT_TEMPLATE };

struct document {
	enum document_kind kind;	/* by the first key */
	char *text;			/* as the file has it */
	struct yaml *root;
};

/* A failure leaves something to close too. */
bool document_open(struct document *, const char *file, struct err *) MUSTUSE;
void document_close(struct document *);

/* All bytes of a file, "-" is standard input; free *text.  ERR_FILE when it
   cannot be read, ERR_CONFIG when it has a NUL or is longer than max. */
bool document_bytes(const char *file, size_t max, char **text, size_t *n, struct err *) MUSTUSE;

#define FIELD_NAME_MAX 64

/* Keys that a map may have in the format, but not in this version. */
bool field_unbuilt(const struct yaml *map, const char *const *keys, struct err *) MUSTUSE;

/* It must be there. */
bool field_need(const struct yaml *map, const char *key, const struct yaml **,
    struct err *) MUSTUSE;

/* One line without control bytes; required. */
bool field_line(const struct yaml *map, const char *key, size_t max, const char **,
    struct err *) MUSTUSE;

/* Letters, digits, ".", "_" and "-", not first; required. */
bool field_name(const struct yaml *map, const char *key, const char **, struct err *) MUSTUSE;

/* Left as it is when the key is not there. */
bool field_int(const struct yaml *map, const char *key, int min, int max, bool percent, int *,
    struct err *) MUSTUSE;
bool field_span(const struct yaml *map, const char *key, crt_time *, struct err *) MUSTUSE;

#endif
