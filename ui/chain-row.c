#include "config.h"

#include "ui/chain-row.h"

#include "app/base/text.h"
#include "app/station/time-words.h"
#include "ui/accessible.h"
#include "ui/health-words.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

struct _ZmChainRow {
  GtkListBoxRow  parent_instance;

  char          *sha256;

  GtkWidget     *badge;
  ZmValidityBar *bar;
  GtkLabel      *fingerprint;
  GtkImage      *icon;
  GtkWidget     *list;
  GtkWidget     *list_badge;
  GtkLabel      *list_text;
  GtkLabel      *name;
  GtkLabel      *purpose;
  GtkLabel      *until;
};

G_DEFINE_FINAL_TYPE (ZmChainRow, zm_chain_row, GTK_TYPE_LIST_BOX_ROW)

static void
copy_fingerprint (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), ZM_CHAIN_ROW (widget)->sha256);
}

static const char *
get_icon_name (ZmAuthorityKind kind)
{
  switch (kind)
    {
    case ZM_AUTHORITY_ROOT:
      return "drive-removable-media-symbolic";
    case ZM_AUTHORITY_INTERMEDIATE:
      return "security-high-symbolic";
    case ZM_AUTHORITY_STATION:
      return "computer-symbolic";
    case ZM_AUTHORITY_SERVER:
    default:
      return "network-server-symbolic";
    }
}

static char *
say_end (ZmInstant end,
         ZmInstant now)
{
  g_autofree char *day = zm_time_words_format_day (end);
  g_autofree char *distance = zm_time_words_format_distance (end, now);

  return end >= now ? g_strdup_printf (_("Until %s, %s"), day, distance) :
         g_strdup_printf (_("Ended on %s, %s"), day, distance);
}

static void
show_badge (GtkWidget        *badge,
            ZmHealthSeverity  severity)
{
  g_object_set (badge, "kind", zm_health_words_kind (severity),
                "label", zm_health_words_say (severity), NULL);
}

static void
show_list (ZmChainRow            *self,
           const ZmAuthorityLink *link,
           ZmInstant              now)
{
  gboolean is_ca = link->kind == ZM_AUTHORITY_ROOT || link->kind == ZM_AUTHORITY_INTERMEDIATE;
  g_autofree char *end = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->list, is_ca);
  if (!is_ca)
    return;

  if (link->crl != NULL)
    {
      end = say_end (zm_crl_get_next_update (link->crl), now);
      /* TRANSLATORS: the number of a revocation list, and until when it is in force. */
      text = g_strdup_printf (_("Revocation list %" PRIu64 " · %s"),
                              zm_crl_get_number (link->crl), end);
    }
  else
    text = g_strdup (_("No revocation list of this CA is known here"));
  gtk_label_set_text (self->list_text, text);
  show_badge (self->list_badge, link->crl_severity);
}

static void
name_row (ZmChainRow            *self,
          const ZmAuthorityLink *link)
{
  g_autofree char *name =
    g_strdup_printf ("%s: %s. %s, %s. %s", gtk_label_get_text (self->purpose),
                     gtk_label_get_text (self->name), gtk_label_get_text (self->until),
                     zm_health_words_say (link->severity),
                     gtk_widget_get_visible (self->list) ? gtk_label_get_text (self->list_text)
                                                         : "");

  zm_accessible_set_label (GTK_WIDGET (self), g_strchomp (name));
}

static void
zm_chain_row_finalize (GObject *object)
{
  g_free (ZM_CHAIN_ROW (object)->sha256);

  G_OBJECT_CLASS (zm_chain_row_parent_class)->finalize (object);
}

static void
zm_chain_row_class_init (ZmChainRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = zm_chain_row_finalize;

  gtk_widget_class_install_action (widget_class, "chain.copy-fingerprint", NULL, copy_fingerprint);

  g_type_ensure (ZM_TYPE_BADGE);
  g_type_ensure (ZM_TYPE_VALIDITY_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/chain-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmChainRow, badge);
  gtk_widget_class_bind_template_child (widget_class, ZmChainRow, bar);
  gtk_widget_class_bind_template_child (widget_class, ZmChainRow, fingerprint);
  gtk_widget_class_bind_template_child (widget_class, ZmChainRow, icon);
  gtk_widget_class_bind_template_child (widget_class, ZmChainRow, list);
  gtk_widget_class_bind_template_child (widget_class, ZmChainRow, list_badge);
  gtk_widget_class_bind_template_child (widget_class, ZmChainRow, list_text);
  gtk_widget_class_bind_template_child (widget_class, ZmChainRow, name);
  gtk_widget_class_bind_template_child (widget_class, ZmChainRow, purpose);
  gtk_widget_class_bind_template_child (widget_class, ZmChainRow, until);
}

static void
zm_chain_row_init (ZmChainRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static const char *
get_class (ZmHealthSeverity severity)
{
  switch (severity)
    {
    case ZM_HEALTH_OK:
      return "success";
    case ZM_HEALTH_WARNING:
      return "warning";
    case ZM_HEALTH_PROBLEM:
    default:
      return "error";
    }
}

GtkWidget *
zm_chain_row_new (void)
{
  return g_object_new (ZM_TYPE_CHAIN_ROW, NULL);
}

static void
show_name (ZmChainRow            *self,
           const ZmAuthorityLink *link)
{
  const char *common_name = zm_certificate_get_common_name (link->certificate);
  const char *sha256 = zm_certificate_get_sha256 (link->certificate);
  g_autofree char *name = NULL;
  g_autofree char *fingerprint = NULL;

  name = zm_text_escape (common_name != NULL ? common_name
                                             : zm_certificate_get_subject (link->certificate), -1);
  fingerprint = g_strdup_printf ("%.8s…%s", sha256, sha256 + strlen (sha256) - 8);
  g_free (self->sha256);
  self->sha256 = g_strdup (sha256);
  gtk_image_set_from_icon_name (self->icon, get_icon_name (link->kind));
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->purpose, zm_health_words_say_kind (link->kind));
  gtk_label_set_text (self->fingerprint, fingerprint);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->fingerprint), sha256);
}

static void
show_bar (ZmChainRow            *self,
          const ZmAuthorityLink *link,
          const ZmValiditySpan  *axis)
{
  const char *classes[] = { get_class (link->severity), NULL };
  ZmValiditySpan span = *axis;

  span.begin = zm_certificate_get_not_before (link->certificate);
  span.end = zm_certificate_get_not_after (link->certificate);
  gtk_widget_set_css_classes (GTK_WIDGET (self->bar), classes);
  zm_validity_bar_show (self->bar, &span);
}

void
zm_chain_row_show (ZmChainRow            *self,
                   const ZmAuthorityLink *link,
                   const ZmValiditySpan  *axis)
{
  g_autofree char *until = NULL;

  g_return_if_fail (ZM_IS_CHAIN_ROW (self));
  g_return_if_fail (link != NULL);
  g_return_if_fail (axis != NULL);

  until = say_end (zm_certificate_get_not_after (link->certificate), axis->now);
  show_name (self, link);
  show_bar (self, link, axis);
  gtk_label_set_text (self->until, until);
  show_badge (self->badge, link->severity);
  show_list (self, link, axis->now);
  name_row (self, link);
}
