#include "config.h"

#include "ui/sign-in-page.h"

#include "app/base/error.h"
#include "app/base/text.h"
#include "ui/accessible.h"
#include "ui/failure-card.h"
#include "ui/recent-names.h"
#include "ui/secret-row.h"
#include "ui/sign-in-wait.h"
#include "ui/station-opening.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

struct _ZmSignInPage {
  GtkWidget     parent_instance;

  ZmStation    *station;
  char         *locked_by; /* who is signed in all the while; NULL: nobody is */
  gboolean      working;

  GtkWidget    *directory;
  GtkWidget    *failure;
  GtkWidget    *go;
  GtkWidget    *hint;
  GtkWidget    *operator_name;
  GtkWidget    *passphrase;
  GtkWidget    *pin;
  GtkFlowBox   *recent;
  GtkSpinner   *spinner;
  GtkWidget    *title;
  ZmSignInWait *wait;
};

G_DEFINE_FINAL_TYPE (ZmSignInPage, zm_sign_in_page, GTK_TYPE_WIDGET)

enum {
  SIGNED_IN,
  UNLOCKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_name (ZmSignInPage *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->operator_name));
}

static gboolean
is_filled (GtkWidget *row)
{
  return !gtk_widget_get_visible (row) || *gtk_editable_get_text (GTK_EDITABLE (row)) != '\0';
}

static gboolean
is_coming_back (ZmSignInPage *self)
{
  return self->locked_by != NULL && g_str_equal (get_name (self), self->locked_by);
}

/* Who takes a locked desk over is told what becomes of the one before. */
static void
show_what_comes (ZmSignInPage *self)
{
  gboolean back = is_coming_back (self);
  const char *label = back ? _("_Unlock") : _("_Sign In");
  g_autofree char *name = NULL;
  g_autofree char *hint = NULL;

  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (self->go)), label) != 0)
    {
      gtk_button_set_label (GTK_BUTTON (self->go), label);
      zm_accessible_name_buttons (GTK_WIDGET (self));
    }
  if (self->locked_by == NULL)
    return;

  name = zm_text_escape (self->locked_by, -1);
  hint = back ? g_strdup_printf (_("%s is signed in. What was begun goes on."), name)
              : g_strdup_printf (_("Signs %s out. What is under way is interrupted and kept."), name);
  gtk_label_set_text (GTK_LABEL (self->hint), hint);
}

static void
update_go (ZmSignInPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.go",
                                 !self->working && is_filled (self->operator_name) &&
                                 is_filled (self->pin) && is_filled (self->passphrase) &&
                                 !zm_sign_in_wait_is_waiting (self->wait));
  show_what_comes (self);
}

static void
set_working (ZmSignInPage *self,
             gboolean      working)
{
  self->working = working;
  gtk_spinner_set_spinning (self->spinner, working);
  update_go (self);
}

static void
show_failure (ZmSignInPage *self,
              const GError *error)
{
  zm_sign_in_wait_begin (self->wait, error);
  g_object_set (self->failure, "failure", error, "visible", error != NULL, NULL);
}

/* Not for a signer that is there and does not answer. */
static gboolean
needs_passphrase (ZmStation    *station,
                  const GError *failure)
{
  return zm_station_get_signer (station) == NULL &&
         (failure == NULL || !g_str_equal (zm_error_get_check (failure), "signer.timeout"));
}

static void
changed_cb (ZmSignInPage *self)
{
  update_go (self);
}

/* What asked to wait is of no use any more. */
static void
waited_cb (ZmSignInPage *self)
{
  if (!zm_sign_in_wait_is_waiting (self->wait))
    gtk_widget_set_visible (self->failure, FALSE);
  update_go (self);
}

static void
activated_cb (ZmSignInPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "sign-in.go", NULL);
}

static void
choose_name (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  zm_sign_in_page_take_badge (ZM_SIGN_IN_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
add_recent (ZmSignInPage *self,
            const char   *name)
{
  g_autofree char *shown = zm_text_escape (name, -1);
  GtkWidget *label = gtk_label_new (shown);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "sign-in.choose");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", name);
  gtk_widget_add_css_class (button, "recent");
  zm_accessible_set_label (button, shown);
  /* The button has the focus, not the place that it stands in. */
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), button);
  gtk_flow_box_append (self->recent, child);
}

static void
show_recent (ZmSignInPage *self)
{
  g_auto(GStrv) names = zm_recent_names_get (zm_station_get_directory (self->station));
  GtkFlowBoxChild *child;

  while ((child = gtk_flow_box_get_child_at_index (self->recent, 0)) != NULL)
    gtk_flow_box_remove (self->recent, GTK_WIDGET (child));
  for (gsize i = 0; names[i] != NULL; i++)
    add_recent (self, names[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->recent), names[0] != NULL);
}

static void
focus_first_empty (ZmSignInPage *self)
{
  gtk_widget_grab_focus (is_filled (self->operator_name) ? self->pin : self->operator_name);
}

/* A wrong PIN is typed again, and so is the name that it may have been wrong for. */
static void
fail (ZmSignInPage *self,
      const GError *error)
{
  set_working (self, FALSE);
  show_failure (self, error);
  gtk_widget_set_visible (self->passphrase, needs_passphrase (self->station, error));
  update_go (self);
  focus_first_empty (self);
}

