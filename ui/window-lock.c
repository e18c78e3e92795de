#include "config.h"

#include "ui/window-lock.h"

#include "ui/help-window.h"
#include "ui/station-opening.h"
#include "ui/window-private.h"

#define MINUTE (60 * 1000) /* ms */

static gboolean
is_other (ZmWindow  *self,
          GtkWidget *window)
{
  return window != GTK_WIDGET (self) && !ZM_IS_HELP_WINDOW (window) && gtk_widget_get_visible (window);
}

/* Dialogs are windows of their own; one may have been opened just now. */
static gboolean
cover_others_cb (gpointer user_data)
{
  ZmWindow *self = user_data;
  GListModel *windows = gtk_window_get_toplevels ();

  self->covering = 0;
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (!is_other (self, window))
        continue;
      gtk_widget_set_visible (window, FALSE);
      g_ptr_array_add (self->covered, g_object_ref (window));
    }

  return G_SOURCE_REMOVE;
}

static void
windows_changed_cb (ZmWindow *self)
{
  if (self->covering == 0)
    self->covering = g_idle_add_full (G_PRIORITY_HIGH, cover_others_cb, self, NULL);
}

static void
lock (ZmWindow *self,
      gboolean  idle)
{
  if (self->covered != NULL || self->idle_watch == NULL ||
      !g_str_equal (gtk_stack_get_visible_child_name (self->stack), "main"))
    return;

  g_set_weak_pointer (&self->focus_before, gtk_window_get_focus (GTK_WINDOW (self)));
  self->covered = g_ptr_array_new_with_free_func (g_object_unref);
  cover_others_cb (self);
  g_signal_connect_object (gtk_window_get_toplevels (), "items-changed",
                           G_CALLBACK (windows_changed_cb), self, G_CONNECT_SWAPPED);
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);

  zm_window_show_page (self, "sign-in");
  zm_sign_in_page_lock (self->sign_in);
  zm_station_opening_lock_async (self->station, idle);
}

static void
idle_cb (ZmWindow *self)
{
  lock (self, TRUE);
}

static void
lock_now (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  lock (ZM_WINDOW (widget), FALSE);
}

void
zm_window_lock_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "station.lock", NULL, lock_now);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK, "station.lock",
                                       NULL);
}

void
zm_window_lock_begin (ZmWindow *self)
{
  g_return_if_fail (ZM_IS_WINDOW (self));

  if (self->training != NULL || self->idle_watch != NULL)
    return;

  self->idle_watch =
    zm_idle_watch_new (zm_station_get_config (self->station)->lock_minutes * MINUTE);
  g_signal_connect_object (self->idle_watch, "idle", G_CALLBACK (idle_cb), self, G_CONNECT_SWAPPED);
}

/* One that was closed meanwhile is none of GTK's any more. */
static gboolean
is_there (GtkWidget *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) other = g_list_model_get_item (windows, i);

      if (other == window)
        return TRUE;
    }

  return FALSE;
}

static void
finish (ZmWindow *self,
        void      (*end)(GtkWindow *window))
{
  g_autoptr(GPtrArray) covered = g_steal_pointer (&self->covered);

  g_signal_handlers_disconnect_by_func (gtk_window_get_toplevels (),
                                        (gpointer) windows_changed_cb, self);
  g_clear_handle_id (&self->covering, g_source_remove);
  for (guint i = 0; covered != NULL && i < covered->len; i++)
    {
      if (is_there (covered->pdata[i]))
        end (covered->pdata[i]);
    }
}

void
zm_window_lock_end (ZmWindow *self)
{
  g_return_if_fail (ZM_IS_WINDOW (self));

  finish (self, gtk_window_destroy);
  g_clear_weak_pointer (&self->focus_before);
  g_clear_object (&self->idle_watch);
}

gboolean
zm_window_lock_is_locked (ZmWindow *self)
{
  g_return_val_if_fail (ZM_IS_WINDOW (self), FALSE);

  return self->covered != NULL;
}

void
zm_window_lock_uncover (ZmWindow *self)
{
  g_return_if_fail (ZM_IS_WINDOW (self));

  if (self->covered == NULL)
    return;

  zm_window_show_page (self, "main");
  if (self->focus_before != NULL)
    gtk_widget_grab_focus (self->focus_before);
  g_clear_weak_pointer (&self->focus_before);
  finish (self, gtk_window_present);
  if (self->idle_watch != NULL)
    zm_idle_watch_touch (self->idle_watch);
}
