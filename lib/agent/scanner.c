/* scanner.c: detect programs that open the links of mails by their requests. */
#include <string.h>
#include <strings.h>

#include "link_scanners.h"
#include "agent/bot.h"
#include "agent/scanner.h"

static bool
scanner_agent(const char *agent)
{
	size_t i;

	for (i = 0; i < COUNT(link_scanners); i++) {
		const char *text = link_scanners[i];

		if (*text == '=' ? !strcasecmp(agent, text + 1) : strcasestr(agent, text) != NULL)
			return true;
	}
	return bot_agent(agent);
}

const char *
scanner_reason(const struct scanner_request *r)
{
	if (r->hidden)
		return "followed a hidden link";
	if (strcmp(r->method, "GET"))
		return "did not request the page";
	if (strcasestr(r->purpose, "prefetch") || strcasestr(r->purpose, "preview"))
		return "prefetch";
	if (*r->agent == '\0')
		return "no user agent";
	return scanner_agent(r->agent) ? "user agent of a program" : NULL;
}
