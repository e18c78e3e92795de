#include "config.h"

#include "ui/device-intake.h"

#include "ui/add-device-dialog.h"
#include "ui/adopt-flow.h"
#include "ui/file-choice.h"
#include "ui/import-flow.h"

#include <glib/gi18n.h>

#define STATION "zm-device-intake" /* at the widget */

static void
remember (GtkWidget *widget,
          ZmStation *station)
{
  g_object_set_data (G_OBJECT (widget), STATION, station);
}

static ZmStation *
recall (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), STATION);
}

void
zm_device_intake_add (GtkWidget *widget,
                      ZmStation *station)
{
  GtkWindow *dialog;

  g_return_if_fail (ZM_IS_STATION (station));

  dialog = zm_add_device_dialog_new (station);
  gtk_window_set_transient_for (dialog, GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (dialog);
}

static void
list_chosen_cb (GListModel *files,
                gpointer    data)
{
  g_autoptr(GFile) file = g_list_model_get_item (files, 0);

  zm_import_flow_begin (data, recall (data), file);
}

void
zm_device_intake_import (GtkWidget *widget,
                         ZmStation *station)
{
  static const char *const suffixes[] = { "csv", "txt", NULL };

  g_return_if_fail (ZM_IS_STATION (station));

  remember (widget, station);
  zm_file_choice_open (widget, _("Import a List of Devices"), _("Lists (CSV)"), suffixes, FALSE,
                       list_chosen_cb, widget);
}

static void
certificates_chosen_cb (GListModel *files,
                        gpointer    data)
{
  zm_adopt_flow_begin (data, recall (data), files);
}

void
zm_device_intake_adopt (GtkWidget *widget,
                        ZmStation *station)
{
  g_return_if_fail (ZM_IS_STATION (station));

  remember (widget, station);
  zm_file_choice_open (widget, _("Adopt Certificates of Devices"), _("Certificates (PEM, DER)"),
                       zm_file_choice_certificates, TRUE, certificates_chosen_cb, widget);
}

static gboolean
is_list (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *folded = g_ascii_strdown (name, -1);

  return g_str_has_suffix (folded, ".csv") || g_str_has_suffix (folded, ".txt");
}

static gboolean
dropped_cb (GtkWidget    *widget,
            const GValue *value)
{
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr(GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));
  g_autoptr(GFile) first = NULL;

  for (GSList *link = list; link != NULL; link = link->next)
    g_list_store_append (files, link->data);
  first = g_list_model_get_item (G_LIST_MODEL (files), 0);
  if (first == NULL)
    return FALSE;

  if (is_list (first))
    zm_import_flow_begin (widget, recall (widget), first);
  else
    zm_adopt_flow_begin (widget, recall (widget), G_LIST_MODEL (files));
  return TRUE;
}

void
zm_device_intake_watch (GtkWidget *widget,
                        ZmStation *station)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_return_if_fail (ZM_IS_STATION (station));

  remember (widget, station);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped_cb), widget);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}
