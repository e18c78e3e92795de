#include "app/station/detail-item.h"

struct _ZmDetailItem {
  GObject       parent_instance;

  ZmDetailKind  kind;
  char         *name;
  char         *value;
  gboolean      critical;
  const char   *standard;
};

G_DEFINE_FINAL_TYPE (ZmDetailItem, zm_detail_item, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_CRITICAL,
  PROP_KIND,
  PROP_NAME,
  PROP_STANDARD,
  PROP_VALUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
zm_detail_item_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ZmDetailItem *self = ZM_DETAIL_ITEM (object);

  switch (prop_id)
    {
    case PROP_CRITICAL:
      g_value_set_boolean (value, self->critical);
      break;
    case PROP_KIND:
      g_value_set_string (value, zm_details_kind_name (self->kind));
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_STANDARD:
      g_value_set_string (value, self->standard);
      break;
    case PROP_VALUE:
      g_value_set_string (value, self->value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_detail_item_finalize (GObject *object)
{
  ZmDetailItem *self = ZM_DETAIL_ITEM (object);

  g_free (self->name);
  g_free (self->value);

  G_OBJECT_CLASS (zm_detail_item_parent_class)->finalize (object);
}

static void
zm_detail_item_class_init (ZmDetailItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = zm_detail_item_finalize;
  object_class->get_property = zm_detail_item_get_property;

  properties[PROP_CRITICAL] = g_param_spec_boolean ("critical", NULL, NULL, FALSE, flags);
  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_STANDARD] = g_param_spec_string ("standard", NULL, NULL, NULL, flags);
  properties[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_detail_item_init (ZmDetailItem *self)
{
}

ZmDetailItem *
zm_detail_item_new (const ZmDetail *detail)
{
  ZmDetailItem *self;

  g_return_val_if_fail (detail != NULL, NULL);

  self = g_object_new (ZM_TYPE_DETAIL_ITEM, NULL);
  self->kind = detail->kind;
  self->name = g_strdup (detail->name);
  self->value = g_strdup (detail->value);
  self->critical = detail->critical;
  self->standard = detail->standard;

  return self;
}
