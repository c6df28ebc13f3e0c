/* bot.h: whether a cart was made by a program. */
#ifndef CRT_BOT_H
#define CRT_BOT_H

#include "base/base.h"

#define BOT_LINES_MAX  200		/* a cart with more lines is no shopper's */
#define BOT_PIECES_MAX 10000

/* What is wrong with the cart's contents, in words; NULL: nothing. */
const char *bot_contents(size_t lines, int64_t pieces);

/* Whether a program sends this User-Agent. */
bool bot_agent(const char *user_agent);

/* user_agent may be NULL: then only the cart's contents count. */
bool bot_cart(const char *user_agent, size_t lines, int64_t pieces);

#endif
