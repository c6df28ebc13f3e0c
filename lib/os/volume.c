/* volume.c: find out whether a folder is encrypted on its disk. */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/str.h"
#include "os/file.h"
#include "os/volume.h"

#define LAYERS_MAX 8			/* mappings on top of each other, such as LVM on LUKS */
#define CRYPT      "CRYPT-"		/* how dm-crypt begins its uuid */

static bool
volume_is_crypt(const char *device)
{
	char text[sizeof CRYPT] = "", *path = file_in(device, "dm/uuid");
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool crypt = fd >= 0 && read(fd, text, sizeof CRYPT - 1) == sizeof CRYPT - 1
	    && !strcmp(text, CRYPT);

	if (fd >= 0)
		close(fd);
	free(path);
	return crypt;
}

/* Encrypted if every device below is. */
static enum volume
volume_walk(const char *device, int layers)
{
	enum volume found = VOLUME_UNKNOWN;
	char *path = file_in(device, "slaves");
	DIR *dir = opendir(path);
	struct dirent *d;
	bool any = false, plain = false;

	if (volume_is_crypt(device))
		found = VOLUME_ENCRYPTED;
	else {
		while (dir && layers && (d = readdir(dir)))
			if (d->d_name[0] != '.') {
				char *below = file_in(path, d->d_name);

				any = true;
				plain = volume_walk(below, layers - 1) != VOLUME_ENCRYPTED || plain;
				free(below);
			}
		found = any && !plain ? VOLUME_ENCRYPTED : VOLUME_PLAIN;
	}
	if (dir)
		closedir(dir);
	free(path);
	return found;
}

enum volume
volume_of_device(const char *sys, unsigned major, unsigned minor)
{
	struct str device = STR_MAX(FILE_PATH_MAX);
	enum volume found = VOLUME_UNKNOWN;

	str_printf(&device, "%s/dev/block/%u:%u", sys, major, minor);
	if (access(str_text(&device), F_OK) == 0)
		found = volume_walk(str_text(&device), LAYERS_MAX);
	str_free(&device);
	return found;
}

enum volume
volume_of(const char *path)
{
	struct stat st;
	struct statx x = { 0 };
	char *at = file_nearest(path, false, &st);
	bool crypt = statx(AT_FDCWD, at, 0, STATX_TYPE, &x) == 0
	    && (x.stx_attributes & STATX_ATTR_ENCRYPTED);

	free(at);
	return crypt ? VOLUME_ENCRYPTED
	    : volume_of_device("/sys", major(st.st_dev), minor(st.st_dev));
}
