#include "app/station/directory.h"

#include <ftw.h>
#include <stdio.h>

#define DESCRIPTORS_MAX 16

static int
remove_entry (const char        *path,
              const struct stat *status,
              int                kind,
              struct FTW        *place)
{
  (void) remove (path);
  return 0;
}

void
zm_directory_remove (const char *path)
{
  g_return_if_fail (path != NULL);

  (void) nftw (path, remove_entry, DESCRIPTORS_MAX, FTW_DEPTH | FTW_PHYS);
}
