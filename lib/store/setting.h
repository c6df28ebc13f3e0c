/*
 * setting.h: what a store says about itself, by the kinds of setting.def.
 *
 * A store whose settings cannot be used must not stop the others: what is wrong is
 * kept in its fault, and the gate "settings" holds its messages until it is mended.
 */
#ifndef CRT_STORE_SETTING_H
#define CRT_STORE_SETTING_H

#include "store/store.h"
#include "record/value.h"

/* Presets first; what the store says replaces them, unless its kind does not take it. */
void settings_read(struct store *, const json_t *said);
void settings_free(struct store *);

/* http:// or https:// and a host, without a user or what cannot stand in a link. */
bool setting_url(const char *) MUSTUSE;

/* Check one setting's text; ERR_CONFIG says what it takes. */
bool setting_check(const char *name, const char *value, struct err *) MUSTUSE;

#endif
