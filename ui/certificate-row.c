#include "config.h"

#include "ui/certificate-row.h"

#include "app/station/credential.h"
#include "app/station/time-words.h"
#include "app/station/value-words.h"
#include "ui/accessible.h"
#include "ui/badge.h"
#include "ui/credential-dialog.h"
#include "ui/number-words.h"

#include <glib/gi18n.h>

struct _ZmCertificateRow {
  GtkListBoxRow  parent_instance;

  GBytes        *der;
  char          *number;     /* the serial number */
  char          *session_id; /* NULL: not from here */

  GtkLabel      *history;
  GtkWidget     *proof;
  GtkLabel      *serial;
  ZmBadge       *state;
  GtkLabel      *validity;
};

G_DEFINE_FINAL_TYPE (ZmCertificateRow, zm_certificate_row, GTK_TYPE_LIST_BOX_ROW)

static void
show_details (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ZmCertificateRow *self = ZM_CERTIFICATE_ROW (widget);
  g_autoptr(ZmCertificate) certificate = NULL;
  g_autoptr(ZmCredential) credential = NULL;
  g_autoptr(GError) error = NULL;

  if (self->der == NULL)
    return;

  certificate = zm_certificate_new_from_der (g_bytes_get_data (self->der, NULL),
                                             g_bytes_get_size (self->der), &error);
  if (certificate == NULL)
    {
      g_warning ("A certificate cannot be shown: %s", error->message);
      return;
    }

  credential = zm_credential_new_of_certificate (certificate);
  gtk_window_present (zm_credential_dialog_new (credential,
                                                GTK_WINDOW (gtk_widget_get_root (widget))));
}

static void
show_proof (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  const char *session_id = ZM_CERTIFICATE_ROW (widget)->session_id;

  if (session_id != NULL)
    gtk_widget_activate_action (widget, "proof.show", "s", session_id);
}

static void
print_fingerprint (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  const char *number = ZM_CERTIFICATE_ROW (widget)->number;

  if (number != NULL)
    gtk_widget_activate_action (widget, "label.print", "(ss)", "certificate", number);
}

static void
zm_certificate_row_finalize (GObject *object)
{
  ZmCertificateRow *self = ZM_CERTIFICATE_ROW (object);

  g_clear_pointer (&self->der, g_bytes_unref);
  g_free (self->number);
  g_free (self->session_id);

  G_OBJECT_CLASS (zm_certificate_row_parent_class)->finalize (object);
}

static void
zm_certificate_row_class_init (ZmCertificateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = zm_certificate_row_finalize;

  gtk_widget_class_install_action (widget_class, "certificate.print", NULL, print_fingerprint);
  gtk_widget_class_install_action (widget_class, "certificate.show-details", NULL, show_details);
  gtk_widget_class_install_action (widget_class, "certificate.show-proof", NULL, show_proof);

  g_type_ensure (ZM_TYPE_BADGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/certificate-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmCertificateRow, history);
  gtk_widget_class_bind_template_child (widget_class, ZmCertificateRow, proof);
  gtk_widget_class_bind_template_child (widget_class, ZmCertificateRow, serial);
  gtk_widget_class_bind_template_child (widget_class, ZmCertificateRow, state);
  gtk_widget_class_bind_template_child (widget_class, ZmCertificateRow, validity);
}

static void
zm_certificate_row_init (ZmCertificateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_state (ZmCertificateRow   *self,
           ZmCertificateState  state)
{
  static const struct {
    ZmBadgeKind kind;
    const char *word;
  } states[] = {
    [ZM_CERTIFICATE_ISSUED] = { ZM_BADGE_WAITING, N_("Issued") },
    [ZM_CERTIFICATE_ACTIVE] = { ZM_BADGE_GOOD, N_("In use") },
    [ZM_CERTIFICATE_REVOKED] = { ZM_BADGE_BAD, N_("Revoked") },
    [ZM_CERTIFICATE_SUPERSEDED] = { ZM_BADGE_ABSENT, N_("Superseded") },
  };

  g_return_if_fail ((gsize) state < G_N_ELEMENTS (states));

  g_object_set (self->state, "kind", states[state].kind, "label", _(states[state].word), NULL);
}

/* How its life began, and how it ended if it did. */
static char *
tell_history (const ZmCertificateRecord *record)
{
  g_autofree char *issued = zm_time_words_format (record->issued_at);
  g_autofree char *revoked = zm_time_words_format (record->revoked_at);
  const char *reason = record->revocation_reason;
  const char *word = NULL;

  if (revoked == NULL)
    return g_strdup_printf (_("Issued on %s"), issued);

  if (reason != NULL)
    word = zm_value_words_for ("reason", reason);

  return g_strdup_printf (_("Issued on %s, revoked on %s (%s)"), issued, revoked,
                          word != NULL ? word : reason != NULL ? reason : "–");
}

GtkWidget *
zm_certificate_row_new (void)
{
  return g_object_new (ZM_TYPE_CERTIFICATE_ROW, NULL);
}

void
zm_certificate_row_show (ZmCertificateRow          *self,
                         const ZmCertificateRecord *record)
{
  g_autofree char *serial = NULL;
  g_autofree char *end = NULL;
  g_autofree char *validity = NULL;
  g_autofree char *history = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (ZM_IS_CERTIFICATE_ROW (self));
  g_return_if_fail (record != NULL);

  serial = zm_number_words_group_serial (record->serial);
  end = zm_time_words_format (record->not_after);
  validity = g_strdup_printf (_("Valid until %s"), end);
  history = tell_history (record);
  gtk_label_set_text (self->serial, serial);
  gtk_label_set_text (self->validity, validity);
  gtk_label_set_text (self->history, history);
  set_state (self, record->state);
  gtk_widget_set_visible (self->proof, record->session_id != NULL);
  g_free (self->session_id);
  self->session_id = g_strdup (record->session_id);
  g_free (self->number);
  self->number = g_strdup (record->serial);
  g_clear_pointer (&self->der, g_bytes_unref);
  self->der = record->der != NULL ? g_bytes_ref (record->der) : NULL;
  name = g_strdup_printf ("%s. %s. %s", serial, validity, history);
  zm_accessible_set_label (GTK_WIDGET (self), name);
}
