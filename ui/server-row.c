#include "config.h"

#include "ui/server-row.h"

#include "app/base/join.h"
#include "app/base/text.h"
#include "app/station/time-words.h"
#include "ui/accessible.h"
#include "ui/certificate-file.h"
#include "ui/failure-card.h"
#include "ui/health-words.h"
#include "ui/number-words.h"

#include <glib/gi18n.h>

struct _ZmServerRow {
  GtkListBoxRow  parent_instance;

  ZmCertificate *certificate;

  GtkWidget     *badge;
  GtkWidget     *failure;
  GtkLabel      *subject;
  GtkLabel      *validity;
};

G_DEFINE_FINAL_TYPE (ZmServerRow, zm_server_row, GTK_TYPE_LIST_BOX_ROW)

static void
save (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  ZmServerRow *self = ZM_SERVER_ROW (widget);

  zm_certificate_file_save (widget, self->certificate, self->failure);
}

static void
zm_server_row_finalize (GObject *object)
{
  g_clear_pointer (&ZM_SERVER_ROW (object)->certificate, zm_certificate_unref);

  G_OBJECT_CLASS (zm_server_row_parent_class)->finalize (object);
}

static void
zm_server_row_class_init (ZmServerRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = zm_server_row_finalize;

  gtk_widget_class_install_action (widget_class, "server.save", NULL, save);

  g_type_ensure (ZM_TYPE_BADGE);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/server-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmServerRow, badge);
  gtk_widget_class_bind_template_child (widget_class, ZmServerRow, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmServerRow, subject);
  gtk_widget_class_bind_template_child (widget_class, ZmServerRow, validity);
}

static void
zm_server_row_init (ZmServerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
}

GtkWidget *
zm_server_row_new (void)
{
  return g_object_new (ZM_TYPE_SERVER_ROW, NULL);
}

void
zm_server_row_show (ZmServerRow   *self,
                    ZmCertificate *certificate,
                    gboolean       is_newest,
                    ZmInstant      now)
{
  ZmInstant end;
  ZmHealthSeverity severity;
  g_autofree char *subject = NULL;
  g_autofree char *day = NULL;
  g_autofree char *distance = NULL;
  g_autofree char *serial = NULL;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (ZM_IS_SERVER_ROW (self));
  g_return_if_fail (certificate != NULL);

  g_clear_pointer (&self->certificate, zm_certificate_unref);
  self->certificate = zm_certificate_ref (certificate);
  end = zm_certificate_get_not_after (certificate);
  severity = zm_health_judge_expiry (zm_certificate_get_not_before (certificate), end, now, NULL);
  subject = zm_text_escape (zm_certificate_get_subject (certificate), -1);
  day = zm_time_words_format_day (end);
  distance = zm_time_words_format_distance (end, now);
  serial = zm_number_words_group_serial (zm_certificate_get_serial (certificate));
  /* TRANSLATORS: the last day of a certificate, how far away that is, and its serial number. */
  text = g_strdup_printf (_("Until %s, %s. Serial number %s"), day, distance, serial);
  gtk_label_set_text (self->subject, subject);
  gtk_label_set_text (self->validity, text);
  name = zm_join_list (subject, text, NULL);
  zm_accessible_set_label (GTK_WIDGET (self), name);
  if (is_newest)
    g_object_set (self->badge, "kind", zm_health_words_kind (severity), "label",
                  zm_health_words_say (severity), NULL);
  else
    g_object_set (self->badge, "kind", ZM_BADGE_NEUTRAL, "label", _("Earlier"), NULL);
}
