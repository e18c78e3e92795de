#include "config.h"

#include "ui/certificate-card.h"

#include "app/station/time-words.h"
#include "ui/accessible.h"
#include "ui/number-words.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ZmCertificateCard {
  GtkWidget  parent_instance;

  char      *texts[4]; /* by property */

  GtkWidget *pem_row;
};

G_DEFINE_FINAL_TYPE (ZmCertificateCard, zm_certificate_card, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_NOT_AFTER,
  PROP_PEM,
  PROP_SERIAL,
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
format_end (gpointer    self,
            const char *not_after)
{
  return zm_time_words_format_text (not_after);
}

static void
copy_text (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  ZmCertificateCard *self = ZM_CERTIFICATE_CARD (widget);
  guint property = g_str_equal (action_name, "certificate.copy-serial") ? PROP_SERIAL : PROP_PEM;

  if (self->texts[property] != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->texts[property]);
}

static void
print_label (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  const char *serial = ZM_CERTIFICATE_CARD (widget)->texts[PROP_SERIAL];

  if (serial != NULL)
    gtk_widget_activate_action (widget, "label.print", "(ss)", "certificate", serial);
}

static void
zm_certificate_card_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  g_value_set_string (value, ZM_CERTIFICATE_CARD (object)->texts[prop_id]);
}

static void
zm_certificate_card_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  ZmCertificateCard *self = ZM_CERTIFICATE_CARD (object);
  const char *text = g_value_get_string (value);

  if (g_strcmp0 (self->texts[prop_id], text) == 0)
    return;

  g_free (self->texts[prop_id]);
  self->texts[prop_id] = g_strdup (text);
  g_object_notify_by_pspec (object, pspec);
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

  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_free (self->texts[i]);

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

  properties[PROP_NOT_AFTER] = g_param_spec_string ("not-after", NULL, NULL, NULL, flags);
  properties[PROP_PEM] = g_param_spec_string ("pem", NULL, NULL, NULL, flags);
  properties[PROP_SERIAL] = g_param_spec_string ("serial", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "certificate.copy-pem", NULL, copy_text);
  gtk_widget_class_install_action (widget_class, "certificate.copy-serial", NULL, copy_text);
  gtk_widget_class_install_action (widget_class, "certificate.print-label", NULL, print_label);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/certificate-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmCertificateCard, pem_row);
  gtk_widget_class_bind_template_callback (widget_class, format_end);
  gtk_widget_class_bind_template_callback (widget_class, format_serial);
}

static void
zm_certificate_card_init (ZmCertificateCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_part (self->pem_row, GTK_TYPE_LIST_BOX, _("Text of the certificate"));
}
