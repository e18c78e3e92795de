#include "config.h"

#include "ui/ceremony-dialog.h"

#include "app/base/file.h"
#include "app/base/text.h"
#include "app/protocol/secret-rules.h"
#include "app/station/authority.h"
#include "app/station/judgement-item.h"
#include "app/station/refusal.h"
#include "app/station/server-desk.h"
#include "app/station/time-words.h"
#include "ui/accessible.h"
#include "ui/certificate-file.h"
#include "ui/failure-card.h"
#include "ui/file-choice.h"
#include "ui/judgement-table.h"
#include "ui/secret-row.h"

#include <glib/gi18n.h>

struct _ZmCeremonyDialog {
  AdwWindow            parent_instance;

  ZmStation           *station;
  ZmCeremonyKind       kind;
  char                *folder;      /* of the medium; NULL until it is chosen */
  ZmServerRequest     *request;     /* NULL until one was read */
  ZmCertificate       *certificate; /* NULL until it was issued */

  GtkButton           *accept;
  GtkLabel            *done_text;
  GtkWidget           *failure;
  GtkWidget           *folder_row;
  AdwPreferencesGroup *intro;
  GtkWidget           *passphrase;
  GtkWidget           *request_group;
  GtkWidget           *request_row;
  GtkWidget           *save;
  GtkStack            *stack;
  GtkWidget           *table;
};

G_DEFINE_FINAL_TYPE (ZmCeremonyDialog, zm_ceremony_dialog, ADW_TYPE_WINDOW)

/* What a kind is called, by ZmCeremonyKind. */
static const struct {
  const char *title;
  const char *accept;
  const char *text;
  const char *done;
} words[] = {
  { N_("Renew the Authority"), N_("_Renew"),
    N_("The intermediate and the station get new certificates from the same root, which issues a new "
       "revocation list as well. Devices keep theirs; those issued from then on last as long as the "
       "new intermediate allows."),
    N_("The authority is renewed. Take the medium out and lock it away, and have the new revocation "
       "lists published.") },
  { N_("New List of the Root"), N_("_Issue"),
    N_("The root issues a new revocation list. What was revoked stays revoked."),
    N_("The root has issued a new revocation list. Take the medium out and lock it away, and have the "
       "list published.") },
  { N_("Server Certificate"), N_("_Issue"),
    N_("The Central Station made its own key and wrote a request. The root certifies that key; the "
       "key never leaves the server."),
    N_("The certificate is issued and on record. Take the medium out and lock it away, and bring the "
       "certificate to the Central Station.") },
};

static void
show_failure (ZmCeremonyDialog *self,
              const GError     *error)
{
  g_object_set (self->failure, "failure", error, "visible", error != NULL, NULL);
}

static void
update (ZmCeremonyDialog *self)
{
  gboolean asked = self->kind != ZM_CEREMONY_SERVER ||
                   (self->request != NULL && self->request->refusal == NULL);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ceremony.accept",
                                 asked && self->folder != NULL &&
                                 zm_secret_row_check (self->passphrase,
                                                      zm_secret_rules_check_passphrase));
}

static void
changed_cb (ZmCeremonyDialog *self)
{
  update (self);
}

static void
activated_cb (ZmCeremonyDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "ceremony.accept", NULL);
}

/* --- The request --- */

static void
read_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ZmCeremonyDialog *self = source_object;
  GError *error = NULL;
  g_autoptr(GBytes) content = zm_file_read (task_data, ZM_SERVER_REQUEST_MAX, &error);
  ZmServerRequest *request = content != NULL ? zm_server_desk_judge (self->station, content, &error)
                                             : NULL;

  if (request != NULL)
    {
      g_task_return_pointer (task, request, (GDestroyNotify) zm_server_desk_free);
      return;
    }

  zm_refusal_note (self->station, "server certificate", error);
  g_task_return_error (task, error);
}

