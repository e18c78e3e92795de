#include "config.h"

#include "ui/audit-timeline.h"

#include "ui/accessible.h"
#include "ui/letters.h"

#include <glib/gi18n.h>

#define BINS_MAX 120
#define HEIGHT   84 /* pixels beside usual letters */
#define WIDTH    240
#define NARROW   3  /* pixels, of a drag that is none */
#define LEAST    (15 * ZM_INSTANT_MINUTE)

struct _ZmAuditTimeline {
  GtkWidget    parent_instance;

  ZmInstant    first; /* what there is */
  ZmInstant    end;
  ZmInstant    from;  /* what is looked at */
  ZmInstant    to;
  ZmAuditUnit  unit;
  GArray      *bins;  /* may be of the last view still */
  int          cursor;
  int          anchor; /* where the choice began; -1 without one */
};

G_DEFINE_FINAL_TYPE (ZmAuditTimeline, zm_audit_timeline, GTK_TYPE_WIDGET)

enum {
  TAKEN,
  VIEW_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static ZmAuditChart
get_chart (ZmAuditTimeline *self)
{
  return (ZmAuditChart) {
           .bins = self->bins,
           .unit = self->unit,
           .cursor = self->cursor,
           .chosen_from = self->anchor,
           .chosen_to = self->anchor >= 0 ? self->cursor : -1,
           .from_right = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL,
  };
}

static guint
count_bins (ZmAuditTimeline *self)
{
  return self->bins != NULL ? self->bins->len : 0;
}

static const ZmAuditBin *
get_bin (ZmAuditTimeline *self,
         int              i)
{
  return &g_array_index (self->bins, ZmAuditBin, (guint) i);
}

/* What a screen reader says, and a tooltip shows: where the cursor is, and the whole. */
static void
tell (ZmAuditTimeline *self)
{
  const ZmAuditChart chart = get_chart (self);
  g_autofree char *all = zm_audit_chart_tell_all (&chart);
  g_autofree char *here = self->cursor >= 0
                          ? zm_audit_chart_tell_bin (get_bin (self, self->cursor), self->unit)
                          : NULL;
  /* TRANSLATORS: a span of time and how many records there are; what the cursor is at may follow */
  g_autofree char *name = here != NULL ? g_strdup_printf (_("Timeline, %s. Here: %s"), all, here)
                                       : g_strdup_printf (_("Timeline, %s"), all);

  zm_accessible_set_label (GTK_WIDGET (self), name);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
look_at (ZmAuditTimeline *self,
         ZmInstant        from,
         ZmInstant        to)
{
  ZmInstant length = CLAMP (to - from, LEAST, MAX (self->end - self->first, LEAST));

  from = CLAMP (from, self->first, MAX (self->end - length, self->first));
  if (self->from == from && self->to == from + length)
    return;

  self->from = from;
  self->to = from + length;
  self->anchor = -1;
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

/* The bins from the lesser to the greater of anchor and cursor; FALSE without either. */
static gboolean
get_choice (ZmAuditTimeline *self,
            ZmInstant       *from,
            ZmInstant       *to)
{
  int anchor = self->anchor >= 0 ? self->anchor : self->cursor;

  if (self->cursor < 0)
    return FALSE;

  *from = get_bin (self, MIN (anchor, self->cursor))->from;
  *to = get_bin (self, MAX (anchor, self->cursor))->to;
  return TRUE;
}

/* --- Keys --- */

static void
move (ZmAuditTimeline *self,
      int              cursor,
      gboolean         chooses)
{
  int last = (int) count_bins (self) - 1;
  ZmInstant step = (self->to - self->from) / 4;

  if (last < 0)
    return;
  if (chooses && self->anchor < 0)
    self->anchor = MAX (self->cursor, 0);
  if (!chooses)
    self->anchor = -1;

  /* Beyond an end the view goes along. */
  if (cursor < 0 && self->from > self->first)
    look_at (self, self->from - step, self->to - step);
  else if (cursor > last && self->to < self->end)
    look_at (self, self->from + step, self->to + step);
  self->cursor = CLAMP (cursor, 0, last);
  tell (self);
}

static gboolean
key_pressed_cb (ZmAuditTimeline *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  gboolean chooses = (state & GDK_SHIFT_MASK) != 0;
  int direction = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move (self, self->cursor - direction, chooses);
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move (self, self->cursor + direction, chooses);
      break;
    case GDK_KEY_Home:
      move (self, 0, chooses);
      break;
    case GDK_KEY_End:
      move (self, (int) count_bins (self) - 1, chooses);
      break;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      zm_audit_timeline_zoom (self, 1);
      break;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      zm_audit_timeline_zoom (self, -1);
      break;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      zm_audit_timeline_take (self);
      break;
    case GDK_KEY_Escape:
      if (self->anchor < 0)
        return GDK_EVENT_PROPAGATE;
      self->anchor = -1;
      tell (self);
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }

  return GDK_EVENT_STOP;
}

/* --- The mouse --- */

static int
pick (ZmAuditTimeline *self,
      double           x)
{
  const ZmAuditChart chart = get_chart (self);

  return zm_audit_chart_pick (&chart, x, gtk_widget_get_width (GTK_WIDGET (self)));
}

static void
drag_begin_cb (ZmAuditTimeline *self,
               double           x)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->cursor = pick (self, x);
  self->anchor = -1;
  tell (self);
}

static void
drag_update_cb (ZmAuditTimeline *self,
                double           offset,
                double           offset_y,
                GtkGestureDrag  *gesture)
{
  double x, y;

  if (ABS (offset) < NARROW || !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;

  self->anchor = pick (self, x);
  self->cursor = pick (self, x + offset);
  tell (self);
}

static void
drag_end_cb (ZmAuditTimeline *self)
{
  ZmInstant from, to;

  if (self->anchor >= 0 && get_choice (self, &from, &to))
    look_at (self, from, to);
}

static gboolean
query_tooltip_cb (ZmAuditTimeline *self,
                  int              x,
                  int              y,
                  gboolean         keyboard,
                  GtkTooltip      *tooltip)
{
  int bin = keyboard ? self->cursor : pick (self, x);
  g_autofree char *text = NULL;

  if (bin < 0)
    return FALSE;

  text = zm_audit_chart_tell_bin (get_bin (self, bin), self->unit);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

/* --- The widget --- */

static void
zm_audit_timeline_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? zm_letters_scale (widget, HEIGHT)
                                                                : WIDTH;
  *minimum_baseline = *natural_baseline = -1;
}

static void
zm_audit_timeline_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  const ZmAuditChart chart = get_chart (ZM_AUDIT_TIMELINE (widget));
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot,
                                           &GRAPHENE_RECT_INIT (0, 0, (float) width,
                                                                (float) height));

