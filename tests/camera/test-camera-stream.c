#include "tests/camera/desk.h"

#include <gst/gst.h>

static void
test_picture (Desk          *desk,
              gconstpointer  data)
{
  g_autoptr(ZmCameraFrame) frame = NULL;
  const guint8 *pixel;
  gsize length;

  desk_plug_in (desk, "ball", BALL);
  zm_camera_stream_start (desk->stream, NULL);
  g_assert_cmpint (zm_camera_stream_get_state (desk->stream), ==, ZM_CAMERA_STARTING);
  wait_for_state (desk, ZM_CAMERA_LIVE);

  wait_until ((frame = zm_camera_stream_take_frame (desk->stream)) != NULL);
  g_assert_cmpuint (frame->width, ==, 640);
  g_assert_cmpuint (frame->height, ==, 360);
  g_assert_cmpuint (frame->stride, >=, 4 * 640);
  g_assert_cmpuint (frame->number, >=, 1);
  pixel = g_bytes_get_data (frame->pixels, &length);
  g_assert_cmpuint (length, ==, frame->stride * 359 + 4 * 640);
  g_assert_cmpuint (pixel[3], ==, 255);
  g_assert_null (zm_camera_stream_get_error (desk->stream));
}

/* A picture is made smaller, never larger, and keeps its shape. */
static void
test_shape (Desk          *desk,
            gconstpointer  data)
{
  static const struct {
    const char *id;
    int         camera[2];
    guint       shown[2];
  } rows[] = {
    { "wide", { 1920, 1080 }, { 640, 360 } },
    { "narrow", { 800, 600 }, { 640, 480 } },
    { "small", { 320, 240 }, { 320, 240 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(ZmCameraFrame) frame = NULL;
      g_autofree char *description =
        g_strdup_printf ("videotestsrc is-live=true ! capsfilter caps=video/x-raw,format=YUY2,"
                         "width=%d,height=%d,framerate=30/1", rows[i].camera[0], rows[i].camera[1]);

      desk_plug_in (desk, rows[i].id, description);
      zm_camera_stream_start (desk->stream, rows[i].id);
      wait_until ((frame = zm_camera_stream_take_frame (desk->stream)) != NULL);
      g_assert_cmpuint (frame->width, ==, rows[i].shown[0]);
      g_assert_cmpuint (frame->height, ==, rows[i].shown[1]);
    }
}

/* Whatever else runs is a thread, not a process. */
static guint
count_processes (void)
{
  g_autofree char *children = NULL;
  guint count = 0;

  g_assert_true (g_file_get_contents ("/proc/thread-self/children", &children, NULL, NULL));
  for (const char *sign = children; *sign != '\0'; sign++)
    count += *sign == ' ';

  return count;
}

static void
test_reader (Desk          *desk,
             gconstpointer  data)
{
  wait_until (count_processes () == 0);
  zm_camera_stream_start (desk->stream, NULL);
  desk_turn_for (100);
  g_assert_cmpuint (count_processes (), ==, 0);

  desk_plug_in (desk, "ball", BALL);
  wait_for_state (desk, ZM_CAMERA_LIVE);
  g_assert_cmpuint (count_processes (), ==, 1);
  g_list_store_remove_all (desk->cameras);
  wait_until (count_processes () == 0);
}

static double
sum_columns (Desk  *desk,
             guint  from,
             guint  to)
{
  g_autoptr(ZmCameraFrame) frame = NULL;
  const guint8 *pixels;
  double sum = 0;

  wait_until ((frame = zm_camera_stream_take_frame (desk->stream)) != NULL);
  pixels = g_bytes_get_data (frame->pixels, NULL);
  for (guint y = 0; y < frame->height; y += 8)
    for (guint x = from; x < to; x += 8)
      sum += pixels[y * frame->stride + 4 * x + 1];

  return sum;
}

/* The left half is white. */
static void
test_mirror (Desk          *desk,
             gconstpointer  data)
{
  desk_plug_in (desk, "half",
                "videotestsrc is-live=true pattern=white ! video/x-raw,format=AYUV,width=640,height=720,"
                "framerate=30/1 ! videobox right=-640 ! videoconvert ! " FILTER);
  zm_camera_stream_start (desk->stream, NULL);
  wait_for_state (desk, ZM_CAMERA_LIVE);
  g_assert_cmpfloat (sum_columns (desk, 0, 300), >, sum_columns (desk, 340, 640));

  zm_camera_stream_set_mirrored (desk->stream, TRUE);
  wait_until (sum_columns (desk, 0, 300) < sum_columns (desk, 340, 640));
}

static void
test_none (Desk          *desk,
           gconstpointer  data)
{
  zm_camera_stream_start (desk->stream, NULL);
  g_assert_cmpint (zm_camera_stream_get_state (desk->stream), ==, ZM_CAMERA_FAILED);
  desk_assert_failed (desk, "camera.none");

  desk_plug_in (desk, "ball", BALL);
  wait_for_state (desk, ZM_CAMERA_LIVE);
  g_assert_null (zm_camera_stream_get_error (desk->stream));
}

static void
test_unplugged (Desk          *desk,
                gconstpointer  data)
{
  desk_plug_in (desk, "other", BALL);
  desk_plug_in (desk, "ball", BALL);
  zm_camera_stream_start (desk->stream, "ball");
  wait_for_state (desk, ZM_CAMERA_LIVE);

  g_list_store_remove (desk->cameras, 1);
  g_assert_cmpint (zm_camera_stream_get_state (desk->stream), ==, ZM_CAMERA_FAILED);
  desk_assert_failed (desk, "camera.unplugged");
  g_assert_null (zm_camera_stream_take_frame (desk->stream));

  /* Another camera does not take its place. */
  desk_turn_for (300);
  g_assert_cmpint (zm_camera_stream_get_state (desk->stream), ==, ZM_CAMERA_FAILED);
  desk_plug_in (desk, "ball", BALL);
  wait_for_state (desk, ZM_CAMERA_LIVE);
}

static void
test_silent (Desk          *desk,
             gconstpointer  data)
{
  desk_plug_in (desk, "silent", "appsrc is-live=true format=time caps=" FORMAT);
  zm_camera_stream_start (desk->stream, NULL);
  wait_for_state (desk, ZM_CAMERA_STALLED);
  desk_assert_failed (desk, "camera.stalled");
}

static void
test_ended (Desk          *desk,
            gconstpointer  data)
{
  desk_plug_in (desk, "short", "videotestsrc is-live=true num-buffers=5 ! " FILTER);
  zm_camera_stream_start (desk->stream, NULL);
  wait_for_state (desk, ZM_CAMERA_FAILED);
  desk_assert_failed (desk, "camera.unplugged");
  /* And is tried again. */
  wait_for_state (desk, ZM_CAMERA_LIVE);
}

static void
test_impossible (Desk          *desk,
                 gconstpointer  data)
{
  desk_plug_in (desk, "impossible", data);
  zm_camera_stream_start (desk->stream, NULL);
  wait_for_state (desk, ZM_CAMERA_FAILED);
  desk_assert_failed (desk, "camera.pipeline");
}

static guint
count_entries (const char *path)
{
  g_autoptr(GDir) directory = g_dir_open (path, 0, NULL);
  guint count = 0;

  g_assert_nonnull (directory);
  while (g_dir_read_name (directory) != NULL)
    count++;

  return count;
}

static void
test_nothing_is_left (Desk          *desk,
                      gconstpointer  data)
{
  guint threads = 0;
  guint fds = 0;

  desk_plug_in_code (desk, "code", TICKET);
  for (guint i = 0; i < 20; i++)
    {
      zm_camera_stream_start (desk->stream, "code");
      if (i % 4 != 0)
        wait_for_state (desk, ZM_CAMERA_LIVE);
      zm_camera_stream_stop (desk->stream);
      g_assert_cmpint (zm_camera_stream_get_state (desk->stream), ==, ZM_CAMERA_OFF);
      if (i != 3)
        continue;

      /* What is made once is made by now: wait for what is on its way out. */
      desk_turn_for (1000);
      threads = count_entries ("/proc/self/task");
      fds = count_entries ("/proc/self/fd");
    }

  wait_until (count_entries ("/proc/self/task") <= threads);
  wait_until (count_entries ("/proc/self/fd") <= fds);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

#define add(name, data, function) \
  g_test_add ("/camera/stream/" name, Desk, data, desk_set_up, function, desk_tear_down)
  add ("picture", NULL, test_picture);
  add ("shape", NULL, test_shape);
  add ("reader", NULL, test_reader);
  add ("mirror", NULL, test_mirror);
  add ("none", NULL, test_none);
  add ("unplugged", NULL, test_unplugged);
  add ("silent", NULL, test_silent);
  add ("ended", NULL, test_ended);
  add ("no-such-element", "nosuchsrc", test_impossible);
  add ("no-such-file", "filesrc location=/nonexistent ! pngdec ! videoconvert", test_impossible);
  add ("sound", "audiotestsrc is-live=true", test_impossible);
  add ("nothing-is-left", NULL, test_nothing_is_left);
#undef add

  return g_test_run ();
}
