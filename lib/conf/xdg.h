/* xdg.h: the user's folders of crt (XDG Base Directory Specification 0.8). */
#ifndef CRT_XDG_H
#define CRT_XDG_H

#include "base/str.h"

/* Appends $XDG_CONFIG_HOME/crt, else ~/.config/crt. False: neither variable is set. */
bool xdg_config(struct str *) MUSTUSE;

/* The same with $XDG_DATA_HOME and ~/.local/share. */
bool xdg_data(struct str *) MUSTUSE;

#endif
