#include "config.h"

#include "ui/ceremony-card.h"

#include "app/base/text.h"
#include "app/station/authority.h"
#include "app/station/refusal.h"
#include "app/station/time-words.h"
#include "ui/accessible.h"
#include "ui/answers-flow.h"
#include "ui/badge.h"
#include "ui/failure-card.h"
#include "ui/file-choice.h"
#include "ui/row-list.h"
#include "ui/template.h"

#include <glib/gi18n.h>

struct _ZmCeremonyCard {
  GtkWidget   parent_instance;

  ZmStation  *station;
  gboolean    working;

  GtkWidget  *badge;
  GtkLabel   *command;
  GtkWidget  *compromise;
  GtkListBox *facts;
  GtkWidget  *failure;
  GtkWidget  *import;
  GtkWidget  *list;
  GtkWidget  *renew;
  GtkLabel   *sentence;
};

G_DEFINE_FINAL_TYPE (ZmCeremonyCard, zm_ceremony_card, GTK_TYPE_WIDGET)

static void
answers_chosen_cb (GListModel *files,
                   gpointer    data)
{
  ZmCeremonyCard *self = data;

  zm_answers_flow_begin (GTK_WIDGET (self), self->station, files);
}

static void
import_answers (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  zm_file_choice_open (widget, _("Answers of the CA"),
                       _("Certificates and revocation lists (PEM, DER)"), zm_file_choice_answers, TRUE,
                       answers_chosen_cb, widget);
}

static void
write_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  ZmCeremonyCard *self = source_object;
  GError *error = NULL;

  if (zm_authority_export_again (self->station, task_data, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  zm_refusal_note (self->station, "authority requests", error);
  g_task_return_error (task, error);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ZmCeremonyCard *self = ZM_CEREMONY_CARD (source);
  g_autoptr(GError) error = NULL;

  self->working = FALSE;
  (void) g_task_propagate_boolean (G_TASK (result), &error);
  if (self->failure != NULL)
    g_object_set (self->failure, "failure", error, "visible", error != NULL, NULL);
}

static void
folder_chosen_cb (GListModel *files,
                  gpointer    data)
{
  ZmCeremonyCard *self = data;
  g_autoptr(GTask) task = NULL;
  char *folder = NULL;

  if (self->working || !zm_file_choice_take_path (files, &folder))
    return;

  self->working = TRUE;
  task = g_task_new (self, NULL, written_cb, NULL);
  g_task_set_source_tag (task, folder_chosen_cb);
  g_task_set_task_data (task, folder, g_free);
  g_task_run_in_thread (task, write_in_thread);
}

static void
write_requests (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  zm_file_choice_folder (widget, _("Folder for the Requests"), folder_chosen_cb, widget);
}

static void
zm_ceremony_card_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_CEREMONY_CARD);

  G_OBJECT_CLASS (zm_ceremony_card_parent_class)->dispose (object);
}

static void
zm_ceremony_card_finalize (GObject *object)
{
  g_clear_object (&ZM_CEREMONY_CARD (object)->station);

  G_OBJECT_CLASS (zm_ceremony_card_parent_class)->finalize (object);
}

static void
zm_ceremony_card_class_init (ZmCeremonyCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_ceremony_card_dispose;
  object_class->finalize = zm_ceremony_card_finalize;

  gtk_widget_class_install_action (widget_class, "ceremony.import", NULL, import_answers);
  gtk_widget_class_install_action (widget_class, "ceremony.write", NULL, write_requests);

  g_type_ensure (ZM_TYPE_BADGE);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/ceremony-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyCard, badge);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyCard, command);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyCard, compromise);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyCard, facts);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyCard, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyCard, import);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyCard, list);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyCard, renew);
  gtk_widget_class_bind_template_child (widget_class, ZmCeremonyCard, sentence);
}

static void
zm_ceremony_card_init (ZmCeremonyCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
}

void
zm_ceremony_card_open (ZmCeremonyCard *self,
                       ZmStation      *station)
{
  g_return_if_fail (ZM_IS_CEREMONY_CARD (self));
  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (self->station == NULL);

  self->station = g_object_ref (station);
}

