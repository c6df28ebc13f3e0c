/* crt-detect: say which carts have been abandoned, and which have come back. */
#include "detect.h"

static const char *const states[] = { "all", "OPEN", "RECOVERED", "LOST", "CANCELLED", NULL };

static const struct option list[] = {
	{ .name = "state", .kind = OPTION_WORD, .offset = offsetof(struct detect, state),
	  .arg = "STATE", .preset = "all", .words = states, .help = "Only episodes in this state" },
	OPTION_LIMIT, OPTION_AFTER,
};

static const struct verb verbs[] = {
	{ "", "Idle carts become episodes; every open episode that no campaign has taken is told.", "",
	  0, 0, NULL, 0, detect_find },
	{ "list", "List the episodes, oldest first.", "", 0, 0, list, COUNT(list), detect_list },
	{ "show", "Print all about a cart: items, episodes, the person's orders, messages.",
	    "CART", 1, 1,
	  NULL, 0, detect_show },
	{ "recover", "Let a cart count as idle from now on; the next run begins its episode.", "CART",
	  1, 1, NULL, 0, detect_recover },
};

static const struct command command = {
	"crt-detect", "say which carts have been abandoned", sizeof (struct detect), verbs, COUNT(verbs)
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
