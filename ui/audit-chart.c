#include "config.h"

#include "ui/audit-chart.h"

#include "app/base/join.h"
#include "app/station/time-words.h"
#include "ui/letters.h"

#include <glib/gi18n.h>

#define AXIS       18 /* pixels beside usual letters, for the dates */
#define LEAST      2  /* pixels, that one failure among thousands is seen */
#define HATCH      4
#define LABELS_MAX 9

typedef struct {
  cairo_t *cr;
  const ZmAuditChart *chart;
  ZmInstant from;
  ZmInstant to;
  guint most;
  int width;
  int height; /* of the bars */
  int axis;   /* below them */
} Drawing;

static const ZmAuditBin *
get_bin (const ZmAuditChart *chart,
         guint               i)
{
  return &g_array_index (chart->bins, ZmAuditBin, i);
}

static double
get_x (const Drawing *drawing,
       ZmInstant      instant)
{
  double x = (double) (instant - drawing->from) * drawing->width /
             (double) (drawing->to - drawing->from);

  return drawing->chart->from_right ? drawing->width - x : x;
}

/* The left end of a span, and how wide it is. */
static double
get_span (const Drawing *drawing,
          ZmInstant      from,
          ZmInstant      to,
          double        *width)
{
  double begin = get_x (drawing, from);
  double end = get_x (drawing, to);

  *width = ABS (end - begin);
  return MIN (begin, end);
}

static void
set_colour (const Drawing *drawing,
            GtkWidget     *widget,
            const char    *name,
            double         alpha)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA colour;

  if (name == NULL || !gtk_style_context_lookup_color (context, name, &colour))
    gtk_style_context_get_color (context, &colour);
  colour.alpha *= (float) alpha;
  gdk_cairo_set_source_rgba (drawing->cr, &colour);
}

/* --- Bars --- */

/* Over what is filled already, in the ground's colour. */
static void
hatch (const Drawing *drawing,
       GtkWidget     *widget,
       double         x,
       double         y,
       double         width,
       double         height,
       gboolean       dotted)
{
  cairo_t *cr = drawing->cr;

  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  set_colour (drawing, widget, "view_bg_color", 0.8);
  cairo_set_line_width (cr, 1);
  if (dotted)
    cairo_set_dash (cr, (const double[]) { 1, 3 }, 2, 0);
  for (int i = 0; i * HATCH < width + height; i++)
    {
      double line = y - width + i * HATCH;

      cairo_move_to (cr, x, dotted ? line + width : line);
      cairo_line_to (cr, x + width, line + width);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_bar (const Drawing    *drawing,
          GtkWidget        *widget,
          const ZmAuditBin *bin)
{
  static const char *const colours[] = {
    [ZM_AUDIT_SUCCESS] = "success_bg_color",
    [ZM_AUDIT_FAILURE] = "error_bg_color",
    [ZM_AUDIT_UNKNOWN] = "warning_bg_color",
  };
  double width;
  double x = get_span (drawing, bin->from, bin->to, &width);
  double y = drawing->height;

  x += width > 4 ? 1 : 0;
  width -= width > 4 ? 2 : 0;
  for (guint i = 0; i < ZM_AUDIT_OUTCOMES; i++)
    {
      double height = (double) bin->counts[i] * drawing->height / drawing->most;

      if (bin->counts[i] == 0)
        continue;
      height = MAX (height, LEAST);
      y -= height;
      set_colour (drawing, widget, colours[i], 1);
      cairo_rectangle (drawing->cr, x, y, width, height);
      cairo_fill (drawing->cr);
      if (i != ZM_AUDIT_SUCCESS)
        hatch (drawing, widget, x, y, width, height, i == ZM_AUDIT_UNKNOWN);
    }
}

/* --- Axis --- */

static char *
format_edge (ZmInstant   instant,
             ZmAuditUnit unit)
{
  switch (unit)
    {
    case ZM_AUDIT_UNIT_MINUTES:
    case ZM_AUDIT_UNIT_HOUR:
      return zm_time_words_format_clock (instant);
    case ZM_AUDIT_UNIT_DAY:
    case ZM_AUDIT_UNIT_WEEK:
    case ZM_AUDIT_UNIT_MONTH:
    case ZM_AUDIT_UNIT_YEAR:
    default:
      return zm_time_words_format_short_day (instant);
    }
}

/* Beside the line where its span begins, if it has the room. */
static void
draw_label (const Drawing *drawing,
            GtkWidget     *widget,
            double         x,
            double         room,
            const char    *text)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  PangoAttrList *attributes = pango_attr_list_new ();
  int width;

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.8));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (3 + width > room)
    return;

  cairo_move_to (drawing->cr, drawing->chart->from_right ? x - 3 - width : x + 3,
                 drawing->height + 1);
  set_colour (drawing, widget, NULL, 0.7);
  pango_cairo_show_layout (drawing->cr, layout);
}

