/* crt-detect: say which carts have been abandoned, and which have come back. */
#include "detect.h"

static const struct verb verbs[] = {
	{ "", "Idle carts become episodes; every open episode that no campaign has taken is told.", "",
	  0, 0, NULL, 0, detect_find },
};

static const struct command command = {
	"crt-detect", "say which carts have been abandoned", sizeof (struct detect), verbs, COUNT(verbs)
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
