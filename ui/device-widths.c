#include "config.h"

#include "ui/device-widths.h"

#include "app/station/time-words.h"
#include "ui/device-words.h"
#include "ui/line-cell.h"

#include <glib/gi18n.h>

#define PADDING      16 /* of a cell, on both sides together, and a little room */
#define EDGE_PADDING 12 /* more, at the table's edges */
#define MONTHS        12
#define MONTH_DAYS    30

/* Of what a hospital writes. The label and the location get what is left besides. */
static const char *const examples[ZM_N_DEVICE_COLUMNS] = {
  [ZM_DEVICE_COLUMN_DEVICE] = "DEV-0000",
  [ZM_DEVICE_COLUMN_LABEL] = N_("ICU 2, bed 7"),
  [ZM_DEVICE_COLUMN_LOCATION] = "ICU 2",
  [ZM_DEVICE_COLUMN_MODEL] = "ZMonitor 100",
  [ZM_DEVICE_COLUMN_SERIAL_NUMBER] = "ZM-0000000000",
  [ZM_DEVICE_COLUMN_ASSET_TAG] = "00000000",
};

typedef struct {
  GtkWidget *widget;
  ZmLineCellStyle style;
  int width;
} Measure;

static void
add_text (Measure    *measure,
          const char *text)
{
  const ZmLineCell cell = { .text = text, .style = measure->style };
  int width, height;

  zm_line_cell_measure (&cell, measure->widget, &width, &height);
  measure->width = MAX (measure->width, width);
}

static void
add_states (Measure *measure)
{
  static const ZmDeviceState states[] = {
    ZM_DEVICE_REGISTERED, ZM_DEVICE_ACTIVE, ZM_DEVICE_RETIRED,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    add_text (measure, zm_device_words_state (states[i], NULL));
}

/* The names of the months differ in length. */
static void
add_ends (Measure *measure)
{
  const ZmInstant now = zm_instant_now ();

  add_text (measure, zm_device_words_standing (ZM_STANDING_NONE, NULL));
  add_text (measure, zm_device_words_standing (ZM_STANDING_REVOKED, NULL));
  for (int i = 1; i <= MONTHS; i++)
    {
      const ZmDeviceLine line = { .ends_at = now + i * MONTH_DAYS * ZM_INSTANT_DAY };
      g_autofree char *text = zm_device_words_expiry (&line, now, NULL);

      add_text (measure, text);
    }
}

static void
add_days (Measure *measure)
{
  for (int i = 0; i < MONTHS; i++)
    {
      g_autofree char *text =
        zm_time_words_format_table_day (zm_instant_now () - i * MONTH_DAYS * ZM_INSTANT_DAY);

      add_text (measure, text);
    }
}

static void
add_outcomes (Measure *measure)
{
  add_text (measure, _("None yet"));
  add_text (measure, zm_device_words_session (ZM_SESSION_VERIFIED, NULL));
}

static void
add_texts (Measure        *measure,
           ZmDeviceColumn  column)
{
  switch (column)
    {
    case ZM_DEVICE_COLUMN_STATE:
      add_states (measure);
      break;
    case ZM_DEVICE_COLUMN_EXPIRY:
      add_ends (measure);
      break;
    case ZM_DEVICE_COLUMN_SEEN:
    case ZM_DEVICE_COLUMN_VERIFIED:
      add_days (measure);
      break;
    case ZM_DEVICE_COLUMN_OUTCOME:
      add_outcomes (measure);
      break;
    case ZM_DEVICE_COLUMN_DEVICE:
    case ZM_DEVICE_COLUMN_LABEL:
    case ZM_DEVICE_COLUMN_LOCATION:
    case ZM_DEVICE_COLUMN_MODEL:
    case ZM_DEVICE_COLUMN_SERIAL_NUMBER:
    case ZM_DEVICE_COLUMN_ASSET_TAG:
    case ZM_N_DEVICE_COLUMNS:
    default:
      add_text (measure, _(examples[column]));
    }
}

static ZmLineCellStyle
get_style (ZmDeviceColumn column)
{
  if (column == ZM_DEVICE_COLUMN_DEVICE)
    return ZM_LINE_CELL_BOLD;

  return column == ZM_DEVICE_COLUMN_STATE || column == ZM_DEVICE_COLUMN_EXPIRY ||
         column == ZM_DEVICE_COLUMN_OUTCOME ? ZM_LINE_CELL_BADGE : ZM_LINE_CELL_PLAIN;
}

/* The first column, and the one that is last where it is shown. */
static gboolean
is_at_edge (ZmDeviceColumn column)
{
  return column == ZM_DEVICE_COLUMN_DEVICE || column == ZM_DEVICE_COLUMN_OUTCOME;
}

int
zm_device_widths_measure (ZmDeviceColumn  column,
                          GtkWidget      *widget)
{
  Measure measure = { .widget = widget };

  g_return_val_if_fail (column < ZM_N_DEVICE_COLUMNS, 0);
  g_return_val_if_fail (GTK_IS_WIDGET (widget), 0);

  add_text (&measure, zm_device_words_column (column));
  measure.style = get_style (column);
  add_texts (&measure, column);
  return measure.width + PADDING + (is_at_edge (column) ? EDGE_PADDING : 0);
}
