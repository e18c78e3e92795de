#include "config.h"

#include "ui/window.h"

#include "app/station/tether.h"
#include "app/station/training.h"
#include "ui/audit-page.h"
#include "ui/devices-page.h"
#include "ui/failure-card.h"
#include "ui/label-dialog.h"
#include "ui/provision-page.h"
#include "ui/scan-wedge.h"
#include "ui/sign-in-page.h"
#include "ui/station-opening.h"
#include "ui/welcome-page.h"

#include <glib/gi18n.h>

#define TRAINING_DEVICES 3
#define END_POLL         50 /* ms */
#define TOAST_TIME       10 /* s; to be read by who looks at a device meanwhile */

struct _ZmWindow {
  AdwApplicationWindow  parent_instance;

  ZmTraining           *training;
  ZmStation            *station;
  char                 *directory; /* of the station that was asked for last */
  char                **addresses;
  GCancellable         *opening;
  GtkFileChooserNative *chooser;
  gboolean              opened;    /* the pages have their station */
  gboolean              working;   /* a thread opens a station or signs out */
  gboolean              ending;
  guint                 end_poll;  /* source */
  ZmScanWedge          *wedge;

  ZmAuditPage          *audit;
  ZmDevicesPage        *devices;
  GtkWidget            *failure;
  GtkWidget            *operator_name;
  ZmProvisionPage      *provision;
  GtkWidget            *retry;
  ZmSignInPage         *sign_in;
  GtkStack             *stack;
  GtkWidget            *training_bar;
  AdwToast             *toast;     /* told last; weak */
  AdwToastOverlay      *toasts;
  AdwViewStack         *views;
};

G_DEFINE_FINAL_TYPE (ZmWindow, zm_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
is_main (gpointer    self,
         const char *page)
{
  return g_strcmp0 (page, "main") == 0;
}

static void
show_page (ZmWindow   *self,
           const char *name)
{
  gboolean is_open = g_str_equal (name, "main");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "label.print", is_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "view.show", is_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "view.search", is_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "station.sign-out",
                                 is_open && self->training == NULL);
}

static void
show_failure (ZmWindow     *self,
              const GError *error)
{
  g_object_set (self->failure, "failure", error, NULL);
  gtk_widget_set_visible (self->retry, self->directory != NULL);
  show_page (self, "failure");
}

static void
show_operator (ZmWindow *self)
{
  ZmSignerClient *signer = zm_station_get_signer (self->station);
  g_autofree char *name = signer != NULL ? zm_signer_client_dup_operator (signer) : NULL;
  g_autofree char *text = NULL;

  if (name != NULL)
    text = g_strdup_printf ("%s (%s)", name,
                            zm_request_role_name (zm_signer_client_get_role (signer)));
  gtk_label_set_text (GTK_LABEL (self->operator_name), text != NULL ? text : "");
  gtk_widget_set_tooltip_text (self->operator_name, text != NULL ? _("Signed in") : NULL);
}

static void
show_station (ZmWindow   *self,
              GListModel *devices)
{
  show_operator (self);
  if (!self->opened)
    {
      zm_provision_page_open (self->provision, self->station, devices,
                              (const char *const *) self->addresses);
      zm_devices_page_open (self->devices, self->station);
      zm_audit_page_open (self->audit, self->station);
      self->opened = TRUE;
    }
  show_page (self, "main");
}

