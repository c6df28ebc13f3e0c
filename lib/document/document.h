/*
 * document.h: the file of a campaign or a template: text, YAML tree, and checked fields.
 *
 * A file that cannot be opened is ERR_FILE. Every other failure is ERR_CONFIG and reads
 * "file:line:column: what is wrong". Returned texts belong to the tree unless stated otherwise.
 */
#ifndef CRT_DOCUMENT_DOCUMENT_H
#define CRT_DOCUMENT_DOCUMENT_H

#include "base/clock.h"
#include "yaml/yaml.h"

enum document_kind { DOCUMENT_CAMPAIGN, DOCUMENT_TEMPLATE, DOCUMENT_SEGMENT, DOCUMENT_PARTIAL,
    DOCUMENT_KINDS };

/* The first key of a file of the kind. */
extern const char *const document_kinds[DOCUMENT_KINDS];

struct document {
	enum document_kind kind;	/* from the first key */
	char *text;			/* the whole file */
	struct yaml *root;
};

/* Close the document after a failure too. */
bool document_open(struct document *, const char *file, struct err *) MUSTUSE;
void document_close(struct document *);

/* All bytes of a file; "-" is standard input. The caller frees *text. ERR_FILE: the file
   cannot be read. ERR_CONFIG: it contains a NUL or is longer than max. */
bool document_bytes(const char *file, size_t max, char **text, size_t *n, struct err *) MUSTUSE;

#define FIELD_NAME_MAX 64

/* Rejects keys that the format has but this version does not implement. */
bool field_unbuilt(const struct yaml *map, const char *const *keys, struct err *) MUSTUSE;

/* A required field. */
bool field_need(const struct yaml *map, const char *key, const struct yaml **,
    struct err *) MUSTUSE;

/* A required field: one line without control bytes. */
bool field_line(const struct yaml *map, const char *key, size_t max, const char **,
    struct err *) MUSTUSE;

/* A required field: letters, digits, ".", "_", and "-", beginning with a letter or digit. */
bool field_name(const struct yaml *map, const char *key, const char **, struct err *) MUSTUSE;

/* An optional field: true or false. */
bool field_flag(const struct yaml *map, const char *key, bool *, struct err *) MUSTUSE;

/* A required field: a language such as de, en, or pt-BR (BCP 47). */
bool field_locale(const struct yaml *map, const char *key, const char **, struct err *) MUSTUSE;

/* Leaves *out unchanged when the key is missing. */
bool field_int(const struct yaml *map, const char *key, int min, int max, bool percent, int *,
    struct err *) MUSTUSE;
bool field_duration(const struct yaml *map, const char *key, crt_time *, struct err *) MUSTUSE;

#endif
