/* color.c: the colors that go with a store's own color. */
#include <math.h>
#include <stdio.h>

#include "crypto/encode.h"
#include "store/color.h"

#define COLOR_EDGE_CONTRAST 3.0
#define COLOR_MIX_STEPS 20

static int
color_part(const char *color, int part)
{
	const char *digits = color + 1 + 2 * part;

	return hex_digit(digits[0]) * 16 + hex_digit(digits[1]);
}

static double
color_light(int part, double weight)
{
	double c = part / 255.0;

	return weight * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
}

/* WCAG 2.2, relative luminance, with the 0.05 that the contrast adds. */
static double
color_luminance(const char *color)
{
	return color_light(color_part(color, 0), 0.2126) + color_light(color_part(color, 1), 0.7152)
	    + color_light(color_part(color, 2), 0.0722) + 0.05;
}

static double
color_contrast(const char *a, const char *b)
{
	double x = color_luminance(a), y = color_luminance(b);

	return x > y ? x / y : y / x;
}

/* Contrast with white is 1.05 / light, with black light / 0.05. */
const char *
color_ink(const char *color)
{
	double light = color_luminance(color);

	return light * light < 1.05 * 0.05 ? "#ffffff" : "#000000";
}

const char *
color_edge(const char *color, const char *background, char out[COLOR_TEXT])
{
	const char *ink = color_ink(background);
	int step = 0, i, mixed[3];

	do {
		for (i = 0; i < 3; i++)
			mixed[i] = color_part(color, i)
			    + (color_part(ink, i) - color_part(color, i)) * step / COLOR_MIX_STEPS;
		snprintf(out, COLOR_TEXT, "#%02x%02x%02x", (unsigned)mixed[0] & 0xff,
		    (unsigned)mixed[1] & 0xff, (unsigned)mixed[2] & 0xff);
	} while (color_contrast(out, background) < COLOR_EDGE_CONTRAST && step++ < COLOR_MIX_STEPS);
	return out;
}