static void
end (ZmWindow *self)
{
  g_clear_handle_id (&self->end_poll, g_source_remove);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
end_poll_cb (gpointer user_data)
{
  ZmWindow *self = user_data;

  if (self->working || zm_provision_page_is_running (self->provision))
    return G_SOURCE_CONTINUE;

  self->end_poll = 0;
  end (self);
  return G_SOURCE_REMOVE;
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
  show_page (self, "sign-in");
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
    show_page (self, "welcome");
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
  show_page (self, "opening");
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
signed_in_cb (ZmWindow *self)
{
  show_station (self, NULL);
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
  zm_provision_page_stop (self->provision);
  show_page (self, "leaving");
  zm_station_opening_sign_out_async (self->station, signed_out_cb, g_object_ref (self));
}

static void
go_to_welcome (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  show_page (ZM_WINDOW (widget), "welcome");
}

static void
show_view (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  adw_view_stack_set_visible_child_name (ZM_WINDOW (widget)->views,
                                         g_variant_get_string (parameter, NULL));
}

static void
search (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ZmWindow *self = ZM_WINDOW (widget);
  const char *view = adw_view_stack_get_visible_child_name (self->views);

  if (g_strcmp0 (view, "audit") == 0)
    zm_audit_page_focus_search (self->audit);
  else
    {
      adw_view_stack_set_visible_child_name (self->views, "devices");
      zm_devices_page_focus_search (self->devices);
    }
}

static void
show_device_audit (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ZmWindow *self = ZM_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->views, "audit");
  zm_audit_page_show_device (self->audit, g_variant_get_string (parameter, NULL));
}

static void
print_label (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  const char *kind;
  const char *subject;
  GtkWindow *dialog;

  g_variant_get (parameter, "(&s&s)", &kind, &subject);
  dialog = zm_label_dialog_new (ZM_WINDOW (widget)->station, kind, subject);
  gtk_window_set_transient_for (dialog, GTK_WINDOW (widget));
  gtk_window_present (dialog);
}

static void
confirm_close_cb (ZmWindow   *self,
                  const char *response)
{
  if (g_strcmp0 (response, "stop") == 0)
    zm_window_end (self);
}

static void
ask_to_close (ZmWindow *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self),
                                              _("A Device Is Being Provisioned"),
                                              _("If you close the window now, the session is "
                                                "interrupted. What was done so far is kept, and "
                                                "you can go on later."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "keep", _("_Keep Going"), "stop", _("_Stop and Close"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "stop",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (confirm_close_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
zm_window_close_request (GtkWindow *window)
{
  ZmWindow *self = ZM_WINDOW (window);

  if (!self->ending && zm_provision_page_is_running (self->provision))
    ask_to_close (self);
  else
    zm_window_end (self);

  return GDK_EVENT_STOP;
}

/* What was told before is of no use any more: it answered another scan. */
static void
tell (ZmWindow   *self,
      const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, TOAST_TIME);
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_set_weak_pointer (&self->toast, toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
take_scan_at_work (ZmWindow     *self,
                   const ZmScan *scan)
{
  g_autofree char *text = NULL;

  switch (scan->kind)
    {
    case ZM_SCAN_TICKET:
      adw_view_stack_set_visible_child_name (self->views, "provision");
      text = zm_provision_page_take_scan (self->provision, scan);
      break;
    case ZM_SCAN_BADGE:
      text = g_strdup_printf (_("This is the badge of %s: sign out first, to let them sign in."),
                              scan->name);
      break;
    case ZM_SCAN_LABEL:
      text = g_strdup (_("This is a label, which proves nothing: scan the code on the device’s "
                         "screen."));
      break;
    case ZM_SCAN_FOREIGN:
    default:
      text = g_strdup (_("This code is not a device’s: scan the one on its screen."));
      break;
    }

  if (text != NULL)
    tell (self, text);
}

/* "(sas)": in which way tickets came, and those, one or several. */
static void
take_tickets (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ZmWindow *self = ZM_WINDOW (widget);
  g_auto(GStrv) tickets = NULL;
  g_autoptr(ZmScan) scan = NULL;
  const char *way;

  g_variant_get (parameter, "(&s^as)", &way, &tickets);
  if (tickets[0] != NULL && tickets[1] != NULL)
    zm_provision_page_take_several (self->provision, tickets, way);
  if (tickets[0] == NULL || tickets[1] != NULL)
    return;

  scan = zm_scan_read ((const char *const *) tickets, way);
  take_scan_at_work (self, scan);
}

/* Only at work is every code somebody's scan. Before, a passphrase may come as quickly. */
static gboolean
scanned_cb (ZmWindow   *self,
            const char *text,
            const char *us)
{
  const char *const spellings[] = { text, us, NULL };
  g_autoptr(ZmScan) scan = zm_scan_read (spellings, ZM_SESSION_WAY_SCANNER);
  const char *page = gtk_stack_get_visible_child_name (self->stack);

  if (g_str_equal (page, "main"))
    take_scan_at_work (self, scan);
  else if (scan->kind == ZM_SCAN_FOREIGN)
    return FALSE;
  else if (g_str_equal (page, "sign-in") && scan->kind == ZM_SCAN_BADGE)
    zm_sign_in_page_take_badge (self->sign_in, scan->name);
  else if (g_str_equal (page, "sign-in"))
    tell (self, _("Sign in first, then scan it again."));

  return TRUE;
}

static void
zm_window_dispose (GObject *object)
{
  ZmWindow *self = ZM_WINDOW (object);

  g_clear_object (&self->wedge);
  g_clear_weak_pointer (&self->toast);
  g_clear_handle_id (&self->end_poll, g_source_remove);
  g_clear_object (&self->chooser);

  G_OBJECT_CLASS (zm_window_parent_class)->dispose (object);
}

/* Last, when no page holds anything of it any more. */
static void
zm_window_finalize (GObject *object)
{
  ZmWindow *self = ZM_WINDOW (object);

  g_clear_object (&self->station);
  g_clear_pointer (&self->training, zm_training_free);
  g_strfreev (self->addresses);
  g_free (self->directory);

  G_OBJECT_CLASS (zm_window_parent_class)->finalize (object);
}

static void
add_bindings (GtkWidgetClass *widget_class)
{
  static const struct {
    guint       key;
    const char *view;
  } views[] = {
    { GDK_KEY_1, "provision" },
    { GDK_KEY_2, "devices" },
    { GDK_KEY_3, "audit" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    gtk_widget_class_add_binding_action (widget_class, views[i].key, GDK_CONTROL_MASK,
                                         "view.show", "s", views[i].view);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "view.search",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
}

static void
zm_window_class_init (ZmWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_window_dispose;
  object_class->finalize = zm_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = zm_window_close_request;

  gtk_widget_class_install_action (widget_class, "audit.show-device", "s", show_device_audit);
  gtk_widget_class_install_action (widget_class, "label.print", "(ss)", print_label);
  gtk_widget_class_install_action (widget_class, "scan.take", "(sas)", take_tickets);
  gtk_widget_class_install_action (widget_class, "station.cancel", NULL, cancel_opening);
  gtk_widget_class_install_action (widget_class, "station.open", NULL, choose_station);
  gtk_widget_class_install_action (widget_class, "station.retry", NULL, open_again);
  gtk_widget_class_install_action (widget_class, "station.sign-out", NULL, sign_out);
  gtk_widget_class_install_action (widget_class, "station.train", NULL, start_training);
  gtk_widget_class_install_action (widget_class, "station.welcome", NULL, go_to_welcome);
  gtk_widget_class_install_action (widget_class, "view.search", NULL, search);
  gtk_widget_class_install_action (widget_class, "view.show", "s", show_view);
  add_bindings (widget_class);

  g_type_ensure (ZM_TYPE_AUDIT_PAGE);
  g_type_ensure (ZM_TYPE_DEVICES_PAGE);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_PROVISION_PAGE);
  g_type_ensure (ZM_TYPE_SIGN_IN_PAGE);
  g_type_ensure (ZM_TYPE_WELCOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/window.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, audit);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, devices);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, operator_name);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, provision);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, retry);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, sign_in);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, training_bar);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, views);
  gtk_widget_class_bind_template_callback (widget_class, is_main);
  gtk_widget_class_bind_template_callback (widget_class, signed_in_cb);
}

static void
zm_window_init (ZmWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->wedge = zm_scan_wedge_new ();
  g_signal_connect_object (self->wedge, "scanned", G_CALLBACK (scanned_cb), self,
                           G_CONNECT_SWAPPED);
  show_page (self, "welcome");
}

GtkWindow *
zm_window_new (GtkApplication *application)
{
  return g_object_new (ZM_TYPE_WINDOW, "application", application, NULL);
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
  show_page (self, "training");
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

void
zm_window_end (ZmWindow *self)
{
  g_return_if_fail (ZM_IS_WINDOW (self));

  if (self->ending)
    return;

  self->ending = TRUE;
  g_cancellable_cancel (self->opening);
  zm_provision_page_stop (self->provision);
  if (!self->working && !zm_provision_page_is_running (self->provision))
    {
      end (self);
      return;
    }

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->end_poll = g_timeout_add (END_POLL, end_poll_cb, self);
}
