/*
 * setting.h: a store's settings, by the kinds of setting.def.
 *
 * A store with an invalid setting must not stop the others. Its error is kept in the store's
 * fault, and the gate "settings" holds its messages until the setting is corrected.
 */
#ifndef CRT_STORE_SETTING_H
#define CRT_STORE_SETTING_H

#include "store/store.h"
#include "json/value.h"

/* Why messages of the channel are held; kind ERR_NONE: they are not. Only mails need a sender. */
const struct err *store_fault(const struct store *, enum message_channel);

/* Sets the defaults, then the store's own values. An invalid value keeps the default and
   sets the store's fault. */
void settings_read(struct store *, const json_t *given);
void settings_free(struct store *);

/* Accepts http:// or https:// and a host, without user name and without characters that a
   link cannot contain. */
bool setting_url(const char *) MUSTUSE;

/* Checks the text of one setting. ERR_CONFIG: the error names the values it accepts. */
bool setting_check(const char *name, const char *value, struct err *) MUSTUSE;

#define SETTING_COLOR "#0f6b52"	/* the default */

/* The setting color in its form, allocated; the default if it is not set or wrong. */
char *setting_color(const char *text);

#endif
