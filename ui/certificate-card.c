#include "config.h"

#include "ui/certificate-card.h"

#include "app/station/credential.h"
#include "ui/credential-dialog.h"
#include "ui/number-words.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ZmCertificateCard {
  GtkWidget     parent_instance;

  char         *pem;
  char         *title;
  ZmCredential *credential; /* what the PEM says */
};

G_DEFINE_FINAL_TYPE (ZmCertificateCard, zm_certificate_card, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_CREDENTIAL,
  PROP_PEM,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
format_serial (gpointer    self,
               const char *serial)
{
  return zm_number_words_group_serial (serial);
}

static char *
format_validity (gpointer    self,
                 const char *validity,
                 const char *remaining)
{
  return validity != NULL ? g_strdup_printf ("%s\n%s", validity, remaining) : NULL;
}

static gboolean
has_text (gpointer    self,
          const char *text)
{
  return text != NULL;
}

static char *
dup_serial (ZmCertificateCard *self)
{
  char *serial = NULL;

  if (self->credential != NULL)
    g_object_get (self->credential, "serial", &serial, NULL);

  return serial;
}

static void
copy_serial (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_autofree char *serial = dup_serial (ZM_CERTIFICATE_CARD (widget));

  if (serial != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), serial);
}

static void
print_label (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_autofree char *serial = dup_serial (ZM_CERTIFICATE_CARD (widget));

  if (serial != NULL)
    gtk_widget_activate_action (widget, "label.print", "(ss)", "certificate", serial);
}

static void
show_details (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ZmCertificateCard *self = ZM_CERTIFICATE_CARD (widget);

  if (self->credential != NULL)
    gtk_window_present (zm_credential_dialog_new (self->credential,
                                                  GTK_WINDOW (gtk_widget_get_root (widget))));
}

/* What is no certificate any more leaves the card as it was: nobody is shown an empty one. */
static void
set_pem (ZmCertificateCard *self,
         const char        *pem)
{
  g_autoptr(ZmCredential) credential = NULL;
  g_autoptr(GError) error = NULL;

  if (g_strcmp0 (self->pem, pem) == 0)
    return;

  g_free (self->pem);
  self->pem = g_strdup (pem);
  if (pem != NULL)
    credential = zm_credential_new_from_pem (pem, &error);
  if (error != NULL)
    g_warning ("A certificate cannot be shown: %s", error->message);
  if (credential != NULL)
    {
      g_set_object (&self->credential, credential);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CREDENTIAL]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PEM]);
}

static void
set_title (ZmCertificateCard *self,
           const char        *title)
{
  if (g_strcmp0 (self->title, title) == 0)
    return;

  g_free (self->title);
  self->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
zm_certificate_card_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ZmCertificateCard *self = ZM_CERTIFICATE_CARD (object);

  switch (prop_id)
    {
    case PROP_CREDENTIAL:
      g_value_set_object (value, self->credential);
      break;
    case PROP_PEM:
      g_value_set_string (value, self->pem);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_certificate_card_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  ZmCertificateCard *self = ZM_CERTIFICATE_CARD (object);

  switch (prop_id)
    {
    case PROP_PEM:
      set_pem (self, g_value_get_string (value));
      break;
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_certificate_card_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_CERTIFICATE_CARD);

  G_OBJECT_CLASS (zm_certificate_card_parent_class)->dispose (object);
}

static void
zm_certificate_card_finalize (GObject *object)
{
  ZmCertificateCard *self = ZM_CERTIFICATE_CARD (object);

  g_clear_object (&self->credential);
  g_free (self->pem);
  g_free (self->title);

  G_OBJECT_CLASS (zm_certificate_card_parent_class)->finalize (object);
}

static void
zm_certificate_card_class_init (ZmCertificateCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = zm_certificate_card_dispose;
  object_class->finalize = zm_certificate_card_finalize;
  object_class->get_property = zm_certificate_card_get_property;
  object_class->set_property = zm_certificate_card_set_property;

  properties[PROP_CREDENTIAL] = g_param_spec_object ("credential", NULL, NULL, ZM_TYPE_CREDENTIAL,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PEM] = g_param_spec_string ("pem", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "certificate.copy-serial", NULL, copy_serial);
  gtk_widget_class_install_action (widget_class, "certificate.print-label", NULL, print_label);
  gtk_widget_class_install_action (widget_class, "certificate.show-details", NULL, show_details);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/certificate-card.ui");
  gtk_widget_class_bind_template_callback (widget_class, format_serial);
  gtk_widget_class_bind_template_callback (widget_class, format_validity);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
}

static void
zm_certificate_card_init (ZmCertificateCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
