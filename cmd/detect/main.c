/* crt-detect: finds abandoned carts and recovered ones. */
#include "detect.h"
#include "words.h"

static const char *const states[] = { "all", WORDS_episode_state, NULL };

static const struct option list[] = {
	{ .name = "state", .kind = OPTION_WORD, .offset = offsetof(struct detect, state),
	  .arg = "STATE", .default_value = "all", .words = states,
	  .help = "List only episodes in this state" },
	OPTION_LIMIT, OPTION_AFTER,
};

static const struct verb verbs[] = {
	{ "", "Begin episodes for idle carts; print open episodes that no campaign has handled.", "",
	  0, 0, NULL, 0, detect_find },
	{ "list", "List the episodes, oldest first.", "", 0, 0, list, COUNT(list), detect_list },
	{ "show", "Show a cart: items, episodes, the person's orders, and messages.",
	    "CART", 1, 1,
	  NULL, 0, detect_show },
	{ "recover", "End the waiting time of a cart; the next run begins its episode.", "CART",
	  1, 1, NULL, 0, detect_recover },
};

static const struct command command = {
	.name = "crt-detect", .brief = "find abandoned carts",
	.settings = sizeof (struct detect), .verbs = verbs, .nverbs = COUNT(verbs),
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
