#include "ui/next-list.h"

#include "app/station/first-steps.h"
#include "ui/next-row.h"
#include "ui/template.h"

struct _ZmNextList {
  GtkWidget     parent_instance;

  ZmStation    *station;
  gboolean      looking;
  gboolean      again;   /* something changed while it was looked at */

  GtkSizeGroup *buttons; /* of all rows */
  GtkListBox   *rows;
  GtkWidget    *step_rows[ZM_N_FIRST_STEPS];
};

G_DEFINE_FINAL_TYPE (ZmNextList, zm_next_list, GTK_TYPE_WIDGET)

static void look (ZmNextList *self);

static void
look_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ZmFirstSteps *found = g_new0 (ZmFirstSteps, 1);
  GError *error = NULL;

  if (zm_first_steps_look (task_data, found, &error))
    {
      g_task_return_pointer (task, found, g_free);
      return;
    }

  g_free (found);
  g_task_return_error (task, error);
}

static void
show_steps (ZmNextList         *self,
            const ZmFirstSteps *found)
{
  for (guint i = 0; !found->over && i < ZM_N_FIRST_STEPS; i++)
    zm_next_row_show (ZM_NEXT_ROW (self->step_rows[i]), &found->steps[i]);
  gtk_widget_set_visible (GTK_WIDGET (self), !found->over);
}

/* A station does not become new again. */
static void
stop_looking (ZmNextList *self)
{
  g_signal_handlers_disconnect_by_data (self->station, self);
  g_clear_object (&self->station);
}

/* What cannot be looked at just now, with nobody signed in for one, is nothing to go by. */
static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ZmNextList *self = ZM_NEXT_LIST (source);
  g_autoptr(GError) error = NULL;
  g_autofree ZmFirstSteps *found = g_task_propagate_pointer (G_TASK (result), &error);

  self->looking = FALSE;
  if (self->station == NULL)
    return;

  if (found != NULL)
    show_steps (self, found);
  else
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (found != NULL && found->over)
    stop_looking (self);
  else if (self->again)
    look (self);
}

static void
look (ZmNextList *self)
{
  g_autoptr(GTask) task = NULL;

  self->again = self->looking;
  if (self->looking)
    return;

  self->looking = TRUE;
  task = g_task_new (self, NULL, looked_cb, NULL);
  g_task_set_source_tag (task, look);
  g_task_set_task_data (task, g_object_ref (self->station), g_object_unref);
  g_task_run_in_thread (task, look_in_thread);
}

/* That something was written into the log changes nothing here. */
static void
station_changed_cb (ZmNextList *self,
                    const char *topic)
{
  if (!g_str_equal (topic, "audit") && !g_str_equal (topic, "ports"))
    look (self);
}

/* A window that has run out since then changed nothing that anybody tells of. */
static void
map_cb (ZmNextList *self)
{
  if (self->station != NULL)
    look (self);
}

static void
zm_next_list_dispose (GObject *object)
{
  ZmNextList *self = ZM_NEXT_LIST (object);

  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_NEXT_LIST);
  g_clear_object (&self->buttons);
  g_clear_object (&self->station);

  G_OBJECT_CLASS (zm_next_list_parent_class)->dispose (object);
}

static void
zm_next_list_class_init (ZmNextListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_next_list_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/next-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmNextList, rows);
}

/* All of them stand there from the first: a row that is taken away is lost to a screen reader. */
static void
zm_next_list_init (ZmNextList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->buttons = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
  for (guint i = 0; i < ZM_N_FIRST_STEPS; i++)
    {
      self->step_rows[i] = zm_next_row_new ((ZmFirstStep) i, self->buttons);
      gtk_list_box_append (self->rows, self->step_rows[i]);
    }
}

void
zm_next_list_open (ZmNextList *self,
                   ZmStation  *station)
{
  g_return_if_fail (ZM_IS_NEXT_LIST (self));
  g_return_if_fail (ZM_IS_STATION (station) && self->station == NULL);

  self->station = g_object_ref (station);
  g_signal_connect_object (station, "changed", G_CALLBACK (station_changed_cb), self,
                           G_CONNECT_SWAPPED);
  look (self);
}
