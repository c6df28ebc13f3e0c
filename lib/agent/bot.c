/* bot.c: detect known crawlers and carts that no person would fill. */
#include <string.h>
#include <strings.h>

#include "bots.h"
#include "agent/bot.h"

#define BOT_DIGITS(n) #n
#define BOT_TEXT(n) BOT_DIGITS(n)
#define BOT_MORE(n, what) "more than " BOT_TEXT(n) " " what " are in the cart: a bot filled it"

const char *
bot_contents(size_t lines, int64_t pieces)
{
	if (lines > BOT_LINES_MAX)
		return BOT_MORE(BOT_LINES_MAX, "items");
	return pieces > BOT_PIECES_MAX ? BOT_MORE(BOT_PIECES_MAX, "pieces") : NULL;
}

bool
bot_agent(const char *agent)
{
	size_t i;

	for (i = 0; i < COUNT(bot_agents); i++)
		if (strcasestr(agent, bot_agents[i]))
			return true;
	return false;
}

bool
bot_cart(const char *agent, size_t lines, int64_t pieces)
{
	return bot_contents(lines, pieces) != NULL || (agent && bot_agent(agent));
}
