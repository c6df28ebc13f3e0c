/* design.c: the design of a template, which replaces the look of its store. */
#include <string.h>

#include "store/color.h"
#include "store/design.h"

/* All colors follow from one. */
static void
design_color(json_t *map, const char *color)
{
	char edge[COLOR_TEXT];

	value_set_text(map, "color", color);
	value_set_text(map, "ink", color_ink(color));
	value_set_text(map, "edge", color_edge(color, "#ffffff", edge));
	value_set_text(map, "edge_dark", color_edge(color, DESIGN_CARD_DARK, edge));
}

void
design_apply(const json_t *context, const char *config)
{
	json_t *store = value_get(context, "store"), *design = value_get(context, "design");
	json_t *own = NULL;
	struct err ignored = { 0 };
	const char *color, *logo;
	void *i;

	if (config == NULL || !value_read(&own, config, strlen(config), &ignored))
		return;
	color = value_text(value_get(own, "color"));
	logo = value_text(value_get(own, "logo"));
	for (i = value_first(own); i && value_kind(design) == VALUE_MAP; i = value_next(own, i))
		value_set_text(design, value_key(i), value_text(value_of(i)));
	if (color && value_kind(store) == VALUE_MAP)
		design_color(store, color);
	if (color && value_kind(design) == VALUE_MAP)
		design_color(design, color);
	if (logo && value_kind(store) == VALUE_MAP)
		value_set_text(store, "logo", logo);
	value_free(own);
}
