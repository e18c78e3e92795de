#include "app/camera/camera-title.h"

#include "app/camera/camera.h"

#include <string.h>

/* How much of both is the same, in bytes; words and numbers stay whole. */
static gsize
measure_common (const char *one,
                const char *other)
{
  gsize length = 0;

  while (one[length] != '\0' && one[length] == other[length])
    length++;
  while (length > 0 && g_ascii_isalnum (one[length - 1]))
    length--;

  return length;
}

char *
zm_camera_title_make (GListModel *cameras,
                      guint       position)
{
  g_autoptr(ZmCamera) camera = g_list_model_get_item (cameras, position);
  const char *id;
  gsize common;
  gboolean alone = TRUE;

  g_return_val_if_fail (camera != NULL, NULL);

  id = zm_camera_get_id (camera);
  common = strlen (id);
  for (guint i = 0; i < g_list_model_get_n_items (cameras); i++)
    {
      g_autoptr(ZmCamera) other = g_list_model_get_item (cameras, i);

      if (i == position || !g_str_equal (zm_camera_get_name (other), zm_camera_get_name (camera)))
        continue;
      alone = FALSE;
      common = MIN (common, measure_common (id, zm_camera_get_id (other)));
    }
  if (alone)
    return g_strdup (zm_camera_get_name (camera));

  return g_strdup_printf ("%s (%s)", zm_camera_get_name (camera),
                          id[common] != '\0' ? id + common : id);
}
