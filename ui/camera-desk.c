#include "ui/camera-desk.h"

#include "app/camera/camera-portal.h"
#include "ui/choices.h"

#define GROUP    "camera"
#define CHOSEN   "chosen"
#define MIRRORED "mirrored"
#define WANTED   "wanted"
#define YES      "yes"
#define NO       "no"
#define LINGER   3 /* s after the last viewer has left */

struct _ZmCameraDesk {
  GObject         parent_instance;

  ZmCameraList   *list;
  ZmCameraStream *stream;
  char           *chosen;
  const char     *begun;    /* the one that was begun with, chosen or NULL */
  guint           viewers;
  guint           linger; /* source */
  gboolean        wanted;
  gboolean        mirrored;
};

G_DEFINE_FINAL_TYPE (ZmCameraDesk, zm_camera_desk, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_MIRRORED,
  PROP_STREAM,
  PROP_WANTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_on (ZmCameraDesk *self)
{
  return self->stream != NULL && zm_camera_stream_get_state (self->stream) != ZM_CAMERA_OFF;
}

/* The chosen one, and while it is away whichever there is: NULL. */
static const char *
find_usable (ZmCameraDesk *self)
{
  gboolean others = g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0 &&
                    zm_camera_list_is_ready (self->list);

  return others && zm_camera_desk_find_chosen (self) == G_MAXUINT ? NULL : self->chosen;
}

static void
begin (ZmCameraDesk *self)
{
  self->begun = find_usable (self);
  zm_camera_stream_start (self->stream, self->begun);
}

static void
cameras_cb (ZmCameraDesk *self)
{
  if (is_on (self) && self->begun != find_usable (self))
    begin (self);
}

/* Not before: in a sandbox the desktop asks the person, which is not to come out of the blue. */
static void
ensure_stream (ZmCameraDesk *self)
{
  if (self->stream != NULL)
    return;

  self->list = zm_camera_list_new (ZM_CAMERA_ACCESS_USUAL);
  self->stream = zm_camera_stream_new (G_LIST_MODEL (self->list));
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (cameras_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::ready", G_CALLBACK (cameras_cb), self,
                           G_CONNECT_SWAPPED);
  zm_camera_stream_set_mirrored (self->stream, self->mirrored);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STREAM]);
}

static void
update (ZmCameraDesk *self)
{
  gboolean looked_at = self->viewers > 0 || self->linger != 0;

  if (self->wanted && looked_at)
    ensure_stream (self);
  if (self->wanted && looked_at && !is_on (self))
    begin (self);
  else if ((!self->wanted || !looked_at) && is_on (self))
    zm_camera_stream_stop (self->stream);
}

