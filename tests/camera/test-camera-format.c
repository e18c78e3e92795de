#include "app/camera/camera-format.h"

#include <gst/gst.h>

typedef struct {
  const char *name;
  const char *offered;
  const char *chosen; /* NULL: none will do */
} Row;

#define RAW  "video/x-raw,format=YUY2,"
#define JPEG "image/jpeg,"

static const Row rows[] = {
  { "one", RAW "width=1280,height=720,framerate=30/1", RAW "width=1280,height=720,framerate=30/1" },
  { "small-only", RAW "width=640,height=480,framerate=30/1",
    RAW "width=640,height=480,framerate=30/1" },
  /* What a webcam on USB 2 offers: raw is slow where it is large. */
  { "webcam",
    RAW "width=640,height=480,framerate={30/1,15/1};"
    RAW "width=1280,height=720,framerate={10/1,5/1};"
    RAW "width=1920,height=1080,framerate=5/1;"
    JPEG "width=640,height=480,framerate=30/1;"
    JPEG "width=1280,height=720,framerate={30/1,15/1};"
    JPEG "width=1920,height=1080,framerate=30/1",
    JPEG "width=1280,height=720,framerate=30/1" },
  { "raw-before-jpeg",
    JPEG "width=1280,height=720,framerate=30/1;" RAW "width=1280,height=720,framerate=30/1",
    RAW "width=1280,height=720,framerate=30/1" },
  { "full-hd-is-too-many-pixels",
    RAW "width=1920,height=1080,framerate=30/1;" RAW "width=1280,height=800,framerate=30/1",
    RAW "width=1280,height=800,framerate=30/1" },
  { "ranges", RAW "width=[1,4000],height=[1,4000],framerate=[0/1,60/1]",
    RAW "width=1280,height=720,framerate=30/1" },
  { "lists", "video/x-raw,format={YUY2,NV12},width={640,1280},height={480,720},framerate=30/1",
    RAW "width=1280,height=720,framerate=30/1" },
  { "without-rate", RAW "width=1280,height=720", RAW "width=1280,height=720" },
  { "colours-are-left-out", RAW "width=1280,height=720,framerate=30/1,colorimetry=bt709",
    RAW "width=1280,height=720,framerate=30/1" },
  { "huge", RAW "width=100000,height=100000,framerate=30/1", NULL },
  { "wide", RAW "width=1921,height=1080,framerate=30/1", NULL },
  { "tiny", RAW "width=159,height=1080,framerate=30/1", NULL },
  { "not-in-this-memory",
    "video/x-raw(memory:DMABuf),format=YUY2,width=1280,height=720,framerate=30/1", NULL },
  { "sound", "audio/x-raw", NULL },
  { "another-codec", "video/x-h264,width=1280,height=720,framerate=30/1", NULL },
  { "nothing", "EMPTY", NULL },
};

static void
test_choose (gconstpointer data)
{
  const Row *row = data;
  g_autoptr(GstCaps) offered = gst_caps_from_string (row->offered);
  g_autoptr(GstCaps) expected = row->chosen != NULL ? gst_caps_from_string (row->chosen) : NULL;
  g_autoptr(GstCaps) chosen = zm_camera_format_choose (offered);

  if (expected == NULL)
    {
      g_assert_null (chosen);
      return;
    }
  g_assert_nonnull (chosen);
  g_test_message ("%" GST_PTR_FORMAT, (void *) chosen);
  g_assert_true (gst_caps_is_equal (chosen, expected));
}

/* Bounded, even where the camera tells nothing. */
static void
test_unknown (void)
{
  g_autoptr(GstCaps) any = gst_caps_new_any ();
  g_autoptr(GstCaps) huge = gst_caps_from_string (RAW "width=5000,height=720");
  g_autoptr(GstCaps) usual = gst_caps_from_string (RAW "width=1280,height=720");
  g_autoptr(GstCaps) of_any = zm_camera_format_choose (any);
  g_autoptr(GstCaps) of_nothing = zm_camera_format_choose (NULL);

  g_assert_true (gst_caps_is_equal (of_any, of_nothing));
  g_assert_false (gst_caps_can_intersect (of_any, huge));
  g_assert_true (gst_caps_can_intersect (of_any, usual));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/camera/format/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_choose);
    }
  g_test_add_func ("/camera/format/unknown", test_unknown);

  return g_test_run ();
}