static void
show_request (ZmCeremonyDialog *self)
{
  g_autoptr(GListStore) rows = g_list_store_new (ZM_TYPE_JUDGEMENT_ITEM);
  const char *name = zm_csr_get_common_name (self->request->csr);
  g_autofree char *shown = zm_text_escape (name != NULL ? name : "", -1);
  g_autofree char *day = zm_time_words_format_day (self->request->not_after);
  g_autofree char *text = g_strdup_printf (_("A certificate for the server %s, until %s"), shown, day);

  for (guint i = 0; i < self->request->rows->len; i++)
    {
      g_autoptr(ZmJudgementItem) item = zm_judgement_item_new (self->request->rows->pdata[i]);

      g_list_store_append (rows, item);
    }
  g_object_set (self->table, "model", rows, "visible", TRUE, NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->request_row), text);
  show_failure (self, self->request->refusal);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ZmCeremonyDialog *self = ZM_CEREMONY_DIALOG (source);
  g_autoptr(GError) error = NULL;
  ZmServerRequest *request = g_task_propagate_pointer (G_TASK (result), &error);

  g_clear_pointer (&self->request, zm_server_desk_free);
  self->request = request;
  if (self->table == NULL)
    return;

  gtk_widget_set_visible (self->table, request != NULL);
  if (request != NULL)
    show_request (self);
  else
    show_failure (self, error);
  update (self);
}

static void
request_chosen_cb (GListModel *files,
                   gpointer    data)
{
  ZmCeremonyDialog *self = data;
  g_autoptr(GFile) file = g_list_model_get_item (files, 0);
  const char *path = g_file_peek_path (file);
  g_autoptr(GTask) task = g_task_new (self, NULL, read_cb, NULL);

  g_task_set_source_tag (task, request_chosen_cb);
  g_task_set_task_data (task, g_strdup (path != NULL ? path : ""), g_free);
  g_task_run_in_thread (task, read_in_thread);
}

static void
choose_request (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  static const char *const suffixes[] = { "csr", "pem", "req", NULL };

  zm_file_choice_open (widget, _("Request of the Server"), _("Certificate requests (PEM)"), suffixes,
                       FALSE, request_chosen_cb, widget);
}

static void
folder_chosen_cb (GListModel *files,
                  gpointer    data)
{
  ZmCeremonyDialog *self = data;

  if (!zm_file_choice_take_path (files, &self->folder))
    return;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->folder_row), self->folder);
  update (self);
}

static void
choose_folder (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  zm_file_choice_folder (widget, _("Folder on the Medium"), folder_chosen_cb, widget);
}

/* --- The ceremony --- */

typedef struct {
  char     *folder;
  ZmSecret *passphrase;
} Ceremony;

static void
free_ceremony (gpointer data)
{
  Ceremony *ceremony = data;

  g_free (ceremony->folder);
  zm_secret_free (ceremony->passphrase);
  g_free (ceremony);
}

/* The certificate of the server, or nothing more. */
static gboolean
hold (ZmCeremonyDialog  *self,
      const Ceremony    *ceremony,
      ZmCertificate    **certificate,
      GError           **error)
{
  switch (self->kind)
    {
    case ZM_CEREMONY_RENEWAL:
      return zm_authority_renew (self->station, ceremony->folder, ceremony->passphrase, error);
    case ZM_CEREMONY_LIST:
      return zm_authority_renew_root_list (self->station, ceremony->folder, ceremony->passphrase,
                                           error);
    case ZM_CEREMONY_SERVER:
    default:
      *certificate = zm_server_desk_issue (self->station, self->request, ceremony->folder,
                                           ceremony->passphrase, error);
      return *certificate != NULL;
    }
}

static void
hold_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ZmCeremonyDialog *self = source_object;
  ZmCertificate *certificate = NULL;
  GError *error = NULL;

  if (hold (self, task_data, &certificate, &error))
    {
      g_task_return_pointer (task, certificate, (GDestroyNotify) zm_certificate_unref);
      return;
    }

  zm_refusal_note (self->station, "ceremony", error);
  g_task_return_error (task, error);
}

