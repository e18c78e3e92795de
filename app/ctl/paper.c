#include "app/ctl/paper.h"

#include "app/base/error.h"
#include "app/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define MODE 0644 /* nothing on it is a secret */

static gboolean
check_place (const char  *path,
             GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "file.write", folder, "a folder",
                    "There is no folder for the file “%s”", path);
      return FALSE;
    }
  if (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "file.exists", path, "a name that is free",
                    "The file “%s” is there already", path);
      return FALSE;
    }

  return TRUE;
}

/* On record between the draft and its name. */
static gboolean
publish (const char           *path,
         const char           *draft,
         const ZmPaperRecord  *record,
         GError              **error)
{
  g_autoptr(GError) failure = NULL;

  if (!record->record (record->data, error))
    return FALSE;
  if (renameat2 (AT_FDCWD, draft, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return TRUE;

  zm_error_set (&failure, ZM_ERROR_IO, "file.write", g_strerror (errno), NULL,
                "The file “%s” cannot be written", path);
  record->record_failure (record->data, failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
zm_paper_write (const char           *path,
                GBytes               *pdf,
                const ZmPaperRecord  *record,
                GError              **error)
{
  g_autofree char *draft = NULL;
  gboolean ok;

  g_return_val_if_fail (path != NULL && pdf != NULL && record != NULL, FALSE);

  draft = g_strconcat (path, ".part", NULL);
  if (!check_place (path, error) ||
      !zm_file_create (draft, g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), MODE, error))
    return FALSE;

  ok = publish (path, draft, record, error);
  if (!ok)
    (void) unlink (draft);

  return ok;
}