/* Lines where the calendar turns, so that gaps, shifts and week-ends are seen. */
static void
draw_axis (const Drawing *drawing,
           GtkWidget     *widget)
{
  ZmAuditUnit unit = zm_audit_scale_choose (drawing->from, drawing->to, LABELS_MAX + 2);
  g_autoptr(GArray) edges = zm_audit_scale_edges (drawing->from, drawing->to, unit);

  for (guint i = 0; i + 1 < edges->len; i++)
    {
      ZmInstant from = MAX (g_array_index (edges, ZmInstant, i), drawing->from);
      ZmInstant to = MIN (g_array_index (edges, ZmInstant, i + 1), drawing->to);
      double x = get_x (drawing, from);
      double room = ABS (get_x (drawing, to) - x);
      g_autofree char *text = format_edge (from, unit);

      set_colour (drawing, widget, NULL, 0.15);
      cairo_rectangle (drawing->cr, (int) x, 0, 1, drawing->height + drawing->axis);
      cairo_fill (drawing->cr);
      draw_label (drawing, widget, x, room, text);
    }
  set_colour (drawing, widget, NULL, 0.3);
  cairo_rectangle (drawing->cr, 0, drawing->height, drawing->width, 1);
  cairo_fill (drawing->cr);
}

/* --- What is chosen --- */

static void
draw_choice (const Drawing *drawing,
             GtkWidget     *widget)
{
  const ZmAuditChart *chart = drawing->chart;
  double x, width;

  if (chart->chosen_from < 0 || chart->chosen_to < 0)
    return;

  x = get_span (drawing,
                get_bin (chart, (guint) MIN (chart->chosen_from, chart->chosen_to))->from,
                get_bin (chart, (guint) MAX (chart->chosen_from, chart->chosen_to))->to, &width);
  set_colour (drawing, widget, "accent_bg_color", 0.25);
  cairo_rectangle (drawing->cr, x, 0, width, drawing->height);
  cairo_fill (drawing->cr);
}

static void
draw_cursor (const Drawing *drawing,
             GtkWidget     *widget)
{
  const ZmAuditBin *bin;
  double x, width;

  if (drawing->chart->cursor < 0 || !gtk_widget_has_visible_focus (widget))
    return;

  bin = get_bin (drawing->chart, (guint) drawing->chart->cursor);
  x = get_span (drawing, bin->from, bin->to, &width);
  set_colour (drawing, widget, "accent_color", 1);
  cairo_set_line_width (drawing->cr, 2);
  cairo_rectangle (drawing->cr, x, 1, MAX (width, 3), drawing->height - 2);
  cairo_stroke (drawing->cr);
}

