#include "app/camera/camera-list.h"
#include "app/camera/camera-stream.h"

#include "app/base/error.h"
#include "app/qr/picture.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The room app/camera on a string: commands on standard input, a line each, and what happens on
 * standard output, with the milliseconds since the start in front.
 *
 *   camera-probe --draw TEXT FILE    a code as a PNG, and nothing else
 *   camera-probe direct|portal
 *     start [ID], stop, mirror, plain, refresh, frames, tasks, quit */

#define TAKE_INTERVAL 16 /* milliseconds, as a screen asks for a frame */

typedef struct {
  GMainLoop      *loop;
  ZmCameraList   *list;
  ZmCameraStream *stream;
  guint64         taken;
  gint64          began;
} Probe;

static void
say (Probe      *probe,
     const char *word,
     const char *rest)
{
  printf ("%" G_GINT64_FORMAT " %s %s\n",
          (g_get_monotonic_time () - probe->began) / G_TIME_SPAN_MILLISECOND, word, rest);
  fflush (stdout);
}

static void
items_changed_cb (Probe *probe)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (probe->list)); i++)
    {
      g_autoptr(ZmCamera) camera = g_list_model_get_item (G_LIST_MODEL (probe->list), i);

      g_string_append_printf (text, "%s[%s] ", zm_camera_get_id (camera),
                              zm_camera_get_name (camera));
    }
  say (probe, "cameras", text->str);
}

static void
list_cb (Probe *probe)
{
  const GError *problem = zm_camera_list_get_problem (probe->list);

  say (probe, zm_camera_list_is_ready (probe->list) ? "list-ready" : "list-waits",
       problem != NULL ? zm_error_get_check (problem) : "-");
}

static void
asking_cb (Probe *probe)
{
  say (probe, "asking", zm_camera_list_is_asking (probe->list) ? "yes" : "no");
}

static void
state_cb (Probe *probe)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (ZM_TYPE_CAMERA_STREAM_STATE);
  const GError *error = zm_camera_stream_get_error (probe->stream);
  g_autofree char *rest = NULL;

  rest = g_strdup_printf ("%s %s", g_enum_get_value (klass, (int) zm_camera_stream_get_state
                                                       (probe->stream))->value_nick,
                          error != NULL ? zm_error_get_check (error) : "-");
  say (probe, "state", rest);
  if (error != NULL)
    g_printerr ("%s [%s]\n", error->message, zm_error_get_seen (error));
}

static void
hint_cb (Probe *probe)
{
  say (probe, "hint", zm_camera_hint_name (zm_camera_stream_get_hint (probe->stream)));
}

static void
tickets_cb (Probe *probe,
            GStrv  texts)
{
  g_autofree char *joined = g_strjoinv (" ", texts);

  say (probe, "tickets", joined);
}

static void
stranger_cb (Probe      *probe,
             const char *text)
{
  say (probe, "stranger", text);
}

static gboolean
take_cb (gpointer data)
{
  Probe *probe = data;
  g_autoptr(ZmCameraFrame) frame = zm_camera_stream_take_frame (probe->stream);

  probe->taken += frame != NULL;
  return G_SOURCE_CONTINUE;
}

static guint
count_entries (const char *path)
{
  g_autoptr(GDir) directory = g_dir_open (path, 0, NULL);
  guint count = 0;

  while (directory != NULL && g_dir_read_name (directory) != NULL)
    count++;

  return count;
}

static void
say_figures (Probe      *probe,
             const char *word,
             guint64     one,
             guint64     other)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, one, other);

  say (probe, word, text);
}

static void
obey (Probe      *probe,
      const char *line)
{
  if (g_str_equal (line, "start"))
    zm_camera_stream_start (probe->stream, NULL);
  else if (g_str_has_prefix (line, "start "))
    zm_camera_stream_start (probe->stream, line + strlen ("start "));
  else if (g_str_equal (line, "stop"))
    zm_camera_stream_stop (probe->stream);
  else if (g_str_equal (line, "mirror") || g_str_equal (line, "plain"))
    zm_camera_stream_set_mirrored (probe->stream, g_str_equal (line, "mirror"));
  else if (g_str_equal (line, "refresh"))
    zm_camera_list_refresh (probe->list);
  else if (g_str_equal (line, "frames"))
    say_figures (probe, "frames", zm_camera_stream_count_frames (probe->stream), probe->taken);
  else if (g_str_equal (line, "tasks"))
    say_figures (probe, "tasks", count_entries ("/proc/self/task"),
                 count_entries ("/proc/self/fd"));
  else
    g_main_loop_quit (probe->loop);
}

static void
line_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Probe *probe = data;
  GDataInputStream *input = G_DATA_INPUT_STREAM (source);
  g_autofree char *line = g_data_input_stream_read_line_finish (input, result, NULL, NULL);

  obey (probe, line != NULL ? line : "quit");
  if (line != NULL)
    g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, line_cb, probe);
}

static int
draw (const char *text,
      const char *file)
{
  g_autoptr(ZmQrCode) code = zm_qr_code_new (text, NULL);
  g_autoptr(GBytes) png = code != NULL ? zm_picture_encode_png (code, 8, NULL) : NULL;

  return png != NULL && g_file_set_contents (file, g_bytes_get_data (png, NULL),
                                             (gssize) g_bytes_get_size (png), NULL) ? 0 : 1;
}

static void
watch (Probe *probe)
{
  g_signal_connect_swapped (probe->list, "items-changed", G_CALLBACK (items_changed_cb), probe);
  g_signal_connect_swapped (probe->list, "notify::asking", G_CALLBACK (asking_cb), probe);
  g_signal_connect_swapped (probe->list, "notify::ready", G_CALLBACK (list_cb), probe);
  g_signal_connect_swapped (probe->stream, "notify::state", G_CALLBACK (state_cb), probe);
  g_signal_connect_swapped (probe->stream, "notify::error", G_CALLBACK (state_cb), probe);
  g_signal_connect_swapped (probe->stream, "notify::hint", G_CALLBACK (hint_cb), probe);
  g_signal_connect_swapped (probe->stream, "tickets", G_CALLBACK (tickets_cb), probe);
  g_signal_connect_swapped (probe->stream, "stranger", G_CALLBACK (stranger_cb), probe);
}

static void
run (ZmCameraAccess access)
{
  Probe probe = { .loop = g_main_loop_new (NULL, FALSE), .began = g_get_monotonic_time () };
  g_autoptr(GInputStream) bytes = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr(GDataInputStream) input = g_data_input_stream_new (bytes);

  probe.list = zm_camera_list_new (access);
  probe.stream = zm_camera_stream_new (G_LIST_MODEL (probe.list));
  watch (&probe);
  g_timeout_add (TAKE_INTERVAL, take_cb, &probe);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, line_cb, &probe);
  g_main_loop_run (probe.loop);

  g_object_unref (probe.stream);
  g_object_unref (probe.list);
  g_main_loop_unref (probe.loop);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--draw"))
    return draw (argv[2], argv[3]);
  if (argc != 2)
    return 2;

  run (g_str_equal (argv[1], "portal") ? ZM_CAMERA_ACCESS_PORTAL : ZM_CAMERA_ACCESS_DIRECT);
  return 0;
}
