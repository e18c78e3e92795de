#include "config.h"

#include "ui/server-list.h"

#include "ui/accessible.h"
#include "ui/row-list.h"
#include "ui/server-row.h"
#include "ui/template.h"

#include <glib/gi18n.h>

#define SHOWN_MAX 5

struct _ZmServerList {
  GtkWidget   parent_instance;

  GtkWidget  *issue;
  GtkWidget  *none;
  GtkListBox *rows;
};

G_DEFINE_FINAL_TYPE (ZmServerList, zm_server_list, GTK_TYPE_WIDGET)

static void
zm_server_list_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_SERVER_LIST);

  G_OBJECT_CLASS (zm_server_list_parent_class)->dispose (object);
}

static void
zm_server_list_class_init (ZmServerListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_server_list_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/server-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmServerList, issue);
  gtk_widget_class_bind_template_child (widget_class, ZmServerList, none);
  gtk_widget_class_bind_template_child (widget_class, ZmServerList, rows);
}

static void
zm_server_list_init (ZmServerList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (self->issue);
}

static guint
count_shown (const GPtrArray *servers)
{
  return MIN (servers->len, SHOWN_MAX);
}

void
zm_server_list_show (ZmServerList            *self,
                     const ZmAuthoritySurvey *survey,
                     gboolean                 has_medium)
{
  guint count;

  g_return_if_fail (ZM_IS_SERVER_LIST (self));
  g_return_if_fail (survey != NULL);

  count = count_shown (survey->servers);
  zm_row_list_resize (self->rows, count, zm_server_row_new);
  for (guint i = 0; i < count; i++)
    zm_server_row_show (ZM_SERVER_ROW (gtk_list_box_get_row_at_index (self->rows, (int) i)),
                        survey->servers->pdata[i], i == 0, survey->at);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), count > 0);
  gtk_widget_set_visible (self->none, count == 0);
  gtk_widget_set_visible (self->issue, has_medium);
  gtk_button_set_label (GTK_BUTTON (self->issue), count > 0 ? _("R_enew…") : _("_Issue…"));
  zm_accessible_set_description (self->issue, count > 0 ? _("Renew the server’s certificate")
                                                        : _("Issue the server’s certificate"));
}
