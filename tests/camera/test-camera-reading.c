#include "tests/camera/desk.h"

#include <gst/gst.h>
#include <string.h>

static void
test_code (Desk          *desk,
           gconstpointer  data)
{
  const ZmCameraCode *code;

  desk_plug_in_code (desk, "code", TICKET);
  zm_camera_stream_start (desk->stream, "code");
  wait_until (desk->tickets->len > 0);
  g_assert_cmpstr (desk->tickets->pdata[0], ==, TICKET);
  g_assert_cmpuint (zm_camera_stream_get_codes (desk->stream)->len, ==, 1);
  code = zm_camera_stream_get_codes (desk->stream)->pdata[0];
  g_assert_cmpint (code->kind, ==, ZM_CAMERA_CODE_TICKET);
  for (guint i = 0; i < 4; i++)
    {
      double x = code->corners[i].x;
      double y = code->corners[i].y;

      /* The picture is as high as the frame, and in the middle. */
      g_assert_true ((x > 0.2 && x < 0.35) || (x > 0.65 && x < 0.8));
      g_assert_true ((y > 0.05 && y < 0.2) || (y > 0.8 && y < 0.95));
    }

  /* It stays in sight. */
  desk_turn_for (3000);
  g_assert_cmpuint (desk->tickets->len, ==, 1);
  g_assert_cmpuint (desk->strangers->len, ==, 0);
  g_assert_cmpint (zm_camera_stream_get_hint (desk->stream), ==, ZM_CAMERA_HINT_NONE);
}

static void
test_stranger (Desk          *desk,
               gconstpointer  data)
{
  desk_plug_in_code (desk, "code", "https://example.org/menu");
  zm_camera_stream_start (desk->stream, "code");
  wait_until (desk->strangers->len > 0);
  g_assert_cmpstr (desk->strangers->pdata[0], ==, "https://example.org/menu");
  g_assert_cmpint (zm_camera_stream_get_hint (desk->stream), ==, ZM_CAMERA_HINT_NOT_A_DEVICE);
  desk_turn_for (500);
  g_assert_cmpuint (desk->strangers->len, ==, 1);
  g_assert_cmpuint (desk->tickets->len, ==, 0);
}

static void
test_several (Desk          *desk,
              gconstpointer  data)
{
  g_autofree char *left = desk_describe_code (desk, TICKET);
  g_autofree char *right = desk_describe_code (desk, OTHER);
  g_autofree char *both = NULL;
  const char *last;

  both = g_strdup_printf ("compositor name=mix sink_0::width=640 sink_0::height=360 "
                          "sink_1::xpos=640 sink_1::width=640 sink_1::height=360 ! videoconvert ! "
                          FILTER " %s ! mix.sink_0 %s ! mix.sink_1", left, right);
  desk_plug_in (desk, "both", both);
  zm_camera_stream_start (desk->stream, NULL);
  wait_until (desk->tickets->len > 0 &&
              strchr (desk->tickets->pdata[desk->tickets->len - 1], ' ') != NULL);
  last = desk->tickets->pdata[desk->tickets->len - 1];
  g_assert_nonnull (strstr (last, TICKET));
  g_assert_nonnull (strstr (last, OTHER));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

#define add(name, function) \
  g_test_add ("/camera/reading/" name, Desk, NULL, desk_set_up, function, desk_tear_down)
  add ("code", test_code);
  add ("stranger", test_stranger);
  add ("several", test_several);
#undef add

  return g_test_run ();
}