static void
leave (ZmSignInPage *self,
       guint         signal)
{
  set_working (self, FALSE);
  show_failure (self, NULL);
  gtk_widget_set_visible (self->passphrase, FALSE);
  zm_recent_names_add (zm_station_get_directory (self->station), get_name (self));
  g_clear_pointer (&self->locked_by, g_free);
  g_signal_emit (self, signals[signal], 0);
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(ZmSignInPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (zm_station_opening_sign_in_finish (ZM_STATION (source), result, &error))
    leave (self, SIGNED_IN);
  else
    fail (self, error);
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ZmSignInPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (zm_station_opening_unlock_finish (ZM_STATION (source), result, &error))
    leave (self, UNLOCKED);
  else
    fail (self, error);
}

static void
sign_in (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  ZmSignInPage *self = ZM_SIGN_IN_PAGE (widget);
  ZmSecret *pin = zm_secret_row_take (self->pin);
  ZmSecret *passphrase = NULL;

  set_working (self, TRUE);
  show_failure (self, NULL);
  if (is_coming_back (self))
    {
      zm_station_opening_unlock_async (self->station, pin, unlocked_cb, g_object_ref (self));
      return;
    }

  if (gtk_widget_get_visible (self->passphrase))
    passphrase = zm_secret_row_take (self->passphrase);
  zm_station_opening_sign_in_async (self->station, get_name (self), pin, passphrase, signed_in_cb,
                                    g_object_ref (self));
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ZmSignInPage) self = user_data;
  g_autoptr(GError) error = NULL;

  (void) zm_station_opening_find_finish (ZM_STATION (source), result, &error);
  gtk_widget_set_visible (self->passphrase, needs_passphrase (ZM_STATION (source), error));
  show_failure (self, error);
  set_working (self, FALSE);
}

static void
zm_sign_in_page_dispose (GObject *object)
{
  ZmSignInPage *self = ZM_SIGN_IN_PAGE (object);

  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_SIGN_IN_PAGE);
  g_clear_object (&self->station);
  g_clear_pointer (&self->locked_by, g_free);

  G_OBJECT_CLASS (zm_sign_in_page_parent_class)->dispose (object);
}

static void
zm_sign_in_page_class_init (ZmSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_sign_in_page_dispose;

  signals[SIGNED_IN] = g_signal_new ("signed-in", ZM_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[UNLOCKED] = g_signal_new ("unlocked", ZM_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "sign-in.choose", "s", choose_name);
  gtk_widget_class_install_action (widget_class, "sign-in.go", NULL, sign_in);

  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_SIGN_IN_WAIT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, directory);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, go);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, hint);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, operator_name);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, pin);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, recent);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, title);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, wait);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, waited_cb);
}

static void
zm_sign_in_page_init (ZmSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  zm_secret_row_clear (self->pin);
  zm_secret_row_clear (self->passphrase);
  update_go (self);
}

void
zm_sign_in_page_open (ZmSignInPage *self,
                      ZmStation    *station)
{
  g_return_if_fail (ZM_IS_SIGN_IN_PAGE (self));
  g_return_if_fail (ZM_IS_STATION (station));

  g_set_object (&self->station, station);
  g_clear_pointer (&self->locked_by, g_free);
  gtk_label_set_text (GTK_LABEL (self->title), _("Sign In"));
  gtk_label_set_text (GTK_LABEL (self->directory), zm_station_get_directory (station));
  gtk_widget_set_visible (self->hint, FALSE);
  show_failure (self, NULL);
  show_recent (self);
  focus_first_empty (self);
  if (zm_station_get_signer (station) != NULL)
    {
      gtk_widget_set_visible (self->passphrase, FALSE);
      update_go (self);
      return;
    }

  set_working (self, TRUE);
  zm_station_opening_find_async (station, found_cb, g_object_ref (self));
}

void
zm_sign_in_page_lock (ZmSignInPage *self)
{
  ZmSignerClient *signer;

  g_return_if_fail (ZM_IS_SIGN_IN_PAGE (self));
  g_return_if_fail (ZM_IS_STATION (self->station));

  signer = zm_station_get_signer (self->station);
  g_free (self->locked_by);
  self->locked_by = zm_signer_client_dup_operator (signer);
  gtk_label_set_text (GTK_LABEL (self->title), _("Locked"));
  gtk_widget_set_visible (self->hint, TRUE);
  gtk_widget_set_visible (self->passphrase, FALSE);
  show_failure (self, NULL);
  show_recent (self);
  gtk_editable_set_text (GTK_EDITABLE (self->operator_name),
                         self->locked_by != NULL ? self->locked_by : "");
  zm_secret_row_clear (self->pin);
  update_go (self);
  focus_first_empty (self);
}

void
zm_sign_in_page_take_badge (ZmSignInPage *self,
                            const char   *name)
{
  g_return_if_fail (ZM_IS_SIGN_IN_PAGE (self));
  g_return_if_fail (name != NULL);

  if (self->working)
    return;

  gtk_editable_set_text (GTK_EDITABLE (self->operator_name), name);
  gtk_widget_grab_focus (self->pin);
}
