/* design.h: the design of a template, which replaces the look of its store. */
#ifndef CRT_STORE_DESIGN_H
#define CRT_STORE_DESIGN_H

#include "json/value.h"

#define DESIGN_CARD_DARK "#1f2428"	/* behind the button in the dark: etc/templates */

/* Sets the colors and the logo of store, and all of design, in the variables of a message, which
   have both. config: the design_config of the template; NULL: it has none. */
void design_apply(const json_t *context, const char *config);

#endif
