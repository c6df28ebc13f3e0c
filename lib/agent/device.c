/* device.c: find the class of a device by its User-Agent. */
#include <string.h>

#include "agent/device.h"

/* Android sends "Mobile" on telephones only (developer.chrome.com, User-Agent strings). */
const char *
device_class(const char *agent)
{
	if (agent == NULL || *agent == '\0')
		return NULL;
	if (strstr(agent, "iPad") || strstr(agent, "Tablet")
	    || (strstr(agent, "Android") && strstr(agent, "Mobi") == NULL))
		return "tablet";
	return strstr(agent, "Mobi") ? "mobile" : "desktop";
}
