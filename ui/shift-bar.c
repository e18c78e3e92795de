#include "config.h"

#include "ui/shift-bar.h"

#include "app/station/failure-words.h"
#include "app/station/shift.h"
#include "app/station/time-words.h"
#include "ui/accessible.h"
#include "ui/badge.h"
#include "ui/template.h"

#include <glib/gi18n.h>

struct _ZmShiftBar {
  GtkWidget     parent_instance;

  ZmStation    *station;
  ZmShift      *shift;
  ZmBenchPorts *ports;
  char         *refused; /* why no new shift began; NULL while all is well */

  ZmBadge      *failed;
  ZmBadge      *half_done;
  GtkLabel     *since;
  ZmBadge      *verified;
};

G_DEFINE_FINAL_TYPE (ZmShiftBar, zm_shift_bar, GTK_TYPE_WIDGET)

static guint
count_half_done (ZmShiftBar         *self,
                 const ZmShiftTally *tally)
{
  guint count = 0;

  for (guint i = 0; i < tally->half_done->len; i++)
    count += !zm_bench_ports_has_at_work (self->ports, tally->half_done->pdata[i]);

  return count;
}

/* Nothing to worry about is not coloured as if there were. */
static void
show_count (ZmBadge     *badge,
            ZmBadgeKind  kind,
            guint        count,
            char        *text)
{
  g_object_set (badge, "kind", count > 0 ? kind : ZM_BADGE_NEUTRAL, "label", text, NULL);
  g_free (text);
}

static char *
format_since (ZmShiftBar         *self,
              const ZmShiftTally *tally)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) begun = g_date_time_new_from_unix_local (tally->since / ZM_INSTANT_SECOND);
  gboolean today = g_date_time_get_day_of_year (now) == g_date_time_get_day_of_year (begun);
  g_autofree char *time = today ? zm_time_words_format_clock (tally->since)
                                : zm_time_words_format (tally->since);

  return g_strdup_printf (_("Shift of %s since %s"), zm_shift_get_operator (self->shift), time);
}

static void
show_tally (ZmShiftBar         *self,
            const ZmShiftTally *tally)
{
  guint half_done = count_half_done (self, tally);
  g_autofree char *since = format_since (self, tally);

  show_count (self->verified, ZM_BADGE_GOOD, tally->verified,
              g_strdup_printf (ngettext ("%u verified", "%u verified", tally->verified),
                               tally->verified));
  show_count (self->failed, ZM_BADGE_BAD, tally->failed,
              g_strdup_printf (ngettext ("%u failed", "%u failed", tally->failed),
                               tally->failed));
  show_count (self->half_done, ZM_BADGE_WARNING, half_done,
              g_strdup_printf (ngettext ("%u half done", "%u half done", half_done), half_done));
  gtk_label_set_text (self->since, self->refused != NULL ? self->refused : since);
  zm_accessible_set_description (GTK_WIDGET (self), since);
}

static void
update (ZmShiftBar *self)
{
  const ZmShiftTally *tally = zm_shift_get_tally (self->shift);
  gboolean shown = tally != NULL && tally->since != 0;

  if (shown)
    show_tally (self, tally);
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
}

static void
set_refused (ZmShiftBar *self,
             const char *refused)
{
  g_free (self->refused);
  self->refused = g_strdup (refused);
  update (self);
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ZmShiftBar) self = user_data;
  g_autofree char *refused = NULL;
  g_autoptr(GError) error = NULL;

  if (self->shift == NULL)
    return;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "shift.start", TRUE);
  if (zm_shift_start_finish (ZM_SHIFT (source), result, &error))
    return;

  refused = zm_failure_words_say (error);
  set_refused (self, refused);
}

static void
start (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  ZmShiftBar *self = ZM_SHIFT_BAR (widget);

  gtk_widget_action_set_enabled (widget, "shift.start", FALSE);
  set_refused (self, NULL);
  zm_shift_start_async (self->shift, started_cb, g_object_ref (self));
}

static void
zm_shift_bar_dispose (GObject *object)
{
  ZmShiftBar *self = ZM_SHIFT_BAR (object);

  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_SHIFT_BAR);
  g_clear_object (&self->shift);
  g_clear_object (&self->ports);
  g_clear_object (&self->station);

  G_OBJECT_CLASS (zm_shift_bar_parent_class)->dispose (object);
}

static void
zm_shift_bar_finalize (GObject *object)
{
  g_free (ZM_SHIFT_BAR (object)->refused);

  G_OBJECT_CLASS (zm_shift_bar_parent_class)->finalize (object);
}

static void
zm_shift_bar_class_init (ZmShiftBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_shift_bar_dispose;
  object_class->finalize = zm_shift_bar_finalize;

  gtk_widget_class_install_action (widget_class, "shift.start", NULL, start);

  g_type_ensure (ZM_TYPE_BADGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/shift-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmShiftBar, failed);
  gtk_widget_class_bind_template_child (widget_class, ZmShiftBar, half_done);
  gtk_widget_class_bind_template_child (widget_class, ZmShiftBar, since);
  gtk_widget_class_bind_template_child (widget_class, ZmShiftBar, verified);
}

static void
zm_shift_bar_init (ZmShiftBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
zm_shift_bar_open (ZmShiftBar   *self,
                   ZmStation    *station,
                   ZmBenchPorts *ports)
{
  g_return_if_fail (ZM_IS_SHIFT_BAR (self));
  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (ZM_IS_BENCH_PORTS (ports));

  self->station = g_object_ref (station);
  self->ports = g_object_ref (ports);
  self->shift = zm_shift_new (station);
  g_signal_connect_object (self->shift, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
zm_shift_bar_reload (ZmShiftBar *self)
{
  g_return_if_fail (ZM_IS_SHIFT_BAR (self));

  if (self->shift != NULL)
    zm_shift_reload (self->shift);
}
