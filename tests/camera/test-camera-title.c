#include "app/camera/camera-private.h"
#include "app/camera/camera-title.h"

typedef struct {
  const char *name;
  const char *cameras[3][2]; /* id, name */
  const char *titles[3];
} Row;

static const Row rows[] = {
  { "one", { { "v4l2:usb-3", "HD Webcam" } }, { "HD Webcam" } },
  { "different", { { "v4l2:usb-3", "HD Webcam" }, { "v4l2:usb-4", "Desk Camera" } },
    { "HD Webcam", "Desk Camera" } },
  { "twins", { { "pipewire:virtual-1", "Desk Camera" }, { "pipewire:virtual-2", "Desk Camera" } },
    { "Desk Camera (1)", "Desk Camera (2)" } },
  /* A number is not cut in two. */
  { "tens", { { "v4l2:usb-0:11:1.0", "HD Webcam" }, { "v4l2:usb-0:12:1.0", "HD Webcam" } },
    { "HD Webcam (11:1.0)", "HD Webcam (12:1.0)" } },
  { "twins-and-another", { { "v4l2:a-1", "HD Webcam" }, { "v4l2:b-1", "Desk Camera" },
                           { "v4l2:c-1", "HD Webcam" } },
    { "HD Webcam (a-1)", "Desk Camera", "HD Webcam (c-1)" } },
  { "triplets", { { "v4l2:a-1", "HD Webcam" }, { "v4l2:a-2", "HD Webcam" },
                  { "v4l2:b-1", "HD Webcam" } },
    { "HD Webcam (a-1)", "HD Webcam (a-2)", "HD Webcam (b-1)" } },
  { "two-ways", { { "pipewire:cam", "HD Webcam" }, { "v4l2:cam", "HD Webcam" } },
    { "HD Webcam (pipewire:cam)", "HD Webcam (v4l2:cam)" } },
  /* Whose id ends where the other's goes on. */
  { "prefix", { { "v4l2:cam-", "HD Webcam" }, { "v4l2:cam-2", "HD Webcam" } },
    { "HD Webcam (v4l2:cam-)", "HD Webcam (2)" } },
};

static void
test_title (gconstpointer data)
{
  const Row *row = data;
  g_autoptr(GListStore) cameras = g_list_store_new (ZM_TYPE_CAMERA);

  for (guint i = 0; i < 3 && row->cameras[i][0] != NULL; i++)
    {
      g_autoptr(ZmCamera) camera = zm_camera_new_made (row->cameras[i][0], row->cameras[i][1], NULL);

      g_list_store_append (cameras, camera);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (cameras)); i++)
    {
      g_autofree char *title = zm_camera_title_make (G_LIST_MODEL (cameras), i);

      g_assert_cmpstr (title, ==, row->titles[i]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/camera/title/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_title);
    }

  return g_test_run ();
}
