#include "app/station/tray-item.h"

struct _ZmTrayItem {
  GObject         parent_instance;

  char           *session_id;
  char           *device_id;
  char           *operator_name;
  char           *check;
  char           *reason;
  ZmInstant       since;
  ZmSessionState  state;
};

G_DEFINE_FINAL_TYPE (ZmTrayItem, zm_tray_item, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_CAN_RESUME,
  PROP_CHECK,
  PROP_DEVICE_ID,
  PROP_OPERATOR,
  PROP_REASON,
  PROP_SESSION_ID,
  PROP_SINCE,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
zm_tray_item_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  ZmTrayItem *self = ZM_TRAY_ITEM (object);

  switch (prop_id)
    {
    case PROP_CAN_RESUME:
      g_value_set_boolean (value, zm_tray_item_can_resume (self));
      break;
    case PROP_CHECK:
      g_value_set_string (value, self->check);
      break;
    case PROP_DEVICE_ID:
      g_value_set_string (value, self->device_id);
      break;
    case PROP_OPERATOR:
      g_value_set_string (value, self->operator_name);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    case PROP_SESSION_ID:
      g_value_set_string (value, self->session_id);
      break;
    case PROP_SINCE:
      g_value_set_int64 (value, self->since);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_tray_item_finalize (GObject *object)
{
  ZmTrayItem *self = ZM_TRAY_ITEM (object);

  g_free (self->session_id);
  g_free (self->device_id);
  g_free (self->operator_name);
  g_free (self->check);
  g_free (self->reason);

  G_OBJECT_CLASS (zm_tray_item_parent_class)->finalize (object);
}

static void
zm_tray_item_class_init (ZmTrayItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = zm_tray_item_finalize;
  object_class->get_property = zm_tray_item_get_property;

  properties[PROP_CAN_RESUME] = g_param_spec_boolean ("can-resume", NULL, NULL, FALSE, flags);
  properties[PROP_CHECK] = g_param_spec_string ("check", NULL, NULL, NULL, flags);
  properties[PROP_DEVICE_ID] = g_param_spec_string ("device-id", NULL, NULL, NULL, flags);
  properties[PROP_OPERATOR] = g_param_spec_string ("operator", NULL, NULL, NULL, flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  properties[PROP_SESSION_ID] = g_param_spec_string ("session-id", NULL, NULL, NULL, flags);
  properties[PROP_SINCE] = g_param_spec_int64 ("since", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                               flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, ZM_TYPE_SESSION_STATE,
                                              ZM_SESSION_PAIRED, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_tray_item_init (ZmTrayItem *self)
{
}

ZmTrayItem *
zm_tray_item_new (const ZmSessionRecord *record,
                  const char            *check,
                  const char            *reason)
{
  ZmTrayItem *self;

  g_return_val_if_fail (record != NULL, NULL);

  self = g_object_new (ZM_TYPE_TRAY_ITEM, NULL);
  self->session_id = g_strdup (record->session_id);
  self->device_id = g_strdup (record->device_id);
  self->operator_name = g_strdup (record->operator);
  self->check = g_strdup (check);
  self->reason = g_strdup (reason);
  self->since = record->updated_at;
  self->state = record->state;

  return self;
}

const char *
zm_tray_item_get_session_id (ZmTrayItem *self)
{
  g_return_val_if_fail (ZM_IS_TRAY_ITEM (self), NULL);

  return self->session_id;
}

const char *
zm_tray_item_get_device_id (ZmTrayItem *self)
{
  g_return_val_if_fail (ZM_IS_TRAY_ITEM (self), NULL);

  return self->device_id;
}

gboolean
zm_tray_item_can_resume (ZmTrayItem *self)
{
  g_return_val_if_fail (ZM_IS_TRAY_ITEM (self), FALSE);

  return self->state != ZM_SESSION_PAIRED;
}
