#include "config.h"

#include "ui/device-words.h"

#include "app/base/join.h"
#include "app/station/time-words.h"
#include "ui/session-words.h"

#include <glib/gi18n.h>

typedef struct {
  const char  *word;
  ZmBadgeKind  kind;
} Word;

static const char *
say (const Word  *word,
     ZmBadgeKind *kind)
{
  if (kind != NULL)
    *kind = word->kind;

  return _(word->word);
}

const char *
zm_device_words_column (ZmDeviceColumn column)
{
  static const char *const titles[ZM_N_DEVICE_COLUMNS] = {
    [ZM_DEVICE_COLUMN_DEVICE] = N_("Device"),
    [ZM_DEVICE_COLUMN_LABEL] = N_("Label"),
    [ZM_DEVICE_COLUMN_LOCATION] = N_("Location"),
    [ZM_DEVICE_COLUMN_MODEL] = N_("Model"),
    [ZM_DEVICE_COLUMN_SERIAL_NUMBER] = N_("Serial number"),
    [ZM_DEVICE_COLUMN_ASSET_TAG] = N_("Asset tag"),
    [ZM_DEVICE_COLUMN_STATE] = N_("State"),
    [ZM_DEVICE_COLUMN_EXPIRY] = N_("Certificate until"),
    [ZM_DEVICE_COLUMN_SEEN] = N_("Last seen"),
    [ZM_DEVICE_COLUMN_VERIFIED] = N_("Last verified"),
    [ZM_DEVICE_COLUMN_OUTCOME] = N_("Last session"),
  };

  g_return_val_if_fail (column < ZM_N_DEVICE_COLUMNS, NULL);

  return _(titles[column]);
}

const char *
zm_device_words_state (ZmDeviceState  state,
                       ZmBadgeKind   *kind)
{
  static const Word words[] = {
    [ZM_DEVICE_REGISTERED] = { N_("Registered"), ZM_BADGE_NEUTRAL },
    [ZM_DEVICE_ACTIVE] = { N_("In service"), ZM_BADGE_GOOD },
    [ZM_DEVICE_RETIRED] = { N_("Retired"), ZM_BADGE_ABSENT },
  };

  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (words), NULL);

  return say (&words[state], kind);
}

const char *
zm_device_words_standing (ZmStanding   standing,
                          ZmBadgeKind *kind)
{
  static const Word words[ZM_N_STANDINGS] = {
    [ZM_STANDING_NONE] = { N_("No certificate"), ZM_BADGE_NEUTRAL },
    [ZM_STANDING_REVOKED] = { N_("Revoked"), ZM_BADGE_BAD },
    [ZM_STANDING_EXPIRED] = { N_("Expired"), ZM_BADGE_BAD },
    [ZM_STANDING_MONTH] = { N_("Within 30 days"), ZM_BADGE_WARNING },
    [ZM_STANDING_QUARTER] = { N_("Within 90 days"), ZM_BADGE_GOOD },
    [ZM_STANDING_LATER] = { N_("Later"), ZM_BADGE_GOOD },
  };

  g_return_val_if_fail (standing < ZM_N_STANDINGS, NULL);

  return say (&words[standing], kind);
}

char *
zm_device_words_expiry (const ZmDeviceLine *line,
                        ZmInstant           now,
                        ZmBadgeKind        *kind)
{
  ZmStanding standing;
  const char *word;
  g_autofree char *day = NULL;
  g_autofree char *distance = NULL;

  g_return_val_if_fail (line != NULL, NULL);

  standing = zm_device_standing_judge (line->ends_at, line->revoked, now);
  word = zm_device_words_standing (standing, kind);
  if (line->ends_at == 0)
    return g_strdup (word);

  day = zm_time_words_format_table_day (line->ends_at);
  distance = zm_time_words_format_distance (line->ends_at, now);
  return zm_join_list (day, distance, NULL);
}

const char *
zm_device_words_session (ZmSessionState  state,
                         ZmBadgeKind    *kind)
{
  static const ZmBadgeKind kinds[] = {
    [ZM_SESSION_VERIFIED] = ZM_BADGE_GOOD,
    [ZM_SESSION_FAILED] = ZM_BADGE_BAD,
    [ZM_SESSION_ABANDONED] = ZM_BADGE_ABSENT,
  };

  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (kinds), NULL);

  if (kind != NULL)
    *kind = zm_session_record_state_is_open (state) ? ZM_BADGE_WAITING : kinds[state];

  return state == ZM_SESSION_VERIFIED ? _("Verified") : zm_session_words_reached (state);
}

const char *
zm_device_words_outcome (const ZmDeviceLine *line,
                         ZmBadgeKind        *kind)
{
  g_return_val_if_fail (line != NULL, NULL);

  return line->has_session ? zm_device_words_session (line->outcome, kind) : NULL;
}

const char *
zm_device_words_ward (const char *ward)
{
  g_return_val_if_fail (ward != NULL, NULL);

  return *ward != '\0' ? ward : _("No location");
}
