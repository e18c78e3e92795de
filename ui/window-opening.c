#include "config.h"

#include "ui/window-opening.h"

#include "app/base/join.h"
#include "app/station/tether.h"
#include "app/station/value-words.h"
#include "ui/founding-assistant.h"
#include "ui/station-opening.h"
#include "ui/window-lock.h"
#include "ui/window-private.h"

#include <glib/gi18n.h>

#define TRAINING_DEVICES 3

static void
show_failure (ZmWindow     *self,
              const GError *error)
{
  g_object_set (self->failure, "failure", error, NULL);
  gtk_widget_set_visible (self->retry, self->directory != NULL);
  zm_window_show_page (self, "failure");
}

static void
show_operator (ZmWindow *self)
{
  ZmSignerClient *signer = zm_station_get_signer (self->station);
  g_autofree char *name = signer != NULL ? zm_signer_client_dup_operator (signer) : NULL;
  ZmRole role = signer != NULL ? zm_signer_client_get_role (signer) : ZM_ROLE_NONE;
  g_autofree char *text = NULL;

  if (name != NULL)
    text = zm_join_remark (name, zm_value_words_for ("role", zm_request_role_name (role)));
  gtk_label_set_text (GTK_LABEL (self->operator_name), text != NULL ? text : "");
  gtk_widget_set_tooltip_text (self->operator_name, text != NULL ? _("Signed in") : NULL);
  if (self->main != NULL)
    zm_main_page_set_role (self->main, role);
}

static void
make_main_page (ZmWindow   *self,
                GListModel *devices)
{
  g_autoptr(ZmEnrolment) enrolment = zm_enrolment_new (self->station);
  GtkWidget *page = zm_main_page_new (self->station, enrolment, devices,
                                      (const char *const *) self->addresses);

  self->main = ZM_MAIN_PAGE (page);
  gtk_stack_add_named (self->stack, page, "main");
  g_object_set (self->enrolment_badge, "enrolment", enrolment, NULL);
  zm_main_page_attach (self->main, self->switcher);
  zm_station_take_approver (self->station, zm_approval_queue_make_approver (self->approvals));
}

static void
show_station (ZmWindow   *self,
              GListModel *devices)
{
  if (self->main == NULL)
    make_main_page (self, devices);
  show_operator (self);
  zm_approval_queue_open (self->approvals, GTK_WINDOW (self));
  zm_window_show_page (self, "main");
  zm_window_lock_begin (self);
}

static void
training_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ZmWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmTraining) training = zm_training_new_finish (result, &error);

  self->working = FALSE;
  if (self->ending)
    return;
  if (training == NULL)
    {
      show_failure (self, error);
      return;
    }

  self->training = g_steal_pointer (&training);
  self->station = g_object_ref (zm_training_get_station (self->training));
  gtk_widget_set_visible (self->training_bar, TRUE);
  show_station (self, zm_training_get_devices (self->training));
}

static void
show_sign_in (ZmWindow *self)
{
  zm_window_show_page (self, "sign-in");
  zm_sign_in_page_open (self->sign_in, self->station);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ZmWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmStation) station = zm_station_opening_open_finish (result, &error);

  self->working = FALSE;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "station.retry", TRUE);
  g_clear_object (&self->opening);
  if (self->ending)
    return;

  if (station != NULL)
    {
      self->station = g_steal_pointer (&station);
      show_sign_in (self);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    zm_window_show_page (self, "welcome");
  else
    show_failure (self, error);
}

static gboolean
wants_usb (ZmWindow *self)
{
  for (gsize i = 0; self->addresses != NULL && self->addresses[i] != NULL; i++)
    {
      if (g_str_has_prefix (self->addresses[i], ZM_TETHER_USB))
        return TRUE;
    }

  return FALSE;
}

static void
open_station (ZmWindow *self)
{
  if (self->working || self->station != NULL)
    return;

  self->working = TRUE;
  self->opening = g_cancellable_new ();
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "station.retry", FALSE);
  zm_window_show_page (self, "opening");
  zm_station_opening_open_async (self->directory, wants_usb (self), self->opening, opened_cb, g_object_ref (self));
}

