/* volume.h: whether the files of a folder are encrypted on their disk. */
#ifndef CRT_OS_VOLUME_H
#define CRT_OS_VOLUME_H

#include "base/base.h"

enum volume {
	VOLUME_UNKNOWN,		/* on another machine, in memory, or below a driver that hides it */
	VOLUME_PLAIN,
	VOLUME_ENCRYPTED	/* LUKS or another mapping of dm-crypt, or a folder of fscrypt */
};

/* Of the nearest folder that exists. */
enum volume volume_of(const char *path);

/* Of a block device; sys: "/sys", or a folder like it. */
enum volume volume_of_device(const char *sys, unsigned major, unsigned minor);

#endif
