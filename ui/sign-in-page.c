#include "config.h"

#include "ui/sign-in-page.h"

#include "app/base/error.h"
#include "ui/accessible.h"
#include "ui/failure-card.h"
#include "ui/station-opening.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

struct _ZmSignInPage {
  GtkWidget   parent_instance;

  ZmStation  *station;
  gboolean    working;

  GtkWidget  *directory;
  GtkWidget  *failure;
  GtkWidget  *operator_name;
  GtkWidget  *passphrase;
  GtkWidget  *pin;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ZmSignInPage, zm_sign_in_page, GTK_TYPE_WIDGET)

enum {
  SIGNED_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_filled (GtkWidget *row)
{
  return !gtk_widget_get_visible (row) || *gtk_editable_get_text (GTK_EDITABLE (row)) != '\0';
}

static void
update_go (ZmSignInPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.go",
                                 !self->working && is_filled (self->operator_name) &&
                                 is_filled (self->pin) && is_filled (self->passphrase));
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

/* GTK's buffer for passwords is in memory that is not swapped. It is wiped when it ends, but not when
 * it is emptied: all but the first letter would stay. The row's own first buffer never ends, since
 * libadwaita 1.2 keeps a reference too many. */
static void
renew_buffer (GtkWidget *row)
{
  GtkEditable *entry = gtk_editable_get_delegate (GTK_EDITABLE (row));
  g_autoptr(GtkEntryBuffer) fresh = gtk_password_entry_buffer_new ();

  gtk_editable_set_text (GTK_EDITABLE (row), "");
  gtk_text_set_buffer (GTK_TEXT (entry), fresh);
}

static ZmSecret *
take_secret (GtkWidget *row)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
  ZmSecret *secret = zm_secret_new_copy (text, strlen (text));

  renew_buffer (row);
  return secret;
}

static void
changed_cb (ZmSignInPage *self)
{
  update_go (self);
}

static void
activated_cb (ZmSignInPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "sign-in.go", NULL);
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(ZmSignInPage) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean ok = zm_station_opening_sign_in_finish (ZM_STATION (source), result, &error);

  set_working (self, FALSE);
  show_failure (self, error);
  gtk_widget_set_visible (self->passphrase, needs_passphrase (ZM_STATION (source), error));
  update_go (self);
  if (ok)
    g_signal_emit (self, signals[SIGNED_IN], 0);
  else
    gtk_widget_grab_focus (self->pin);
}

static void
sign_in (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  ZmSignInPage *self = ZM_SIGN_IN_PAGE (widget);
  ZmSecret *passphrase = NULL;

  if (gtk_widget_get_visible (self->passphrase))
    passphrase = take_secret (self->passphrase);
  set_working (self, TRUE);
  show_failure (self, NULL);
  zm_station_opening_sign_in_async (self->station,
                                    gtk_editable_get_text (GTK_EDITABLE (self->operator_name)),
                                    take_secret (self->pin), passphrase, signed_in_cb,
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

  G_OBJECT_CLASS (zm_sign_in_page_parent_class)->dispose (object);
}

static void
zm_sign_in_page_class_init (ZmSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_sign_in_page_dispose;

  signals[SIGNED_IN] = g_signal_new ("signed-in", ZM_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "sign-in.go", NULL, sign_in);

  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, directory);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, operator_name);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, pin);
  gtk_widget_class_bind_template_child (widget_class, ZmSignInPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
zm_sign_in_page_init (ZmSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  renew_buffer (self->pin);
  renew_buffer (self->passphrase);
  update_go (self);
}

void
zm_sign_in_page_open (ZmSignInPage *self,
                      ZmStation    *station)
{
  g_return_if_fail (ZM_IS_SIGN_IN_PAGE (self));
  g_return_if_fail (ZM_IS_STATION (station));

  g_set_object (&self->station, station);
  gtk_label_set_text (GTK_LABEL (self->directory), zm_station_get_directory (station));
  show_failure (self, NULL);
  gtk_widget_grab_focus (self->operator_name);
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
