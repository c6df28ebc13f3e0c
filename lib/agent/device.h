/* device.h: the class of a device by its User-Agent. */
#ifndef CRT_DEVICE_H
#define CRT_DEVICE_H

/* "mobile", "tablet", or "desktop"; NULL for NULL or an empty text. Tablets that send the agent of
   a desktop, such as newer iPads, count as desktops. */
const char *device_class(const char *user_agent);

#endif
