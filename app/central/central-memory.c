#include "app/central/central-memory.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/central/central-authorities.h"

#define FILE_MODE 0600

static ZmCrl *
read_kept (const char  *path,
           GPtrArray   *authorities,
           gboolean    *foreign,
           GError     **error)
{
  g_autoptr(GBytes) file = zm_file_read (path, ZM_CRL_MAX, error);
  g_autoptr(ZmCrl) crl = NULL;

  if (file == NULL)
    return NULL;
  crl = zm_crl_new_from_der (g_bytes_get_data (file, NULL), g_bytes_get_size (file), error);
  if (crl == NULL)
    return NULL;
  *foreign = !zm_central_authorities_know (authorities, crl);
  if (!zm_central_authorities_judge (authorities, crl, error))
    return NULL;

  return g_steal_pointer (&crl);
}

gboolean
zm_central_memory_recall (const char  *directory,
                          const char  *name,
                          GPtrArray   *authorities,
                          ZmCrl      **crl,
                          GError     **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr(ZmCrl) kept = NULL;
  g_autoptr(GError) fault = NULL;
  gboolean foreign = FALSE;

  *crl = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  kept = read_kept (path, authorities, &foreign, &fault);
  if (kept == NULL && !foreign)
    {
      zm_error_set (error, ZM_ERROR_CORRUPT, "central.memory", path, zm_error_get_check (fault),
                    "The revocation list that was kept is damaged: find out why, compare the "
                    "list's number with that of the station, then remove this file");
      return FALSE;
    }

  *crl = g_steal_pointer (&kept);
  return TRUE;
}

gboolean
zm_central_memory_keep (const char  *directory,
                        const char  *name,
                        ZmCrl       *crl,
                        GError     **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  GBytes *der = zm_crl_get_der (crl);

  return zm_file_write (path, g_bytes_get_data (der, NULL), g_bytes_get_size (der), FILE_MODE,
                        error);
}
