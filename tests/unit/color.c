/* color.c: the text and the border of a button are visible, whatever the store's color. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/color.h"
#include "tap.h"

#define DARK "#1f2428"

static double
light(const char *color)
{
	static const double weights[] = { 0.2126, 0.7152, 0.0722 };
	long rgb = strtol(color + 1, NULL, 16);
	double sum = 0.05;
	int i;

	for (i = 0; i < 3; i++) {
		double c = (rgb >> (16 - 8 * i) & 255) / 255.0;

		sum += weights[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double
contrast(const char *a, const char *b)
{
	double x = light(a), y = light(b);

	return x > y ? x / y : y / x;
}

/* A cube of 13824 colors. */
static void
every_color(void)
{
	double text = 21, edge = 21, dark = 21;
	char color[COLOR_TEXT], out[COLOR_TEXT];
	unsigned r, g, b;

	for (r = 0; r < 256; r += 11)
		for (g = 0; g < 256; g += 11)
			for (b = 0; b < 256; b += 11) {
				snprintf(color, sizeof color, "#%02x%02x%02x", r, g, b);
				text = fmin(text, contrast(color_ink(color), color));
				edge = fmin(edge, contrast(color_edge(color, "#ffffff", out), "#ffffff"));
				dark = fmin(dark, contrast(color_edge(color, DARK, out), DARK));
			}
	tap_ok(text >= 4.5, "the text has a contrast of 4.5");
	tap_ok(edge >= 3 && dark >= 3, "the border has a contrast of 3, on white and in the dark");
	printf("# text %.2f edge %.2f dark %.2f\n", text, edge, dark);
}

int
main(void)
{
	char out[COLOR_TEXT];

	every_color();
	tap_is(color_ink("#0f6b52"), "#ffffff", "white on green");
	tap_is(color_ink("#FFD400"), "#000000", "black on yellow");
	tap_is(color_edge("#0F6B52", "#ffffff", out), "#0f6b52", "a visible color is its own border");
	tap_is(color_edge("#000000", "#ffffff", out), "#000000", "black");
	tap_ok(contrast(color_edge("#ffffff", "#ffffff", out), "#ffffff") < 4, "no darker than needed");
	return tap_done();
}