static void
open_again (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  ZmWindow *self = ZM_WINDOW (widget);

  if (self->directory != NULL)
    open_station (self);
}

static void
cancel_opening (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  g_cancellable_cancel (ZM_WINDOW (widget)->opening);
}

static void
start_training (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  zm_window_start_training (ZM_WINDOW (widget), NULL);
}

static void
folder_chosen_cb (ZmWindow *self,
                  int       response)
{
  g_autoptr(GFile) folder = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (folder != NULL && g_file_peek_path (folder) != NULL)
    zm_window_open_station (self, g_file_peek_path (folder), NULL);
}

static void
founded_cb (ZmWindow   *self,
            const char *directory)
{
  zm_window_open_station (self, directory, NULL);
}

static void
found_station (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  GtkWindow *assistant = zm_founding_assistant_new ();

  gtk_window_set_transient_for (assistant, GTK_WINDOW (widget));
  g_signal_connect_object (assistant, "founded", G_CALLBACK (founded_cb), widget,
                           G_CONNECT_SWAPPED);
  gtk_window_present (assistant);
}

static void
choose_station (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ZmWindow *self = ZM_WINDOW (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Open a Station"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Open"),
                                               _("_Cancel"));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (folder_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
signed_out_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(ZmWindow) self = user_data;

  self->working = FALSE;
  if (self->ending)
    return;

  show_operator (self);
  show_sign_in (self);
}

/* Nothing of the station is shown from here on, however long the signer takes. */
static void
sign_out (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  ZmWindow *self = ZM_WINDOW (widget);

  self->working = TRUE;
  zm_window_lock_end (self);
  zm_approval_queue_close (self->approvals);
  zm_window_stop_sessions (self);
  zm_window_show_page (self, "leaving");
  zm_station_opening_sign_out_async (self->station, signed_out_cb, g_object_ref (self));
}

static void
go_to_welcome (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  zm_window_show_page (ZM_WINDOW (widget), "welcome");
}

void
zm_window_opening_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "station.cancel", NULL, cancel_opening);
  gtk_widget_class_install_action (widget_class, "station.found", NULL, found_station);
  gtk_widget_class_install_action (widget_class, "station.open", NULL, choose_station);
  gtk_widget_class_install_action (widget_class, "station.retry", NULL, open_again);
  gtk_widget_class_install_action (widget_class, "station.sign-out", NULL, sign_out);
  gtk_widget_class_install_action (widget_class, "station.train", NULL, start_training);
  gtk_widget_class_install_action (widget_class, "station.welcome", NULL, go_to_welcome);
}

void
zm_window_opening_signed_in (ZmWindow *self)
{
  g_return_if_fail (ZM_IS_WINDOW (self));

  /* Somebody else has taken a locked desk over; what the first one left is in the tray. */
  if (zm_window_lock_is_locked (self))
    {
      zm_approval_queue_close (self->approvals);
      zm_window_stop_sessions (self);
    }
  zm_window_lock_end (self);
  show_station (self, NULL);
}

void
zm_window_start_training (ZmWindow   *self,
                          const char *directory)
{
  g_return_if_fail (ZM_IS_WINDOW (self));

  if (self->working || self->station != NULL)
    return;

  self->working = TRUE;
  g_clear_pointer (&self->directory, g_free);
  zm_window_show_page (self, "training");
  zm_training_new_async (directory, TRAINING_DEVICES, NULL, training_cb, g_object_ref (self));
}

void
zm_window_open_station (ZmWindow          *self,
                        const char        *directory,
                        const char *const *addresses)
{
  static const char *const usb[] = { ZM_TETHER_USB, NULL };

  g_return_if_fail (ZM_IS_WINDOW (self));
  g_return_if_fail (directory != NULL);

  if (self->working || self->station != NULL)
    return;

  g_free (self->directory);
  self->directory = g_strdup (directory);
  g_strfreev (self->addresses);
  self->addresses = g_strdupv ((char **) (addresses != NULL ? addresses : usb));
  open_station (self);
}
