#include "config.h"

#include "ui/health-list.h"

#include "app/station/time-words.h"
#include "ui/accessible.h"
#include "ui/finding-row.h"
#include "ui/health-words.h"
#include "ui/row-list.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ZmHealthList {
  GtkWidget   parent_instance;

  ZmStation    *station;
  GCancellable *looking; /* NULL while nobody looks */
  gboolean      looked;

  GtkListBox   *attention;
  GtkWidget    *begin;
  GtkWidget    *expander;
  GtkSpinner   *spinner;
  GtkWidget    *stop;
  GtkLabel     *summary;
  GtkWidget    *summary_badge;
  GtkListBox   *well;
};

G_DEFINE_FINAL_TYPE (ZmHealthList, zm_health_list, GTK_TYPE_WIDGET)

static void
show_rows (GtkListBox *rows,
           GPtrArray  *findings,
           gboolean    well)
{
  guint count = 0;

  for (guint i = 0; i < findings->len; i++)
    count += (((const ZmHealthFinding *) findings->pdata[i])->severity == ZM_HEALTH_OK) == well;
  zm_row_list_resize (rows, count, zm_finding_row_new);

  count = 0;
  for (guint i = 0; i < findings->len; i++)
    {
      const ZmHealthFinding *finding = findings->pdata[i];

      if ((finding->severity == ZM_HEALTH_OK) == well)
        zm_finding_row_show (ZM_FINDING_ROW (gtk_list_box_get_row_at_index (rows, (int) count++)),
                             finding);
    }
}

static void
show_findings (ZmHealthList *self,
               GPtrArray    *findings)
{
  ZmHealthSeverity worst = zm_health_judge (findings);
  g_autofree char *words = zm_health_words_sum_up (findings);
  g_autofree char *when = zm_time_words_format (zm_instant_now ());
  g_autofree char *text = NULL;

  /* TRANSLATORS: how this desk is, and when it was looked at. */
  text = g_strdup_printf (_("%s · looked at on %s"), words, when);
  show_rows (self->attention, findings, FALSE);
  show_rows (self->well, findings, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->attention), worst != ZM_HEALTH_OK);
  gtk_widget_set_visible (self->expander, TRUE);
  gtk_label_set_text (self->summary, text);
  g_object_set (self->summary_badge, "kind", zm_health_words_kind (worst),
                "label", zm_health_words_say (worst), "visible", TRUE, NULL);
}

/* The record comes when nothing looks any more, which the person need not wait for. */
static void
look_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ZmStation *station = task_data;
  g_autoptr(GPtrArray) findings = zm_health_check (zm_station_get_directory (station), station,
                                                   NULL, cancellable);
  g_autoptr(GError) error = NULL;

  if (findings != NULL && g_task_set_return_on_cancel (task, FALSE))
    {
      g_task_return_pointer (task, g_steal_pointer (&findings), (GDestroyNotify) g_ptr_array_unref);
      return;
    }

  if (zm_station_get_audit_log (station) != NULL && !zm_health_note_stopped (station, &error))
    g_warning ("The end of a test could not be recorded: %s", error->message);
}

/* Whose button goes away keeps the focus on the other one. */
static void
show_work (ZmHealthList *self)
{
  gboolean working = self->looking != NULL;
  gboolean has_focus = gtk_widget_has_focus (self->begin) || gtk_widget_has_focus (self->stop);

  gtk_spinner_set_spinning (self->spinner, working);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "health.look", !working);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "health.stop", working);
  gtk_widget_set_visible (self->begin, !working);
  gtk_widget_set_visible (self->stop, working);
  if (has_focus)
    gtk_widget_grab_focus (working ? self->stop : self->begin);
}

static void
show_stopped (ZmHealthList *self)
{
  g_autofree char *when = zm_time_words_format (zm_instant_now ());
  g_autofree char *text = g_strdup_printf (_("Stopped on %s, so nothing is known of this desk."),
                                           when);

  gtk_widget_set_visible (GTK_WIDGET (self->attention), FALSE);
  gtk_widget_set_visible (self->expander, FALSE);
  gtk_label_set_text (self->summary, text);
  g_object_set (self->summary_badge, "kind", ZM_BADGE_WAITING, "label", _("Stopped"), "visible",
                TRUE, NULL);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ZmHealthList *self = ZM_HEALTH_LIST (source);
  g_autoptr(GPtrArray) findings = g_task_propagate_pointer (G_TASK (result), NULL);

  g_clear_object (&self->looking);
  self->looked = TRUE;
  if (self->attention == NULL)
    return;

  show_work (self);
  if (findings != NULL)
    show_findings (self, findings);
  else
    show_stopped (self);
}

static void
look (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  ZmHealthList *self = ZM_HEALTH_LIST (widget);
  g_autoptr(GTask) task = NULL;

  if (self->looking != NULL || self->station == NULL)
    return;

  self->looking = g_cancellable_new ();
  gtk_label_set_text (self->summary, _("Looking at everything: disk, database, audit log, signer, "
                                       "clock, chain and revocation lists…"));
  gtk_widget_set_visible (self->summary_badge, FALSE);
  show_work (self);
  task = g_task_new (self, self->looking, looked_cb, NULL);
  g_task_set_source_tag (task, look);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_task_data (task, g_object_ref (self->station), g_object_unref);
  g_task_run_in_thread (task, look_in_thread);
}

static void
stop (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  g_cancellable_cancel (ZM_HEALTH_LIST (widget)->looking);
}

static void
map_cb (ZmHealthList *self)
{
  if (!self->looked)
    look (GTK_WIDGET (self), NULL, NULL);
}

static void
zm_health_list_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_HEALTH_LIST);

  G_OBJECT_CLASS (zm_health_list_parent_class)->dispose (object);
}

static void
zm_health_list_finalize (GObject *object)
{
  g_clear_object (&ZM_HEALTH_LIST (object)->station);

  G_OBJECT_CLASS (zm_health_list_parent_class)->finalize (object);
}

static void
zm_health_list_class_init (ZmHealthListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_health_list_dispose;
  object_class->finalize = zm_health_list_finalize;

  gtk_widget_class_install_action (widget_class, "health.look", NULL, look);
  gtk_widget_class_install_action (widget_class, "health.stop", NULL, stop);

  g_type_ensure (ZM_TYPE_BADGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/health-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmHealthList, attention);
  gtk_widget_class_bind_template_child (widget_class, ZmHealthList, begin);
  gtk_widget_class_bind_template_child (widget_class, ZmHealthList, expander);
  gtk_widget_class_bind_template_child (widget_class, ZmHealthList, spinner);
  gtk_widget_class_bind_template_child (widget_class, ZmHealthList, stop);
  gtk_widget_class_bind_template_child (widget_class, ZmHealthList, summary);
  gtk_widget_class_bind_template_child (widget_class, ZmHealthList, summary_badge);
  gtk_widget_class_bind_template_child (widget_class, ZmHealthList, well);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
}

static void
zm_health_list_init (ZmHealthList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "health.stop", FALSE);
}

void
zm_health_list_open (ZmHealthList *self,
                     ZmStation    *station)
{
  g_return_if_fail (ZM_IS_HEALTH_LIST (self));
  g_return_if_fail (ZM_IS_STATION (station));

  self->station = g_object_ref (station);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    map_cb (self);
}
