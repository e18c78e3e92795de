#include "config.h"

#include "ui/device-item.h"

#include "app/base/text.h"
#include "app/station/time-words.h"
#include "ui/device-words.h"

#include <glib/gi18n.h>

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
  PROP_OUTCOME,
  PROP_OUTCOME_KIND,
  PROP_SEEN,
  PROP_SERIAL_NUMBER,
  PROP_STATUS,
  PROP_SUMMARY,
  PROP_VERIFIED,
  N_PROPS
};

struct _ZmDeviceItem {
  GObject      parent_instance;

  char        *texts[N_PROPS]; /* by property */
  ZmBadgeKind  kinds[N_PROPS];
};

G_DEFINE_FINAL_TYPE (ZmDeviceItem, zm_device_item, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
zm_device_item_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ZmDeviceItem *self = ZM_DEVICE_ITEM (object);

  if (G_VALUE_HOLDS_ENUM (value))
    g_value_set_enum (value, (int) self->kinds[prop_id]);
  else
    g_value_set_string (value, self->texts[prop_id]);
}

static void
zm_device_item_finalize (GObject *object)
{
  ZmDeviceItem *self = ZM_DEVICE_ITEM (object);

  for (guint i = 0; i < N_PROPS; i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (zm_device_item_parent_class)->finalize (object);
}

static void
zm_device_item_class_init (ZmDeviceItemClass *klass)
{
  static const struct {
    const char *name;
    gboolean    is_kind;
  } names[N_PROPS] = {
    [PROP_ASSET_TAG] = { "asset-tag", FALSE },
    [PROP_DEVICE_ID] = { "device-id", FALSE },
    [PROP_EXPIRY] = { "expiry", FALSE },
    [PROP_EXPIRY_KIND] = { "expiry-kind", TRUE },
    [PROP_KIND] = { "kind", TRUE },
    [PROP_LABEL] = { "label", FALSE },
    [PROP_LOCATION] = { "location", FALSE },
    [PROP_MODEL] = { "model", FALSE },
    [PROP_OUTCOME] = { "outcome", FALSE },
    [PROP_OUTCOME_KIND] = { "outcome-kind", TRUE },
    [PROP_SEEN] = { "seen", FALSE },
    [PROP_SERIAL_NUMBER] = { "serial-number", FALSE },
    [PROP_STATUS] = { "status", FALSE },
    [PROP_SUMMARY] = { "summary", FALSE },
    [PROP_VERIFIED] = { "verified", FALSE },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = zm_device_item_finalize;
  object_class->get_property = zm_device_item_get_property;

  for (guint i = 1; i < N_PROPS; i++)
    properties[i] = names[i].is_kind
                    ? g_param_spec_enum (names[i].name, NULL, NULL, ZM_TYPE_BADGE_KIND,
                                         ZM_BADGE_NEUTRAL, flags)
                    : g_param_spec_string (names[i].name, NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_device_item_init (ZmDeviceItem *self)
{
}

/* Takes text. */
static void
set_text (ZmDeviceItem *self,
          guint         property,
          char         *text)
{
  g_autofree char *new_text = text;

  if (g_strcmp0 (self->texts[property], new_text) == 0)
    return;

  g_free (self->texts[property]);
  self->texts[property] = g_steal_pointer (&new_text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_kind (ZmDeviceItem *self,
          guint         property,
          ZmBadgeKind   kind)
{
  if (self->kinds[property] == kind)
    return;

  self->kinds[property] = kind;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static char *
escape (const char *text)
{
  return text != NULL ? zm_text_escape (text, -1) : NULL;
}

static void
set_badges (ZmDeviceItem       *self,
            const ZmDeviceLine *line,
            ZmInstant           now)
{
  ZmBadgeKind kind = ZM_BADGE_NEUTRAL;
  ZmBadgeKind expiry_kind = ZM_BADGE_NEUTRAL;
  ZmBadgeKind outcome_kind = ZM_BADGE_NEUTRAL;
  const char *outcome = zm_device_words_outcome (line, &outcome_kind);

  set_text (self, PROP_STATUS, g_strdup (zm_device_words_state (line->state, &kind)));
  set_text (self, PROP_EXPIRY, zm_device_words_expiry (line, now, &expiry_kind));
  set_text (self, PROP_OUTCOME, g_strdup (outcome != NULL ? outcome : _("None yet")));
  set_kind (self, PROP_KIND, kind);
  set_kind (self, PROP_EXPIRY_KIND, expiry_kind);
  set_kind (self, PROP_OUTCOME_KIND, outcome_kind);
}

static void
clear (ZmDeviceItem *self)
{
  for (guint i = 1; i < N_PROPS; i++)
    set_text (self, i, NULL);
  set_text (self, PROP_STATUS, g_strdup (_("No longer there")));
  set_kind (self, PROP_KIND, ZM_BADGE_ABSENT);
}

void
zm_device_item_fill (ZmDeviceItem       *self,
                     const ZmDeviceLine *line,
                     ZmInstant           now)
{
  g_return_if_fail (ZM_IS_DEVICE_ITEM (self));

  if (line == NULL)
    {
      clear (self);
      return;
    }

  set_text (self, PROP_DEVICE_ID, g_strdup (line->device_id));
  set_text (self, PROP_LABEL, escape (line->label));
  set_text (self, PROP_LOCATION, escape (line->location));
  set_text (self, PROP_MODEL, escape (line->model));
  set_text (self, PROP_SERIAL_NUMBER, escape (line->serial_number));
  set_text (self, PROP_ASSET_TAG, escape (line->asset_tag));
  set_text (self, PROP_SEEN, zm_time_words_format_table_day (line->seen_at));
  set_text (self, PROP_VERIFIED, zm_time_words_format_table_day (line->verified_at));
  set_badges (self, line, now);
  set_text (self, PROP_SUMMARY,
            g_strdup_printf ("%s, %s: %s. %s", line->device_id, self->texts[PROP_LABEL],
                             self->texts[PROP_STATUS], self->texts[PROP_EXPIRY]));
}

ZmDeviceItem *
zm_device_item_new (void)
{
  return g_object_new (ZM_TYPE_DEVICE_ITEM, NULL);
}

ZmDeviceItem *
zm_device_item_copy (ZmDeviceItem *self)
{
  ZmDeviceItem *copy;

  g_return_val_if_fail (ZM_IS_DEVICE_ITEM (self), NULL);

  copy = zm_device_item_new ();
  for (guint i = 0; i < N_PROPS; i++)
    {
      copy->texts[i] = g_strdup (self->texts[i]);
      copy->kinds[i] = self->kinds[i];
    }

  return copy;
}

const char *
zm_device_item_get_id (ZmDeviceItem *self)
{
  g_return_val_if_fail (ZM_IS_DEVICE_ITEM (self), NULL);

  return self->texts[PROP_DEVICE_ID];
}
