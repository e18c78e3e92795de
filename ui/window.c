#include "config.h"

#include "ui/window-private.h"

#include "ui/accessible.h"
#include "ui/enrolment-badge.h"
#include "ui/failure-card.h"
#include "ui/label-dialog.h"
#include "ui/people-dialog.h"
#include "ui/proof-dialog.h"
#include "ui/question.h"
#include "ui/welcome-page.h"
#include "ui/window-lock.h"
#include "ui/window-opening.h"
#include "ui/window-scan.h"

#include <glib/gi18n.h>
#include <string.h>

#define TOAST_TIME 10 /* s; to be read by who looks at a device meanwhile */
#define END_POLL   50 /* ms */

G_DEFINE_FINAL_TYPE (ZmWindow, zm_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
is_main (gpointer    self,
         const char *page)
{
  return g_strcmp0 (page, "main") == 0;
}

static gboolean
is_running (ZmWindow *self)
{
  return self->main != NULL && zm_provision_page_is_running (zm_main_page_get_provision (self->main));
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

  if (self->working || is_running (self))
    return G_SOURCE_CONTINUE;

  self->end_poll = 0;
  end (self);
  return G_SOURCE_REMOVE;
}

static void
show_view (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  zm_main_page_show (ZM_WINDOW (widget)->main, g_variant_get_string (parameter, NULL));
}

static void
search (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  zm_main_page_search (ZM_WINDOW (widget)->main);
}

/* Wherever the focus is, as long as the bench is on the screen. */
static void
pass_to_bench (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ZmMainPage *page = ZM_WINDOW (widget)->main;
  GtkWidget *bench = page != NULL ? GTK_WIDGET (zm_main_page_get_provision (page)) : NULL;
  g_autofree char *action = g_strconcat ("bench", strrchr (action_name, '.'), NULL);

  if (bench != NULL && gtk_widget_get_mapped (bench))
    (void) gtk_widget_activate_action (bench, action, NULL);
}

static void
show_device_audit (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  zm_main_page_show_audit (ZM_WINDOW (widget)->main, g_variant_get_string (parameter, NULL));
}

static void
show_people (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  GtkWindow *dialog = zm_people_dialog_new (ZM_WINDOW (widget)->station);

  gtk_window_set_transient_for (dialog, GTK_WINDOW (widget));
  gtk_window_present (dialog);
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
show_proof (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  gtk_window_present (zm_proof_dialog_new (ZM_WINDOW (widget)->station,
                                           g_variant_get_string (parameter, NULL),
                                           GTK_WINDOW (widget)));
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
  zm_question_prepare (dialog, "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (confirm_close_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
zm_window_close_request (GtkWindow *window)
{
  ZmWindow *self = ZM_WINDOW (window);

  if (!self->ending && is_running (self) &&
      zm_window_lock_is_locked (self))
    zm_window_tell (self, _("Unlock first: a device is being provisioned."));
  else if (!self->ending && is_running (self))
    ask_to_close (self);
  else
    zm_window_end (self);

  return GDK_EVENT_STOP;
}

static void
zm_window_dispose (GObject *object)
{
  ZmWindow *self = ZM_WINDOW (object);

  zm_window_lock_end (self);
  zm_approval_queue_close (self->approvals);
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

  g_clear_object (&self->approvals);
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
    { GDK_KEY_4, "authority" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    gtk_widget_class_add_binding_action (widget_class, views[i].key, GDK_CONTROL_MASK,
                                         "view.show", "s", views[i].view);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "view.search",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "provision.failed-only", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_m, GDK_CONTROL_MASK,
                                       "provision.line-mode", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK,
                                       "provision.try-again", NULL);
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
  gtk_widget_class_install_action (widget_class, "people.show", NULL, show_people);
  gtk_widget_class_install_action (widget_class, "proof.show", "s", show_proof);
  gtk_widget_class_install_action (widget_class, "provision.failed-only", NULL, pass_to_bench);
  gtk_widget_class_install_action (widget_class, "provision.line-mode", NULL, pass_to_bench);
  gtk_widget_class_install_action (widget_class, "provision.try-again", NULL, pass_to_bench);
  gtk_widget_class_install_action (widget_class, "view.search", NULL, search);
  gtk_widget_class_install_action (widget_class, "view.show", "s", show_view);
  add_bindings (widget_class);
  zm_window_lock_install (widget_class);
  zm_window_opening_install (widget_class);
  zm_window_scan_install (widget_class);

  g_type_ensure (ZM_TYPE_ENROLMENT_BADGE);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_SIGN_IN_PAGE);
  g_type_ensure (ZM_TYPE_WELCOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/window.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, cancel);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, enrolment_badge);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, operator_name);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, retry);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, sign_in);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ZmWindow, training_bar);
  gtk_widget_class_bind_template_callback (widget_class, is_main);
  gtk_widget_class_bind_template_callback_full (widget_class, "signed_in_cb",
                                                G_CALLBACK (zm_window_opening_signed_in));
  gtk_widget_class_bind_template_callback_full (widget_class, "unlocked_cb",
                                                G_CALLBACK (zm_window_lock_uncover));
}

static void
zm_window_init (ZmWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (self->cancel);
  self->approvals = zm_approval_queue_new ();
  zm_window_scan_begin (self);
  zm_window_show_page (self, "welcome");
}

void
zm_window_show_page (ZmWindow   *self,
                     const char *name)
{
  gboolean is_open = g_str_equal (name, "main");

  /* A page of a stack that is not shown can still be read by its accessible tree (GTK 4.8), and shows
   * through while it fades: what is behind a sign-in is hidden as well, and at once. */
  if (is_open)
    gtk_widget_set_visible (GTK_WIDGET (self->main), TRUE);
  gtk_stack_set_visible_child_full (self->stack, name,
                                    is_open ? GTK_STACK_TRANSITION_TYPE_CROSSFADE
                                            : GTK_STACK_TRANSITION_TYPE_NONE);
  if (!is_open && self->main != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->main), FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "label.print", is_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "people.show", is_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "proof.show", is_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "view.show", is_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "view.search", is_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "station.lock",
                                 is_open && self->training == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "station.sign-out",
                                 is_open && self->training == NULL);
}

void
zm_window_stop_sessions (ZmWindow *self)
{
  if (self->main != NULL)
    zm_provision_page_stop (zm_main_page_get_provision (self->main));
}

/* What was told before is of no use any more: it answered another scan. */
void
zm_window_tell (ZmWindow   *self,
                const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, TOAST_TIME);
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_set_weak_pointer (&self->toast, toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

GtkWindow *
zm_window_new (GtkApplication *application)
{
  return g_object_new (ZM_TYPE_WINDOW, "application", application, NULL);
}

const char *
zm_window_get_shown (ZmWindow *self)
{
  const char *name;

  g_return_val_if_fail (ZM_IS_WINDOW (self), NULL);

  name = gtk_stack_get_visible_child_name (self->stack);
  return is_main (self, name) ? zm_main_page_get_shown (self->main) : name;
}

void
zm_window_end (ZmWindow *self)
{
  g_return_if_fail (ZM_IS_WINDOW (self));

  if (self->ending)
    return;

  self->ending = TRUE;
  zm_approval_queue_close (self->approvals);
  g_cancellable_cancel (self->opening);
  zm_window_stop_sessions (self);
  if (!self->working && !is_running (self))
    {
      end (self);
      return;
    }

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->end_poll = g_timeout_add (END_POLL, end_poll_cb, self);
}
