#include "app/camera/camera-format.h"

#define WIDTH       1280
#define HEIGHT      720
#define FRAME_RATE  30
#define ENOUGH_RATE 25.0
#define SIDE_MIN    160

/* What one frame a second too few costs, and compression, in pixels off the size that is wanted. */
#define COST_OF_RATE        40000.0
#define COST_OF_COMPRESSION 50000.0

static gboolean
is_readable (const GstStructure    *structure,
             const GstCapsFeatures *features)
{
  if (features != NULL && !gst_caps_features_is_any (features) &&
      !gst_caps_features_is_equal (features, GST_CAPS_FEATURES_MEMORY_SYSTEM_MEMORY))
    return FALSE;

  return gst_structure_has_name (structure, "video/x-raw") ||
         gst_structure_has_name (structure, "image/jpeg");
}

/* Of one kind of format the nearest to what is wanted; NULL if it will not do. */
static GstStructure *
fixate (const GstStructure *structure)
{
  g_autoptr(GstStructure) fixed = gst_structure_copy (structure);
  int width = 0;
  int height = 0;

  if (!gst_structure_has_field (fixed, "width") || !gst_structure_has_field (fixed, "height"))
    return NULL;
  gst_structure_fixate_field_nearest_int (fixed, "width", WIDTH);
  gst_structure_fixate_field_nearest_int (fixed, "height", HEIGHT);
  if (gst_structure_has_field (fixed, "framerate"))
    gst_structure_fixate_field_nearest_fraction (fixed, "framerate", FRAME_RATE, 1);
  gst_structure_fixate (fixed);
  if (!gst_structure_get_int (fixed, "width", &width) ||
      !gst_structure_get_int (fixed, "height", &height) ||
      width < SIDE_MIN || width > ZM_CAMERA_FORMAT_WIDTH_MAX ||
      height < SIDE_MIN || height > ZM_CAMERA_FORMAT_HEIGHT_MAX)
    return NULL;

  return g_steal_pointer (&fixed);
}

static double
price (const GstStructure *fixed)
{
  int width = 0;
  int height = 0;
  int numerator = 0;
  int denominator = 1;
  double rate = FRAME_RATE;
  double cost;

  gst_structure_get_int (fixed, "width", &width);
  gst_structure_get_int (fixed, "height", &height);
  if (gst_structure_get_fraction (fixed, "framerate", &numerator, &denominator) && numerator > 0)
    rate = (double) numerator / denominator;

  cost = ABS ((double) width * height - (double) WIDTH * HEIGHT);
  if (rate < ENOUGH_RATE)
    cost += (ENOUGH_RATE - rate) * COST_OF_RATE;
  if (gst_structure_has_name (fixed, "image/jpeg"))
    cost += COST_OF_COMPRESSION;

  return cost;
}

/* Without what a camera says of colours and pixel shapes, which may differ from what it does. */
static GstCaps *
make_caps (const GstStructure *fixed)
{
  static const char *const members[] = { "format", "width", "height", "framerate" };
  GstStructure *bare = gst_structure_new_empty (gst_structure_get_name (fixed));
  GstCaps *caps = gst_caps_new_empty ();

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const GValue *value = gst_structure_get_value (fixed, members[i]);

      if (value != NULL)
        gst_structure_set_value (bare, members[i], value);
    }
  gst_caps_append_structure (caps, bare);

  return caps;
}

static GstCaps *
make_anything (void)
{
  return gst_caps_new_simple ("video/x-raw",
                              "width", GST_TYPE_INT_RANGE, SIDE_MIN, ZM_CAMERA_FORMAT_WIDTH_MAX,
                              "height", GST_TYPE_INT_RANGE, SIDE_MIN, ZM_CAMERA_FORMAT_HEIGHT_MAX,
                              NULL);
}

GstCaps *
zm_camera_format_choose (GstCaps *offered)
{
  g_autoptr(GstStructure) best = NULL;
  double lowest = 0;

  if (offered == NULL || gst_caps_is_any (offered))
    return make_anything ();

  for (guint i = 0; i < gst_caps_get_size (offered); i++)
    {
      const GstStructure *structure = gst_caps_get_structure (offered, i);
      g_autoptr(GstStructure) fixed = NULL;

      if (is_readable (structure, gst_caps_get_features (offered, i)))
        fixed = fixate (structure);
      if (fixed == NULL || (best != NULL && price (fixed) >= lowest))
        continue;

      g_clear_pointer (&best, gst_structure_free);
      lowest = price (fixed);
      best = g_steal_pointer (&fixed);
    }

  return best != NULL ? make_caps (best) : NULL;
}