static void
held_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ZmCeremonyDialog *self = ZM_CEREMONY_DIALOG (source);
  g_autoptr(GError) error = NULL;

  self->certificate = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->stack == NULL)
    return;

  gtk_window_set_deletable (GTK_WINDOW (self), TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ceremony.close", TRUE);
  show_failure (self, error);
  gtk_stack_set_visible_child_name (self->stack, error != NULL ? "form" : "done");
  gtk_widget_set_visible (GTK_WIDGET (self->accept), error != NULL);
  gtk_widget_set_visible (self->save, self->certificate != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ceremony.save", self->certificate != NULL);
  if (error != NULL)
    update (self);
  else
    zm_secret_row_clear (self->passphrase);
}

static void
accept (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ZmCeremonyDialog *self = ZM_CEREMONY_DIALOG (widget);
  g_autoptr(GTask) task = g_task_new (self, NULL, held_cb, NULL);
  Ceremony *ceremony = g_new0 (Ceremony, 1);

  ceremony->folder = g_strdup (self->folder);
  ceremony->passphrase = zm_secret_row_copy (self->passphrase);
  show_failure (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, "working");
  gtk_widget_action_set_enabled (widget, "ceremony.accept", FALSE);
  gtk_widget_action_set_enabled (widget, "ceremony.close", FALSE);
  gtk_window_set_deletable (GTK_WINDOW (self), FALSE);
  g_task_set_source_tag (task, accept);
  g_task_set_task_data (task, ceremony, free_ceremony);
  g_task_run_in_thread (task, hold_in_thread);
}

static void
save (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  ZmCeremonyDialog *self = ZM_CEREMONY_DIALOG (widget);

  zm_certificate_file_save (widget, self->certificate, self->failure);
}

static void
close_dialog (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static void
zm_ceremony_dialog_dispose (GObject *object)
{
  ZmCeremonyDialog *self = ZM_CEREMONY_DIALOG (object);

  if (self->passphrase != NULL)
    zm_secret_row_clear (self->passphrase);

  G_OBJECT_CLASS (zm_ceremony_dialog_parent_class)->dispose (object);
}

static void
zm_ceremony_dialog_finalize (GObject *object)
{
  ZmCeremonyDialog *self = ZM_CEREMONY_DIALOG (object);

  g_clear_object (&self->station);
  g_clear_pointer (&self->request, zm_server_desk_free);
  g_clear_pointer (&self->certificate, zm_certificate_unref);
  g_free (self->folder);

  G_OBJECT_CLASS (zm_ceremony_dialog_parent_class)->finalize (object);
}

static void
zm_ceremony_dialog_class_init (ZmCeremonyDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_ceremony_dialog_dispose;
  object_class->finalize = zm_ceremony_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "ceremony.accept", NULL, accept);
  gtk_widget_class_install_action (widget_class, "ceremony.choose-folder", NULL, choose_folder);
  gtk_widget_class_install_action (widget_class, "ceremony.choose-request", NULL, choose_request);
  gtk_widget_class_install_action (widget_class, "ceremony.close", NULL, close_dialog);
  gtk_widget_class_install_action (widget_class, "ceremony.save", NULL, save);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "ceremony.close", NULL);

  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_JUDGEMENT_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/ceremony-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyDialog, done_text);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyDialog, intro);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyDialog, passphrase);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyDialog, request_group);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyDialog, request_row);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyDialog, save);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyDialog, table);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
zm_ceremony_dialog_init (ZmCeremonyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_secret_row_clear (self->passphrase);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ceremony.accept", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ceremony.save", FALSE);
}

GtkWindow *
zm_ceremony_dialog_new (ZmStation      *station,
                        ZmCeremonyKind  kind)
{
  ZmCeremonyDialog *self;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (words), NULL);

  self = g_object_new (ZM_TYPE_CEREMONY_DIALOG, "title", _(words[kind].title), NULL);
  self->station = g_object_ref (station);
  self->kind = kind;
  gtk_button_set_label (self->accept, _(words[kind].accept));
  adw_preferences_group_set_description (self->intro, _(words[kind].text));
  gtk_label_set_text (self->done_text, _(words[kind].done));
  gtk_widget_set_visible (self->request_group, kind == ZM_CEREMONY_SERVER);
  zm_accessible_name_buttons (GTK_WIDGET (self));

  return GTK_WINDOW (self);
}
