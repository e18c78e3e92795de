#include "app/camera/camera-failure.h"

#include "app/base/error.h"

#include <errno.h>
#include <gst/gst.h>
#include <string.h>

typedef struct {
  const char *name;
  int         code;     /* of GST_RESOURCE_ERROR */
  int         number;   /* that the debug text has in words; 0: there is no text */
  const char *expected;
} Row;

static const Row rows[] = {
  { "busy", GST_RESOURCE_ERROR_BUSY, 0, "camera.busy" },
  { "busy-in-words", GST_RESOURCE_ERROR_OPEN_READ_WRITE, EBUSY, "camera.busy" },
  { "not-authorised", GST_RESOURCE_ERROR_NOT_AUTHORIZED, 0, "camera.denied" },
  { "no-right", GST_RESOURCE_ERROR_OPEN_READ_WRITE, EACCES, "camera.denied" },
  { "not-permitted", GST_RESOURCE_ERROR_OPEN_READ_WRITE, EPERM, "camera.denied" },
  { "gone", GST_RESOURCE_ERROR_READ, ENODEV, "camera.unplugged" },
  { "gone-too", GST_RESOURCE_ERROR_READ, ENXIO, "camera.unplugged" },
  { "anything-else", GST_RESOURCE_ERROR_FAILED, 0, "camera.pipeline" },
  { "other-words", GST_RESOURCE_ERROR_FAILED, EIO, "camera.pipeline" },
};

static void
test_judge (gconstpointer data)
{
  const Row *row = data;
  g_autoptr(GError) seen = g_error_new_literal (GST_RESOURCE_ERROR, row->code, "words");
  g_autoptr(GError) error = NULL;
  g_autofree char *debug = NULL;

  if (row->number != 0)
    debug = g_strdup_printf ("v4l2_calls.c(629): system error: %s", g_strerror (row->number));
  zm_camera_failure_set (&error, zm_camera_failure_judge (seen, debug), "words");
  g_assert_cmpstr (zm_error_get_check (error), ==, row->expected);
}

/* Each says that there are other ways. */
static void
test_other_ways (void)
{
  for (int i = ZM_CAMERA_FAILURE_NONE; i <= ZM_CAMERA_FAILURE_PIPELINE; i++)
    {
      g_autoptr(GError) error = NULL;

      zm_camera_failure_set (&error, (ZmCameraFailure) i, NULL);
      g_assert_true (g_str_has_prefix (zm_error_get_check (error), "camera."));
      g_assert_nonnull (strstr (error->message, "typed"));
      g_assert_nonnull (strstr (error->message, "scanner"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/camera/failure/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_judge);
    }
  g_test_add_func ("/camera/failure/other-ways", test_other_ways);

  return g_test_run ();
}
