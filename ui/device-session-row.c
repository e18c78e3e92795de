#include "config.h"

#include "ui/device-session-row.h"

#include "app/station/failure-words.h"
#include "app/station/tether.h"
#include "app/station/time-words.h"
#include "app/station/value-words.h"
#include "ui/accessible.h"
#include "ui/device-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static char *
tell_reason (const ZmSessionRecord *record)
{
  g_autofree char *message = NULL;
  const char *step;

  if (record->failure_check == NULL)
    return NULL;

  step = record->failed_step != NULL ? zm_value_words_for ("step", record->failed_step) : "–";
  message = zm_failure_words_recall (record->failure_check, record->failure_message);
  return g_strdup_printf (_("At the step “%s”: %s (%s)"),
                          step != NULL ? step : record->failed_step, message,
                          record->failure_check);
}

/* A port of USB has a name; the path of a socket is for programs. */
static const char *
tell_port (const char *port)
{
  return g_str_has_prefix (port, ZM_TETHER_VIRTUAL ":") ? _("Simulated port") : port;
}

static char *
tell_place (const ZmSessionRecord *record)
{
  if (record->port == NULL)
    return g_strdup (record->operator);

  return g_strdup_printf (_("%s, at %s"), record->operator, tell_port (record->port));
}

GtkWidget *
zm_device_session_row_new (void)
{
  /* By itself, since the labels hear of the texts when others are read as markup already. */
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);
  GtkWidget *badge = g_object_new (ZM_TYPE_BADGE, "whole", TRUE, NULL);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), badge);
  g_object_set_data (G_OBJECT (row), "badge", badge);

  return row;
}

void
zm_device_session_row_show (GtkWidget             *row,
                            const ZmSessionRecord *record)
{
  ZmBadgeKind kind;
  const char *word;
  g_autofree char *time = NULL;
  g_autofree char *place = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (ADW_IS_ACTION_ROW (row));
  g_return_if_fail (record != NULL);

  word = zm_device_words_session (record->state, &kind);
  time = zm_time_words_format (record->started_at);
  place = tell_place (record);
  reason = tell_reason (record);
  detail = reason != NULL ? g_strdup_printf ("%s\n%s", place, reason) : g_strdup (place);
  name = g_strdup_printf ("%s: %s. %s", time, word, detail);

  g_object_set (row, "title", time, "subtitle", detail, NULL);
  g_object_set (g_object_get_data (G_OBJECT (row), "badge"), "kind", kind, "label", word, NULL);
  zm_accessible_set_label (row, name);
}
