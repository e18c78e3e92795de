#include "config.h"

#include "ui/finding-row.h"

#include "app/station/phrase-words.h"
#include "ui/accessible.h"
#include "ui/health-words.h"

#include <glib/gi18n.h>

struct _ZmFindingRow {
  GtkListBoxRow  parent_instance;

  GtkWidget     *badge;
  GtkLabel      *check;
  GtkLabel      *remedy;
  GtkLabel      *seen;
  GtkLabel      *title;
};

G_DEFINE_FINAL_TYPE (ZmFindingRow, zm_finding_row, GTK_TYPE_LIST_BOX_ROW)

static void
zm_finding_row_class_init (ZmFindingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZM_TYPE_BADGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/finding-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmFindingRow, badge);
  gtk_widget_class_bind_template_child (widget_class, ZmFindingRow, check);
  gtk_widget_class_bind_template_child (widget_class, ZmFindingRow, remedy);
  gtk_widget_class_bind_template_child (widget_class, ZmFindingRow, seen);
  gtk_widget_class_bind_template_child (widget_class, ZmFindingRow, title);
}

static void
zm_finding_row_init (ZmFindingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_text (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
name_row (ZmFindingRow          *self,
          const ZmHealthFinding *finding)
{
  GtkLabel *const parts[] = { self->seen, self->remedy };
  g_autoptr(GString) name = g_string_new (finding->title);

  g_string_append_printf (name, ": %s", zm_health_words_say (finding->severity));
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (gtk_widget_get_visible (GTK_WIDGET (parts[i])))
        g_string_append_printf (name, ", %s", gtk_label_get_text (parts[i]));
    }
  zm_accessible_set_label (GTK_WIDGET (self), name->str);
}

static char *
describe_seen (const ZmHealthFinding *finding)
{
  g_autofree char *seen = zm_phrase_words_say (finding->seen);
  g_autofree char *expected = NULL;

  if (finding->severity == ZM_HEALTH_OK || finding->expected == NULL)
    return g_steal_pointer (&seen);

  expected = zm_phrase_words_say (finding->expected);
  if (seen == NULL)
    return g_strdup_printf (_("Expected: %s"), expected);

  return g_strdup_printf (_("Seen: %s. Expected: %s"), seen, expected);
}

GtkWidget *
zm_finding_row_new (void)
{
  return g_object_new (ZM_TYPE_FINDING_ROW, NULL);
}

void
zm_finding_row_show (ZmFindingRow          *self,
                     const ZmHealthFinding *finding)
{
  g_autofree char *seen = NULL;

  g_return_if_fail (ZM_IS_FINDING_ROW (self));
  g_return_if_fail (finding != NULL);

  seen = describe_seen (finding);
  show_text (self->title, finding->title);
  show_text (self->seen, seen);
  show_text (self->remedy, finding->remedy);
  /* The code by which the audit log and the manual know it. */
  show_text (self->check, finding->severity == ZM_HEALTH_OK ? NULL : finding->check);
  g_object_set (self->badge, "kind", zm_health_words_kind (finding->severity),
                "label", zm_health_words_say (finding->severity), NULL);
  name_row (self, finding);
}
