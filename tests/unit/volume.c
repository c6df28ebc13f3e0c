/* volume.c: whether a volume counts as encrypted, from what the kernel shows of its devices. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/file.h"
#include "os/volume.h"
#include "tap.h"

static char sys[] = "/tmp/crt-volume-XXXXXX";

/* A device with a uuid, NULL: it is no mapping; below: another device, NULL: a disk. */
static void
device(const char *name, const char *uuid, const char *below)
{
	struct err e = { 0 };
	char path[256], file[300];
	FILE *f;

	snprintf(path, sizeof path, "%s/dev/block/%s/dm", sys, name);
	if (!file_folders(path, 0700, &e))
		abort();
	if (uuid) {
		snprintf(file, sizeof file, "%s/uuid", path);
		f = fopen(file, "w");
		if (f == NULL || fputs(uuid, f) < 0 || fclose(f))
			abort();
	}
	if (below) {
		snprintf(path, sizeof path, "%s/dev/block/%s/slaves", sys, name);
		snprintf(file, sizeof file, "%s/dev/block/%s", sys, below);
		if (mkdir(path, 0700) < 0 && access(path, F_OK) < 0)
			abort();
		snprintf(path, sizeof path, "%s/dev/block/%s/slaves/%s", sys, name, below);
		if (symlink(file, path) < 0)
			abort();
	}
}

int
main(void)
{
	static const struct { unsigned minor; enum volume want; const char *what; } cases[] = {
		{ 0, VOLUME_PLAIN, "a disk" },
		{ 1, VOLUME_ENCRYPTED, "LUKS on a disk" },
		{ 2, VOLUME_ENCRYPTED, "LVM on LUKS" },
		{ 3, VOLUME_PLAIN, "LVM on a disk" },
		{ 4, VOLUME_PLAIN, "LVM on LUKS and a disk" },
		{ 9, VOLUME_UNKNOWN, "a device that the kernel does not show" },
	};
	char command[64];
	size_t i;

	if (mkdtemp(sys) == NULL)
		abort();
	device("8:0", NULL, NULL);
	device("8:1", "CRYPT-LUKS2-0123-data", "8:0");
	device("8:2", "LVM-abc", "8:1");
	device("8:3", "LVM-def", "8:0");
	device("8:4", "LVM-ghi", "8:1");
	device("8:4", NULL, "8:0");
	for (i = 0; i < COUNT(cases); i++)
		tap_ok(volume_of_device(sys, 8, cases[i].minor) == cases[i].want, cases[i].what);
	tap_ok(volume_of("/proc") == VOLUME_UNKNOWN, "a file system without a device");
	snprintf(command, sizeof command, "rm -r %s", sys);
	return tap_done() | (system(command) != 0);
}
