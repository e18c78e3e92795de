#include "ui/picture-scan.h"

#include "app/base/error.h"
#include "app/qr/picture.h"
#include "app/qr/reader-client.h"

#define MODULE_PIXELS 6 /* as large as on a monitor's screen in a photograph */

static char **
read_picture (GBytes        *picture,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(ZmReaderClient) reader = zm_reader_client_new (error);

  if (reader == NULL)
    return NULL;

  return zm_reader_client_read_all (reader, picture, ZM_READER_THOROUGH, cancellable, error);
}

static void
give (GTask   *task,
      char   **texts,
      GError  *error)
{
  if (texts != NULL)
    g_task_return_pointer (task, texts, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
scan_screen_in_thread (GTask        *task,
                       gpointer      source_object,
                       gpointer      task_data,
                       GCancellable *cancellable)
{
  g_autoptr(ZmQrCode) code = NULL;
  g_autoptr(GBytes) picture = NULL;
  GError *error = NULL;
  char **texts = NULL;

  code = zm_qr_code_new (task_data, &error);
  if (code != NULL)
    picture = zm_picture_encode_png (code, MODULE_PIXELS, &error);
  if (picture != NULL)
    texts = read_picture (picture, cancellable, &error);

  give (task, texts, error);
}

/* A pipe, a device or a film would never end. */
static GBytes *
load_file (GFile         *file,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GFileInfo) info =
    g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                       G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return NULL;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR ||
      g_file_info_get_size (info) > ZM_READER_CLIENT_PICTURE_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "picture.file", g_file_peek_path (file),
                    "a picture of at most 16 MiB", "This is no picture file of a sensible size");
      return NULL;
    }

  return g_file_load_bytes (file, cancellable, NULL, error);
}

static void
scan_file_in_thread (GTask        *task,
                     gpointer      source_object,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr(GBytes) picture = load_file (task_data, cancellable, &error);
  char **texts = picture != NULL ? read_picture (picture, cancellable, &error) : NULL;

  give (task, texts, error);
}

static void
scan_bytes_in_thread (GTask        *task,
                      gpointer      source_object,
                      gpointer      task_data,
                      GCancellable *cancellable)
{
  GError *error = NULL;
  char **texts = read_picture (task_data, cancellable, &error);

  give (task, texts, error);
}

void
zm_picture_scan_screen_async (const char          *shown,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_return_if_fail (shown != NULL);

  g_task_set_source_tag (task, zm_picture_scan_screen_async);
  g_task_set_task_data (task, g_strdup (shown), g_free);
  g_task_run_in_thread (task, scan_screen_in_thread);
}

void
zm_picture_scan_file_async (GFile               *file,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_return_if_fail (G_IS_FILE (file));

  g_task_set_source_tag (task, zm_picture_scan_file_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, scan_file_in_thread);
}

void
zm_picture_scan_bytes_async (GBytes              *picture,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_return_if_fail (picture != NULL);

  g_task_set_source_tag (task, zm_picture_scan_bytes_async);
  g_task_set_task_data (task, g_bytes_ref (picture), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, scan_bytes_in_thread);
}

char **
zm_picture_scan_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
