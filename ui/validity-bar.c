#include "config.h"

#include "ui/validity-bar.h"

#define HEIGHT     14.0f /* px, of the whole */
#define THICKNESS  8.0f
#define WIDTH_MIN  120
#define LINE       2.0f  /* at now */
#define PART_MIN   3.0f  /* so that the shortest life can be seen */
#define REST_ALPHA 0.45f
#define BASE_ALPHA 0.12f

struct _ZmValidityBar {
  GtkWidget       parent_instance;

  ZmValiditySpan  span;
};

G_DEFINE_FINAL_TYPE (ZmValidityBar, zm_validity_bar, GTK_TYPE_WIDGET)

double
zm_validity_bar_place (const ZmValiditySpan *span,
                       gint64                instant)
{
  double length;

  g_return_val_if_fail (span != NULL, 0);

  length = (double) span->axis_end - (double) span->axis_begin;
  if (length <= 0)
    return 0;

  return CLAMP (((double) instant - (double) span->axis_begin) / length, 0, 1);
}

static void
draw (GtkWidget   *widget,
      GtkSnapshot *snapshot,
      float        from,
      float        to,
      float        height,
      GdkRGBA      color,
      float        alpha)
{
  float width = (float) gtk_widget_get_width (widget);
  float top = ((float) gtk_widget_get_height (widget) - height) / 2;
  float left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? width - to : from;

  color.alpha *= alpha;
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (left, top, to - from, height));
}

static void
zm_validity_bar_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  const ZmValiditySpan *span = &ZM_VALIDITY_BAR (widget)->span;
  float width = (float) gtk_widget_get_width (widget);
  float begin = (float) zm_validity_bar_place (span, span->begin) * width;
  float end = (float) zm_validity_bar_place (span, span->end) * width;
  float now = (float) zm_validity_bar_place (span, span->now) * width;
  GskRoundedRect outline;
  GdkRGBA color;

  begin = MIN (begin, MAX (0, end - PART_MIN));
  end = MAX (end, begin + PART_MIN);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);

  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT (0, ((float) gtk_widget_get_height (widget) - THICKNESS) / 2,
                                                        width, THICKNESS), THICKNESS / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  draw (widget, snapshot, 0, width, THICKNESS, color, BASE_ALPHA);
  draw (widget, snapshot, begin, end, THICKNESS, color, REST_ALPHA);
  draw (widget, snapshot, begin, CLAMP (now, begin, end), THICKNESS, color, 1);
  gtk_snapshot_pop (snapshot);

  now = CLAMP (now, LINE / 2, MAX (LINE / 2, width - LINE / 2));
  draw (widget, snapshot, now - LINE / 2, now + LINE / 2, HEIGHT, color, 1);
}

static void
zm_validity_bar_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH_MIN : (int) HEIGHT;
}

static void
zm_validity_bar_class_init (ZmValidityBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = zm_validity_bar_measure;
  widget_class->snapshot = zm_validity_bar_snapshot;
  gtk_widget_class_set_css_name (widget_class, "validitybar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
zm_validity_bar_init (ZmValidityBar *self)
{
}

void
zm_validity_bar_show (ZmValidityBar        *self,
                      const ZmValiditySpan *span)
{
  g_return_if_fail (ZM_IS_VALIDITY_BAR (self));
  g_return_if_fail (span != NULL);

  self->span = *span;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