  zm_audit_chart_draw (&chart, widget, cr, width, height);
  cairo_destroy (cr);
}

static void
zm_audit_timeline_finalize (GObject *object)
{
  g_clear_pointer (&ZM_AUDIT_TIMELINE (object)->bins, g_array_unref);

  G_OBJECT_CLASS (zm_audit_timeline_parent_class)->finalize (object);
}

static void
zm_audit_timeline_class_init (ZmAuditTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = zm_audit_timeline_finalize;
  widget_class->measure = zm_audit_timeline_measure;
  widget_class->snapshot = zm_audit_timeline_snapshot;

  signals[TAKEN] = g_signal_new ("taken", ZM_TYPE_AUDIT_TIMELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  signals[VIEW_CHANGED] = g_signal_new ("view-changed", ZM_TYPE_AUDIT_TIMELINE, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "timeline");
}

static void
zm_audit_timeline_init (ZmAuditTimeline *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->cursor = self->anchor = -1;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  zm_accessible_set_description (widget,
                                 _("Arrows move, with Shift they choose, plus and minus zoom, Return "
                                   "shows the records of what is chosen."));
  tell (self);
}

void
zm_audit_timeline_set_span (ZmAuditTimeline *self,
                            ZmInstant        from,
                            ZmInstant        to)
{
  gboolean whole;

  g_return_if_fail (ZM_IS_AUDIT_TIMELINE (self));

  whole = self->from == self->first && self->to == self->end;
  self->first = from;
  self->end = MAX (to, from + LEAST);
  if (whole || self->from < from || self->to > self->end)
    {
      self->from = self->first;
      self->to = self->end;
    }
}

GArray *
zm_audit_timeline_get_edges (ZmAuditTimeline *self)
{
  g_return_val_if_fail (ZM_IS_AUDIT_TIMELINE (self), NULL);

  if (self->end == 0)
    return NULL;

  return zm_audit_scale_edges (self->from, self->to,
                               zm_audit_scale_choose (self->from, self->to, BINS_MAX));
}

void
zm_audit_timeline_set_bins (ZmAuditTimeline *self,
                            GArray          *bins)
{
  g_return_if_fail (ZM_IS_AUDIT_TIMELINE (self));

  g_clear_pointer (&self->bins, g_array_unref);
  self->bins = bins != NULL ? g_array_ref (bins) : NULL;
  self->unit = zm_audit_scale_choose (self->from, self->to, BINS_MAX);
  self->cursor = MIN (self->cursor, (int) count_bins (self) - 1);
  self->anchor = -1;
  tell (self);
}

/* Around what is chosen, else around the cursor, else the middle. */
void
zm_audit_timeline_zoom (ZmAuditTimeline *self,
                        int              steps)
{
  ZmInstant from, to, middle;
  ZmInstant length;

  g_return_if_fail (ZM_IS_AUDIT_TIMELINE (self));

  length = self->to - self->from;
  if (steps > 0 && self->anchor >= 0 && get_choice (self, &from, &to))
    {
      look_at (self, from, to);
      return;
    }

  middle = get_choice (self, &from, &to) ? from + (to - from) / 2 : self->from + length / 2;
  length = steps > 0 ? length / 2 : length * 2;
  look_at (self, middle - length / 2, middle + length / 2);
}

void
zm_audit_timeline_zoom_out (ZmAuditTimeline *self)
{
  g_return_if_fail (ZM_IS_AUDIT_TIMELINE (self));

  look_at (self, self->first, self->end);
}

void
zm_audit_timeline_take (ZmAuditTimeline *self)
{
  ZmInstant from = self->from;
  ZmInstant to = self->to;

  g_return_if_fail (ZM_IS_AUDIT_TIMELINE (self));

  if (count_bins (self) == 0)
    return;

  (void) get_choice (self, &from, &to);
  g_signal_emit (self, signals[TAKEN], 0, from, to);
}
