#include "app/station/place.h"

struct _ZmPlace {
  GObject   parent_instance;

  char     *address;
  char     *port;
  char     *title;     /* without a label */
  char     *label;
  char     *device_id;
  GError   *problem;
  gboolean  attached;
  gboolean  twin;
  ZmInstant verified_at;
  ZmInstant valid_until;
};

G_DEFINE_FINAL_TYPE (ZmPlace, zm_place, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ADDRESS,
  PROP_ATTACHED,
  PROP_DEVICE_ID,
  PROP_LABEL,
  PROP_PORT,
  PROP_PROBLEM,
  PROP_TITLE,
  PROP_TWIN,
  PROP_VALID_UNTIL,
  PROP_VERIFIED_AT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_text (ZmPlace     *self,
          char       **text,
          const char  *value,
          guint        property)
{
  if (g_strcmp0 (*text, value) == 0)
    return;

  g_free (*text);
  *text = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_attached (ZmPlace  *self,
              gboolean  attached)
{
  if (self->attached == attached)
    return;

  self->attached = attached;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ATTACHED]);
}

static void
set_problem (ZmPlace      *self,
             const GError *problem)
{
  if (self->problem == NULL && problem == NULL)
    return;

  g_clear_error (&self->problem);
  self->problem = problem != NULL ? g_error_copy (problem) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
zm_place_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  ZmPlace *self = ZM_PLACE (object);

  switch (prop_id)
    {
    case PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;
    case PROP_ATTACHED:
      g_value_set_boolean (value, self->attached);
      break;
    case PROP_DEVICE_ID:
      g_value_set_string (value, self->device_id);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_PORT:
      g_value_set_string (value, self->port);
      break;
    case PROP_PROBLEM:
      g_value_set_boxed (value, self->problem);
      break;
    case PROP_TITLE:
      g_value_set_string (value, zm_place_get_title (self));
      break;
    case PROP_TWIN:
      g_value_set_boolean (value, self->twin);
      break;
    case PROP_VALID_UNTIL:
      g_value_set_int64 (value, self->valid_until);
      break;
    case PROP_VERIFIED_AT:
      g_value_set_int64 (value, self->verified_at);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_place_finalize (GObject *object)
{
  ZmPlace *self = ZM_PLACE (object);

  g_free (self->address);
  g_free (self->port);
  g_free (self->title);
  g_free (self->label);
  g_free (self->device_id);
  g_clear_error (&self->problem);

  G_OBJECT_CLASS (zm_place_parent_class)->finalize (object);
}

static void
zm_place_class_init (ZmPlaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = zm_place_finalize;
  object_class->get_property = zm_place_get_property;

  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, flags);
  properties[PROP_ATTACHED] = g_param_spec_boolean ("attached", NULL, NULL, FALSE, flags);
  properties[PROP_DEVICE_ID] = g_param_spec_string ("device-id", NULL, NULL, NULL, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_PORT] = g_param_spec_string ("port", NULL, NULL, NULL, flags);
  properties[PROP_PROBLEM] = g_param_spec_boxed ("problem", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_TWIN] = g_param_spec_boolean ("twin", NULL, NULL, FALSE, flags);
  properties[PROP_VALID_UNTIL] = g_param_spec_int64 ("valid-until", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_VERIFIED_AT] = g_param_spec_int64 ("verified-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_place_init (ZmPlace *self)
{
}

ZmPlace *
zm_place_new (const char *address,
              const char *port,
              const char *title)
{
  ZmPlace *self;

  g_return_val_if_fail (address != NULL, NULL);
  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (ZM_TYPE_PLACE, NULL);
  self->address = g_strdup (address);
  self->port = g_strdup (port);
  self->title = g_strdup (title);
  self->attached = port == NULL;

  return self;
}

void
zm_place_set_label (ZmPlace    *self,
                    const char *label)
{
  g_return_if_fail (ZM_IS_PLACE (self));

  if (g_strcmp0 (self->label, label) == 0)
    return;

  set_text (self, &self->label, label, PROP_LABEL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
set_instant (ZmPlace   *self,
             ZmInstant *instant,
             ZmInstant  value,
             guint      property)
{
  if (*instant == value)
    return;

  *instant = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
zm_place_set_record (ZmPlace   *self,
                     ZmInstant  verified_at,
                     ZmInstant  valid_until)
{
  g_return_if_fail (ZM_IS_PLACE (self));

  g_object_freeze_notify (G_OBJECT (self));
  set_instant (self, &self->verified_at, verified_at, PROP_VERIFIED_AT);
  set_instant (self, &self->valid_until, valid_until, PROP_VALID_UNTIL);
  g_object_thaw_notify (G_OBJECT (self));
}

void
zm_place_attach (ZmPlace      *self,
                 const char   *device_id,
                 const GError *problem)
{
  g_return_if_fail (ZM_IS_PLACE (self));

  /* Nobody sees a device without its name, or a name without a device. */
  g_object_freeze_notify (G_OBJECT (self));
  if (g_strcmp0 (self->device_id, device_id) != 0)
    zm_place_set_record (self, 0, 0);
  set_text (self, &self->device_id, device_id, PROP_DEVICE_ID);
  set_problem (self, problem);
  set_attached (self, TRUE);
  g_object_thaw_notify (G_OBJECT (self));
}

void
zm_place_detach (ZmPlace *self)
{
  g_return_if_fail (ZM_IS_PLACE (self));

  g_object_freeze_notify (G_OBJECT (self));
  set_attached (self, FALSE);
  zm_place_set_record (self, 0, 0);
  set_problem (self, NULL);
  set_text (self, &self->device_id, NULL, PROP_DEVICE_ID);
  g_object_thaw_notify (G_OBJECT (self));
}

void
zm_place_set_twin (ZmPlace  *self,
                   gboolean  twin)
{
  g_return_if_fail (ZM_IS_PLACE (self));

  if (self->twin == twin)
    return;

  self->twin = twin;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TWIN]);
}

const char *
zm_place_get_address (ZmPlace *self)
{
  g_return_val_if_fail (ZM_IS_PLACE (self), NULL);

  return self->address;
}

const char *
zm_place_get_port (ZmPlace *self)
{
  g_return_val_if_fail (ZM_IS_PLACE (self), NULL);

  return self->port;
}

const char *
zm_place_get_title (ZmPlace *self)
{
  g_return_val_if_fail (ZM_IS_PLACE (self), NULL);

  return self->label != NULL ? self->label : self->title;
}

const char *
zm_place_get_label (ZmPlace *self)
{
  g_return_val_if_fail (ZM_IS_PLACE (self), NULL);

  return self->label;
}

const char *
zm_place_get_device_id (ZmPlace *self)
{
  g_return_val_if_fail (ZM_IS_PLACE (self), NULL);

  return self->device_id;
}

const GError *
zm_place_get_problem (ZmPlace *self)
{
  g_return_val_if_fail (ZM_IS_PLACE (self), NULL);

  return self->problem;
}

gboolean
zm_place_is_attached (ZmPlace *self)
{
  g_return_val_if_fail (ZM_IS_PLACE (self), FALSE);

  return self->attached;
}

gboolean
zm_place_is_usable (ZmPlace *self)
{
  g_return_val_if_fail (ZM_IS_PLACE (self), FALSE);

  return self->attached && self->problem == NULL;
}

gboolean
zm_place_is_twin (ZmPlace *self)
{
  g_return_val_if_fail (ZM_IS_PLACE (self), FALSE);

  return self->twin;
}

ZmInstant
zm_place_get_verified_at (ZmPlace *self)
{
  g_return_val_if_fail (ZM_IS_PLACE (self), 0);

  return self->verified_at;
}

ZmInstant
zm_place_get_valid_until (ZmPlace *self)
{
  g_return_val_if_fail (ZM_IS_PLACE (self), 0);

  return self->valid_until;
}

gboolean
zm_place_is_in_service (ZmPlace *self)
{
  g_return_val_if_fail (ZM_IS_PLACE (self), FALSE);

  return self->verified_at > 0 && self->valid_until > zm_instant_now ();
}
