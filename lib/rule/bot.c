/* bot.c: detect known crawlers and carts that no person would fill. */
#include <string.h>
#include <strings.h>

#include "bots.h"
#include "rule/bot.h"

bool
bot_cart(const char *agent, size_t lines, int64_t pieces)
{
	size_t i;

	if (lines > BOT_LINES_MAX || pieces > BOT_PIECES_MAX)
		return true;
	for (i = 0; agent && i < COUNT(bot_agents); i++)
		if (strcasestr(agent, bot_agents[i]))
			return true;
	return false;
}