void
zm_audit_chart_draw (const ZmAuditChart *chart,
                     GtkWidget          *widget,
                     cairo_t            *cr,
                     int                 width,
                     int                 height)
{
  int axis = zm_letters_scale (widget, AXIS);
  Drawing drawing = { cr, chart, .most = 1, .width = width, .height = height - axis, .axis = axis };

  if (chart->bins == NULL || chart->bins->len == 0)
    return;

  drawing.from = get_bin (chart, 0)->from;
  drawing.to = get_bin (chart, chart->bins->len - 1)->to;
  for (guint i = 0; i < chart->bins->len; i++)
    drawing.most = MAX (drawing.most, zm_audit_bins_total (get_bin (chart, i)));

  draw_axis (&drawing, widget);
  for (guint i = 0; i < chart->bins->len; i++)
    draw_bar (&drawing, widget, get_bin (chart, i));
  draw_choice (&drawing, widget);
  draw_cursor (&drawing, widget);
}

int
zm_audit_chart_pick (const ZmAuditChart *chart,
                     double              x,
                     int                 width)
{
  Drawing drawing = { .chart = chart, .width = MAX (width, 1) };
  guint i;

  if (chart->bins == NULL || chart->bins->len == 0)
    return -1;

  drawing.from = get_bin (chart, 0)->from;
  drawing.to = get_bin (chart, chart->bins->len - 1)->to;
  for (i = 0; i + 1 < chart->bins->len; i++)
    {
      double end = get_x (&drawing, get_bin (chart, i)->to);

      if (chart->from_right ? end < x : end > x)
        break;
    }

  return (int) i;
}

/* --- Words --- */

static char *
format_span (const ZmAuditBin *bin,
             ZmAuditUnit       unit)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (unit == ZM_AUDIT_UNIT_DAY)
    return zm_time_words_format_day (bin->from);
  if (unit > ZM_AUDIT_UNIT_DAY)
    {
      from = zm_time_words_format_day (bin->from);
      to = zm_time_words_format_day (bin->to - 1);
      if (g_strcmp0 (from, to) == 0)
        return g_steal_pointer (&from);
    }
  else
    {
      from = zm_time_words_format (bin->from);
      to = zm_time_words_format_clock (bin->to);
    }

  /* TRANSLATORS: two instants or days */
  return g_strdup_printf (_("%s to %s"), from, to);
}

static char *
format_counts (const guint counts[ZM_AUDIT_OUTCOMES])
{
  guint total = counts[ZM_AUDIT_SUCCESS] + counts[ZM_AUDIT_FAILURE] + counts[ZM_AUDIT_UNKNOWN];
  guint failed = counts[ZM_AUDIT_FAILURE];
  guint unknown = counts[ZM_AUDIT_UNKNOWN];
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (total == 0)
    return g_strdup (_("no records"));

  g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u record", "%u records", total), total));
  if (failed > 0)
    /* TRANSLATORS: so many of the records are of what failed */
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u failed", "%u failed", failed), failed));
  if (unknown > 0)
    /* TRANSLATORS: so many of the records are of what ended nobody knows how */
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u unknown", "%u unknown", unknown),
                                             unknown));
  g_ptr_array_add (parts, NULL);

  return zm_join_strv ((const char *const *) parts->pdata);
}

char *
zm_audit_chart_tell_bin (const ZmAuditBin *bin,
                         ZmAuditUnit       unit)
{
  g_autofree char *span = NULL;
  g_autofree char *counts = NULL;

  g_return_val_if_fail (bin != NULL, NULL);

  span = format_span (bin, unit);
  counts = format_counts (bin->counts);
  return zm_join_pair (span, counts);
}

char *
zm_audit_chart_tell_all (const ZmAuditChart *chart)
{
  ZmAuditBin all = { 0 };

  g_return_val_if_fail (chart != NULL, NULL);

  if (chart->bins == NULL || chart->bins->len == 0)
    return g_strdup (_("Nothing to draw"));

  all.from = get_bin (chart, 0)->from;
  all.to = get_bin (chart, chart->bins->len - 1)->to;
  for (guint i = 0; i < chart->bins->len; i++)
    {
      for (guint k = 0; k < ZM_AUDIT_OUTCOMES; k++)
        all.counts[k] += get_bin (chart, i)->counts[k];
    }

  return zm_audit_chart_tell_bin (&all, MAX (chart->unit, ZM_AUDIT_UNIT_WEEK));
}
