#include "app/camera/camera-private.h"

#include "app/base/text.h"
#include "app/camera/camera-failure.h"
#include "app/camera/camera-portal.h"

#define NAME_MAX_CHARACTERS 128

struct _ZmCamera {
  GObject         parent_instance;

  char           *id;
  char           *name;
  ZmCameraPath    path;
  GstDevice      *device;
  char           *description;
};

G_DEFINE_FINAL_TYPE (ZmCamera, zm_camera, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *const path_names[] = {
  [ZM_CAMERA_PIPEWIRE] = "pipewire",
  [ZM_CAMERA_PORTAL] = "portal",
  [ZM_CAMERA_V4L2] = "v4l2",
  [ZM_CAMERA_MADE] = "made",
};

/* What the camera says is a stranger's text. */
static char *
make_showable (const char *text)
{
  g_autofree char *shown = zm_text_escape (text, -1);

  return g_utf8_substring (shown, 0, MIN (g_utf8_strlen (shown, -1), NAME_MAX_CHARACTERS));
}

/* Of the names that the way to the camera gives it, the one that stays longest. */
static char *
make_id (ZmCameraPath  path,
         GstDevice    *device)
{
  static const char *const members[] = {
    "node.name", "device.bus_path", "v4l2.device.bus_info", "device.path", "api.v4l2.path",
  };
  g_autoptr(GstStructure) facts = gst_device_get_properties (device);
  g_autofree char *name = gst_device_get_display_name (device);
  const char *place = NULL;
  g_autofree char *shown = NULL;

  for (gsize i = 0; facts != NULL && place == NULL && i < G_N_ELEMENTS (members); i++)
    place = gst_structure_get_string (facts, members[i]);
  shown = make_showable (place != NULL ? place : name);

  return g_strconcat (zm_camera_path_name (path), ":", shown, NULL);
}

static void
zm_camera_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  ZmCamera *self = ZM_CAMERA (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_camera_finalize (GObject *object)
{
  ZmCamera *self = ZM_CAMERA (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->description);
  g_clear_object (&self->device);

  G_OBJECT_CLASS (zm_camera_parent_class)->finalize (object);
}

static void
zm_camera_class_init (ZmCameraClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = zm_camera_finalize;
  object_class->get_property = zm_camera_get_property;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_camera_init (ZmCamera *self)
{
}

ZmCamera *
zm_camera_new_for_device (ZmCameraPath  path,
                          GstDevice    *device)
{
  ZmCamera *self = g_object_new (ZM_TYPE_CAMERA, NULL);
  g_autofree char *name = gst_device_get_display_name (device);

  self->id = make_id (path, device);
  self->name = make_showable (name);
  self->path = path;
  self->device = g_object_ref (device);

  return self;
}

ZmCamera *
zm_camera_new_made (const char *id,
                    const char *name,
                    const char *description)
{
  ZmCamera *self = g_object_new (ZM_TYPE_CAMERA, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->path = ZM_CAMERA_MADE;
  self->description = g_strdup (description);

  return self;
}

const char *
zm_camera_get_id (ZmCamera *self)
{
  g_return_val_if_fail (ZM_IS_CAMERA (self), NULL);

  return self->id;
}

const char *
zm_camera_get_name (ZmCamera *self)
{
  g_return_val_if_fail (ZM_IS_CAMERA (self), NULL);

  return self->name;
}

ZmCameraPath
zm_camera_get_path (ZmCamera *self)
{
  g_return_val_if_fail (ZM_IS_CAMERA (self), ZM_CAMERA_MADE);

  return self->path;
}

const char *
zm_camera_path_name (ZmCameraPath path)
{
  g_return_val_if_fail ((gsize) path < G_N_ELEMENTS (path_names), NULL);

  return path_names[path];
}

GstDevice *
zm_camera_get_device (ZmCamera *self)
{
  return self->device;
}

GstCaps *
zm_camera_dup_caps (ZmCamera *self)
{
  return self->device != NULL ? gst_device_get_caps (self->device) : NULL;
}

/* TRUE with no remote for a camera that needs none. */
static gboolean
open_remote (ZmCamera        *self,
             ZmCameraRemote **remote,
             GError         **error)
{
  if (self->path == ZM_CAMERA_PORTAL)
    *remote = zm_camera_portal_open_again (error);
  else if (self->path == ZM_CAMERA_PIPEWIRE)
    *remote = zm_camera_remote_connect ();
  else
    return TRUE;

  if (*remote == NULL && self->path == ZM_CAMERA_PIPEWIRE)
    zm_camera_failure_set (error, ZM_CAMERA_FAILURE_PIPELINE, "PipeWire");
  return *remote != NULL;
}

static GstElement *
make_device_source (ZmCamera        *self,
                    ZmCameraRemote **remote,
                    GError         **error)
{
  g_autoptr(ZmCameraRemote) own = NULL;
  GstElement *source;

  if (!open_remote (self, &own, error))
    return NULL;
  source = gst_device_create_element (self->device, NULL);
  if (source == NULL)
    {
      zm_camera_failure_set (error, ZM_CAMERA_FAILURE_PIPELINE, self->name);
      return NULL;
    }

  /* PipeWire's own times make what comes after it wait, or drop what it should not. */
  g_object_set (source, "do-timestamp", TRUE, NULL);
  if (own != NULL)
    g_object_set (source, "fd", zm_camera_remote_get_fd (own), NULL);
  *remote = g_steal_pointer (&own);

  return source;
}

GstElement *
zm_camera_make_source (ZmCamera        *self,
                       ZmCameraRemote **remote,
                       GError         **error)
{
  g_autoptr(GError) parse_error = NULL;
  GstElement *source;

  if (self->device != NULL)
    return make_device_source (self, remote, error);

  source = gst_parse_bin_from_description_full (self->description, TRUE, NULL,
                                                GST_PARSE_FLAG_FATAL_ERRORS, &parse_error);
  if (source == NULL)
    zm_camera_failure_set (error, ZM_CAMERA_FAILURE_PIPELINE, parse_error->message);
  return source;
}
