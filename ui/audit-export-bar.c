#include "config.h"

#include "ui/audit-export-bar.h"

#include "app/base/text.h"
#include "ui/export-task.h"
#include "ui/template.h"

#include <glib/gi18n.h>

struct _ZmAuditExportBar {
  GtkWidget             parent_instance;

  ZmStation            *station;
  ZmAuditFilter        *filter;
  ZmAuditFormat         format;
  char                 *path;
  GtkFileChooserNative *chooser;
  GCancellable         *writing; /* NULL while nothing is */
  ZmProgress           *progress;
  gboolean              gone;

  GtkProgressBar       *bar;
  GtkWidget            *cancel;
  GtkLabel             *said;
};

G_DEFINE_FINAL_TYPE (ZmAuditExportBar, zm_audit_export_bar, GTK_TYPE_WIDGET)

enum {
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_work (ZmAuditExportBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->bar), self->writing != NULL);
  gtk_widget_set_visible (self->cancel, self->writing != NULL);
  gtk_progress_bar_set_fraction (self->bar, 0);
}

static void
say_written (ZmAuditExportBar *self,
             guint             records)
{
  g_autofree char *name = g_path_get_basename (self->path);
  g_autofree char *shown = zm_text_escape (name, -1);
  g_autofree char *text = g_strdup_printf (ngettext ("%u record written to %s",
                                                     "%u records written to %s", records), records,
                                           shown);

  gtk_label_set_text (self->said, text);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ZmAuditExportBar) self = user_data;
  g_autoptr(GError) error = NULL;
  gssize records = zm_export_task_run_finish (ZM_STATION (source), result, &error);

  g_clear_object (&self->writing);
  g_clear_object (&self->progress);
  if (self->gone)
    return;

  show_work (self);
  if (records >= 0)
    say_written (self, (guint) records);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_label_set_text (self->said, _("Nothing was written."));
  else
    g_signal_emit (self, signals[REFUSED], 0, error);
}

static void
progress_cb (ZmAuditExportBar *self)
{
  if (self->progress != NULL && !self->gone)
    gtk_progress_bar_set_fraction (self->bar, zm_progress_get_fraction (self->progress));
}

static void
write_file (ZmAuditExportBar *self)
{
  self->writing = g_cancellable_new ();
  self->progress = zm_progress_new ();
  g_signal_connect_object (self->progress, "notify::fraction", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_label_set_text (self->said, NULL);
  show_work (self);
  zm_export_task_run_async (self->station, self->filter, self->format, self->path, self->progress,
                            self->writing, written_cb, g_object_ref (self));
}

static void
file_chosen_cb (ZmAuditExportBar *self,
                int               response)
{
  g_autoptr(GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file == NULL || g_file_peek_path (file) == NULL || self->writing != NULL)
    return;

  g_free (self->path);
  self->path = g_file_get_path (file);
  write_file (self);
}

static void
cancel (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  g_cancellable_cancel (ZM_AUDIT_EXPORT_BAR (widget)->writing);
}

static void
zm_audit_export_bar_dispose (GObject *object)
{
  ZmAuditExportBar *self = ZM_AUDIT_EXPORT_BAR (object);

  self->gone = TRUE;
  g_cancellable_cancel (self->writing);
  g_clear_object (&self->chooser);
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_AUDIT_EXPORT_BAR);
  g_clear_object (&self->station);

  G_OBJECT_CLASS (zm_audit_export_bar_parent_class)->dispose (object);
}

static void
zm_audit_export_bar_finalize (GObject *object)
{
  ZmAuditExportBar *self = ZM_AUDIT_EXPORT_BAR (object);

  g_clear_pointer (&self->filter, zm_audit_filter_free);
  g_free (self->path);

  G_OBJECT_CLASS (zm_audit_export_bar_parent_class)->finalize (object);
}

static void
zm_audit_export_bar_class_init (ZmAuditExportBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_audit_export_bar_dispose;
  object_class->finalize = zm_audit_export_bar_finalize;

  signals[REFUSED] = g_signal_new ("refused", ZM_TYPE_AUDIT_EXPORT_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);

  gtk_widget_class_install_action (widget_class, "audit.cancel-export", NULL, cancel);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/audit-export-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmAuditExportBar, bar);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditExportBar, cancel);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditExportBar, said);
}

static void
zm_audit_export_bar_init (ZmAuditExportBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
zm_audit_export_bar_begin (ZmAuditExportBar    *self,
                           ZmStation           *station,
                           const ZmAuditFilter *filter,
                           ZmAuditFormat        format)
{
  g_autofree char *name = g_strconcat ("audit-log.", zm_audit_export_format_name (format), NULL);
  GtkRoot *root;

  g_return_if_fail (ZM_IS_AUDIT_EXPORT_BAR (self));
  g_return_if_fail (ZM_IS_STATION (station));

  if (self->writing != NULL)
    return;

  g_set_object (&self->station, station);
  g_clear_pointer (&self->filter, zm_audit_filter_free);
  self->filter = zm_audit_filter_copy (filter);
  self->format = format;
  root = gtk_widget_get_root (GTK_WIDGET (self));
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Export the Audit Log"),
                                               GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
                                               _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (file_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
