/* color.h: the colors that go with a store's own color. */
#ifndef CRT_STORE_COLOR_H
#define CRT_STORE_COLOR_H

#define COLOR_TEXT sizeof "#rrggbb"

/* Colors are "#RRGGBB", as the setting "color" takes them. */

/* White or black: the text on a button of that color with the greater contrast, at least 4.5:1
   (WCAG 2.2, level AA). */
const char *color_ink(const char *color);

/* The border of a button of that color: the color itself, mixed with the ink of the background
   until its contrast with the background is at least 3:1 (WCAG 2.2, 1.4.11). */
const char *color_edge(const char *color, const char *background, char out[COLOR_TEXT]);

#endif
