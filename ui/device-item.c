#include "config.h"

#include "ui/device-item.h"

#include "app/base/text.h"
#include "app/station/time-words.h"

#include <glib/gi18n.h>

#define SOON (30 * ZM_INSTANT_DAY)

struct _ZmDeviceItem {
  GObject      parent_instance;

  char        *texts[12]; /* by property */
  ZmBadgeKind  kind;
  ZmBadgeKind  expiry_kind;
};

G_DEFINE_FINAL_TYPE (ZmDeviceItem, zm_device_item, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ASSET_TAG,
  PROP_DEVICE_ID,
  PROP_EXPIRY,
  PROP_EXPIRY_KIND,
  PROP_KIND,
  PROP_LABEL,
  PROP_LOCATION,
  PROP_MODEL,
  PROP_SEARCH,
  PROP_SERIAL_NUMBER,
  PROP_STATUS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
zm_device_item_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ZmDeviceItem *self = ZM_DEVICE_ITEM (object);

  if (prop_id == PROP_KIND)
    g_value_set_enum (value, (int) self->kind);
  else if (prop_id == PROP_EXPIRY_KIND)
    g_value_set_enum (value, (int) self->expiry_kind);
  else
    g_value_set_string (value, self->texts[prop_id]);
}

static void
zm_device_item_finalize (GObject *object)
{
  ZmDeviceItem *self = ZM_DEVICE_ITEM (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (zm_device_item_parent_class)->finalize (object);
}

static void
zm_device_item_class_init (ZmDeviceItemClass *klass)
{
  static const char *const names[N_PROPS] = {
    [PROP_ASSET_TAG] = "asset-tag",
    [PROP_DEVICE_ID] = "device-id",
    [PROP_EXPIRY] = "expiry",
    [PROP_LABEL] = "label",
    [PROP_LOCATION] = "location",
    [PROP_MODEL] = "model",
    [PROP_SEARCH] = "search",
    [PROP_SERIAL_NUMBER] = "serial-number",
    [PROP_STATUS] = "status",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  G_STATIC_ASSERT (N_PROPS <= G_N_ELEMENTS (((ZmDeviceItem *) NULL)->texts));

  object_class->finalize = zm_device_item_finalize;
  object_class->get_property = zm_device_item_get_property;

  for (guint i = 1; i < N_PROPS; i++)
    {
      if (names[i] != NULL)
        properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL, flags);
    }
  properties[PROP_EXPIRY_KIND] = g_param_spec_enum ("expiry-kind", NULL, NULL, ZM_TYPE_BADGE_KIND,
                                                    ZM_BADGE_NEUTRAL, flags);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, ZM_TYPE_BADGE_KIND,
                                             ZM_BADGE_NEUTRAL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_device_item_init (ZmDeviceItem *self)
{
}

static void
set_state (ZmDeviceItem  *self,
           ZmDeviceState  state)
{
  switch (state)
    {
    case ZM_DEVICE_ACTIVE:
      self->kind = ZM_BADGE_GOOD;
      self->texts[PROP_STATUS] = g_strdup (_("In service"));
      break;
    case ZM_DEVICE_RETIRED:
      self->kind = ZM_BADGE_UNKNOWN;
      self->texts[PROP_STATUS] = g_strdup (_("Retired"));
      break;
    case ZM_DEVICE_REGISTERED:
    default:
      self->kind = ZM_BADGE_NEUTRAL;
      self->texts[PROP_STATUS] = g_strdup (_("Registered"));
      break;
    }
}

static void
set_expiry (ZmDeviceItem *self,
            ZmInstant     not_after,
            ZmInstant     now)
{
  g_autofree char *day = zm_time_words_format_day (not_after);

  if (day == NULL)
    {
      self->expiry_kind = ZM_BADGE_NEUTRAL;
      self->texts[PROP_EXPIRY] = g_strdup (_("No certificate"));
      return;
    }

  self->expiry_kind = not_after <= now ? ZM_BADGE_BAD :
                      not_after - now < SOON ? ZM_BADGE_WARNING : ZM_BADGE_GOOD;
  self->texts[PROP_EXPIRY] =
    g_strdup_printf (not_after <= now ? _("Expired on %s") : _("Until %s"), day);
}

ZmDeviceItem *
zm_device_item_new (const ZmDeviceRecord *record,
                    ZmInstant             not_after,
                    ZmInstant             now)
{
  ZmDeviceItem *self;
  g_autofree char *all = NULL;

  g_return_val_if_fail (record != NULL, NULL);

  self = g_object_new (ZM_TYPE_DEVICE_ITEM, NULL);
  self->texts[PROP_DEVICE_ID] = g_strdup (record->device_id);
  self->texts[PROP_LABEL] = zm_text_escape (record->label, -1);
  self->texts[PROP_LOCATION] = g_strdup (record->location);
  self->texts[PROP_ASSET_TAG] = g_strdup (record->asset_tag);
  self->texts[PROP_MODEL] = g_strdup (record->model);
  self->texts[PROP_SERIAL_NUMBER] = g_strdup (record->serial_number);
  set_state (self, record->state);
  set_expiry (self, not_after, now);
  all = g_strjoin ("\n", record->device_id, record->label,
                   record->location != NULL ? record->location : "",
                   record->asset_tag != NULL ? record->asset_tag : "",
                   record->model != NULL ? record->model : "",
                   record->serial_number != NULL ? record->serial_number : "",
                   self->texts[PROP_STATUS], NULL);
  self->texts[PROP_SEARCH] = g_utf8_casefold (all, -1);

  return self;
}

const char *
zm_device_item_get_id (ZmDeviceItem *self)
{
  g_return_val_if_fail (ZM_IS_DEVICE_ITEM (self), NULL);

  return self->texts[PROP_DEVICE_ID];
}