static char *
say_waiting (const ZmAuthorityOrigin *origin)
{
  g_autofree char *when = zm_time_words_format (origin->asked);
  g_autofree char *who = zm_text_escape (origin->asked_by, -1);

  return g_strdup_printf (_("The CA has to answer the requests that %s wrote on %s. Have them signed "
                            "there, bring the answers here, and import them all together."), who,
                          when);
}

static char *
say_standing (const ZmAuthorityOrigin *origin)
{
  g_autofree char *when = zm_time_words_format_day (origin->founded);

  if (origin->source == ZM_AUTHORITY_FROM_MEDIUM)
    return g_strdup_printf (_("The root key of this station is kept on a removable medium. What is "
                              "below it was last made on %s."), when);

  return g_strdup_printf (_("The hospital’s own CA signed what is in force since %s. To renew it, "
                            "write requests, have them signed there, and import the answers; a new "
                            "revocation list is imported in the same way."), when);
}

static void
show_requests (ZmCeremonyCard          *self,
               const ZmAuthorityOrigin *origin)
{
  zm_row_list_show_facts (self->facts, (const ZmRowListFact[]) {
    { _("Folder of the requests"),
      origin->folder != NULL ? origin->folder : _("It was not recorded") },
    { _("Request for the intermediate (intermediate.csr), SHA-256"),
      origin->intermediate_sha256 },
    { _("Request for the station (station.csr), SHA-256"), origin->station_sha256 },
    { _("What has to come back"),
      origin->founded != 0
      ? _("The certificates that were renewed, and the CA’s newest revocation list")
      : _("The root certificate, the intermediate certificate and those between, the station "
          "certificate, and the revocation lists of the CAs above the intermediate") },
    { NULL },
  });
}

/* What has a root key of its own can do it here, but for what ends the authority. */
static void
show_medium (ZmCeremonyCard           *self,
             const ZmStationAuthority *authority)
{
  g_autofree char *now = NULL;
  g_autofree char *command = NULL;

  gtk_widget_set_visible (self->renew, authority != NULL);
  gtk_widget_set_visible (self->list, authority != NULL);
  gtk_widget_set_visible (self->compromise, authority != NULL);
  if (authority == NULL)
    return;

  now = zm_instant_format (zm_instant_now ());
  command = g_strdup_printf ("echo '{\"request\":\"crl\",\"revoked\":[{\"serial\":\"%s\","
                             "\"at\":\"%s\",\"reason\":\"cACompromise\"}]}' | zmonitor-signer "
                             "--ceremony --root-media FOLDER | "
                             "sed 's/.*\"crl\":\"\\([^\"]*\\).*/\\1/; s/\\\\n/\\n/g' > root.crl",
                             zm_certificate_get_serial (authority->chain->pdata[0]), now);
  gtk_label_set_text (self->command, command);
}

void
zm_ceremony_card_show (ZmCeremonyCard           *self,
                       const ZmAuthorityOrigin  *origin,
                       const ZmStationAuthority *authority)
{
  gboolean waits;
  g_autofree char *sentence = NULL;

  g_return_if_fail (ZM_IS_CEREMONY_CARD (self));
  g_return_if_fail (origin != NULL);

  waits = origin->asked != 0;
  sentence = waits ? say_waiting (origin) : say_standing (origin);
  gtk_widget_set_visible (GTK_WIDGET (self), waits || authority != NULL);
  gtk_label_set_text (self->sentence, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), waits);
  if (waits)
    gtk_widget_add_css_class (self->import, "suggested-action");
  else
    gtk_widget_remove_css_class (self->import, "suggested-action");
  if (waits)
    show_requests (self, origin);
  show_medium (self, origin->source == ZM_AUTHORITY_FROM_MEDIUM ? authority : NULL);
  g_object_set (self->badge, "kind", waits ? ZM_BADGE_WAITING : ZM_BADGE_GOOD, "label",
                waits ? _("Waiting") : _("In force"), NULL);
}