static gboolean
linger_cb (gpointer user_data)
{
  ZmCameraDesk *self = user_data;

  self->linger = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
remember (const char *key,
          gboolean    value)
{
  zm_choices_set (GROUP, key, value ? YES : NO);
}

static gboolean
recall (const char *key,
        gboolean    usual)
{
  g_autofree char *value = zm_choices_get (GROUP, key);

  return value != NULL ? g_str_equal (value, YES) : usual;
}

static void
zm_camera_desk_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ZmCameraDesk *self = ZM_CAMERA_DESK (object);

  switch (prop_id)
    {
    case PROP_MIRRORED:
      g_value_set_boolean (value, self->mirrored);
      break;
    case PROP_STREAM:
      g_value_set_object (value, self->stream);
      break;
    case PROP_WANTED:
      g_value_set_boolean (value, self->wanted);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_camera_desk_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  ZmCameraDesk *self = ZM_CAMERA_DESK (object);

  switch (prop_id)
    {
    case PROP_MIRRORED:
      self->mirrored = g_value_get_boolean (value);
      remember (MIRRORED, self->mirrored);
      if (self->stream != NULL)
        zm_camera_stream_set_mirrored (self->stream, self->mirrored);
      break;
    case PROP_WANTED:
      self->wanted = g_value_get_boolean (value);
      remember (WANTED, self->wanted);
      update (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_camera_desk_dispose (GObject *object)
{
  ZmCameraDesk *self = ZM_CAMERA_DESK (object);

  g_clear_handle_id (&self->linger, g_source_remove);
  if (self->stream != NULL)
    zm_camera_stream_stop (self->stream);
  g_clear_object (&self->stream);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (zm_camera_desk_parent_class)->dispose (object);
}

static void
zm_camera_desk_finalize (GObject *object)
{
  g_free (ZM_CAMERA_DESK (object)->chosen);

  G_OBJECT_CLASS (zm_camera_desk_parent_class)->finalize (object);
}

static void
zm_camera_desk_class_init (ZmCameraDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = zm_camera_desk_dispose;
  object_class->finalize = zm_camera_desk_finalize;
  object_class->get_property = zm_camera_desk_get_property;
  object_class->set_property = zm_camera_desk_set_property;

  properties[PROP_MIRRORED] = g_param_spec_boolean ("mirrored", NULL, NULL, FALSE, flags);
  properties[PROP_STREAM] = g_param_spec_object ("stream", NULL, NULL, ZM_TYPE_CAMERA_STREAM,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WANTED] = g_param_spec_boolean ("wanted", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_camera_desk_init (ZmCameraDesk *self)
{
  self->chosen = zm_choices_get (GROUP, CHOSEN);
  self->mirrored = recall (MIRRORED, FALSE);
  self->wanted = recall (WANTED, !zm_camera_portal_is_needed ());
}

ZmCameraDesk *
zm_camera_desk_new (void)
{
  return g_object_new (ZM_TYPE_CAMERA_DESK, NULL);
}

ZmCameraList *
zm_camera_desk_get_list (ZmCameraDesk *self)
{
  g_return_val_if_fail (ZM_IS_CAMERA_DESK (self), NULL);

  return self->list;
}

ZmCameraStream *
zm_camera_desk_get_stream (ZmCameraDesk *self)
{
  g_return_val_if_fail (ZM_IS_CAMERA_DESK (self), NULL);

  return self->stream;
}

void
zm_camera_desk_hold (ZmCameraDesk *self)
{
  g_return_if_fail (ZM_IS_CAMERA_DESK (self));

  g_clear_handle_id (&self->linger, g_source_remove);
  self->viewers++;
  update (self);
}

void
zm_camera_desk_release (ZmCameraDesk *self)
{
  g_return_if_fail (ZM_IS_CAMERA_DESK (self));
  g_return_if_fail (self->viewers > 0);

  self->viewers--;
  if (self->viewers == 0)
    self->linger = g_timeout_add_seconds (LINGER, linger_cb, self);
}

void
zm_camera_desk_choose (ZmCameraDesk *self,
                       const char   *id)
{
  g_return_if_fail (ZM_IS_CAMERA_DESK (self));
  g_return_if_fail (id != NULL);

  if (g_strcmp0 (self->chosen, id) == 0)
    return;

  g_free (self->chosen);
  self->chosen = g_strdup (id);
  zm_choices_set (GROUP, CHOSEN, id);
  if (is_on (self))
    begin (self);
}

guint
zm_camera_desk_find_chosen (ZmCameraDesk *self)
{
  GListModel *cameras;

  g_return_val_if_fail (ZM_IS_CAMERA_DESK (self), G_MAXUINT);

  cameras = G_LIST_MODEL (self->list);
  for (guint i = 0; cameras != NULL && i < g_list_model_get_n_items (cameras); i++)
    {
      g_autoptr(ZmCamera) camera = g_list_model_get_item (cameras, i);

      if (g_strcmp0 (zm_camera_get_id (camera), self->chosen) == 0)
        return i;
    }

  return G_MAXUINT;
}

void
zm_camera_desk_try_again (ZmCameraDesk *self)
{
  g_return_if_fail (ZM_IS_CAMERA_DESK (self));

  if (self->list != NULL)
    zm_camera_list_refresh (self->list);
  if (is_on (self))
    begin (self);
}
