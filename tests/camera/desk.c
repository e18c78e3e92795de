#include "tests/camera/desk.h"

#include "app/base/error.h"
#include "app/qr/picture.h"

#include <glib/gstdio.h>
#include <string.h>

gboolean
desk_wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
tickets_cb (ZmCameraStream *stream,
            GStrv           texts,
            Desk           *desk)
{
  g_ptr_array_add (desk->tickets, g_strjoinv (" ", texts));
}

static void
stranger_cb (ZmCameraStream *stream,
             const char     *text,
             Desk           *desk)
{
  g_ptr_array_add (desk->strangers, g_strdup (text));
}

void
desk_set_up (Desk          *desk,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  desk->directory = g_dir_make_tmp ("zm-camera-XXXXXX", &error);
  g_assert_no_error (error);
  desk->cameras = g_list_store_new (ZM_TYPE_CAMERA);
  desk->stream = zm_camera_stream_new (G_LIST_MODEL (desk->cameras));
  desk->tickets = g_ptr_array_new_with_free_func (g_free);
  desk->strangers = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect (desk->stream, "tickets", G_CALLBACK (tickets_cb), desk);
  g_signal_connect (desk->stream, "stranger", G_CALLBACK (stranger_cb), desk);
}

void
desk_tear_down (Desk          *desk,
                gconstpointer  data)
{
  g_autoptr(GDir) directory = g_dir_open (desk->directory, 0, NULL);
  const char *name;

  zm_camera_stream_stop (desk->stream);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (desk->stream);
  g_assert_finalize_object (desk->cameras);
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (desk->directory, name, NULL);

      g_unlink (path);
    }
  g_rmdir (desk->directory);
  g_free (desk->directory);
  g_ptr_array_unref (desk->tickets);
  g_ptr_array_unref (desk->strangers);
}

void
desk_plug_in (Desk       *desk,
              const char *id,
              const char *description)
{
  g_autoptr(ZmCamera) camera = zm_camera_new_made (id, id, description);

  g_list_store_append (desk->cameras, camera);
}

char *
desk_describe_code (Desk       *desk,
                    const char *text)
{
  g_autoptr(ZmQrCode) code = zm_qr_code_new (text, NULL);
  g_autoptr(GBytes) file = zm_picture_encode_png (code, 8, NULL);
  g_autofree char *name = g_strdup_printf ("%u.png", g_str_hash (text));
  g_autofree char *path = g_build_filename (desk->directory, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file),
                       &error);
  g_assert_no_error (error);

  return g_strdup_printf ("filesrc location=%s ! pngdec ! videoconvert ! imagefreeze is-live=true ! "
                          "videoscale add-borders=true ! " FILTER, path);
}

void
desk_plug_in_code (Desk       *desk,
                   const char *id,
                   const char *text)
{
  g_autofree char *description = desk_describe_code (desk, text);

  desk_plug_in (desk, id, description);
}

void
desk_turn_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;

  wait_until (g_get_monotonic_time () >= end);
}

void
desk_assert_failed (Desk       *desk,
                    const char *check)
{
  const GError *error = zm_camera_stream_get_error (desk->stream);

  g_assert_nonnull (error);
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
  g_assert_nonnull (strstr (error->message, "typed"));
}
