#include "config.h"

#include "ui/founding-assistant.h"

#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/protocol/policy-rules.h"
#include "app/protocol/secret-rules.h"
#include "app/station/founding.h"
#include "ui/accessible.h"
#include "ui/failure-card.h"
#include "ui/file-choice.h"
#include "ui/founding-task.h"
#include "ui/row-list.h"
#include "ui/secret-row.h"

#include <glib/gi18n.h>
#include <string.h>

#define DIRECTORY_NAME "zmonitor-station" /* in the user's data directory, as stationctl's default */
#define TEXT_MAX       64                 /* characters of a name */

struct _ZmFoundingAssistant {
  AdwWindow             parent_instance;

  guint                 page;
  gboolean              begun;     /* what there is at the place may be ours */
  char                 *directory;
  char                 *folder;

  GtkWidget            *administrator;
  GtkWidget            *back;
  GtkWidget            *cancel;
  GtkWidget            *crl_url;
  GtkWidget            *desk;
  GtkWidget            *directory_row;
  GtkLabel             *done_text;
  GtkWidget            *failure;
  AdwPreferencesGroup  *folder_group;
  GtkWidget            *folder_row;
  GtkWidget            *hospital;
  GtkCheckButton       *hospital_ca;
  GtkWidget            *identity_host;
  GtkButton            *next;
  GtkWidget            *open;
  GtkWidget            *passphrase;
  GtkWidget            *passphrase_again;
  GtkWidget            *pin;
  GtkWidget            *pin_again;
  GtkWidget            *promise;   /* that nothing is written yet */
  GtkWidget            *root_again;
  GtkWidget            *root_passphrase;
  GtkWidget            *server_url;
  GtkStack             *stack;
  GtkListBox           *summary;
};

G_DEFINE_FINAL_TYPE (ZmFoundingAssistant, zm_founding_assistant, ADW_TYPE_WINDOW)

enum {
  FOUNDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static gboolean
is_hospital_ca (ZmFoundingAssistant *self)
{
  return gtk_check_button_get_active (self->hospital_ca);
}

/* Wrong shows while it is typed, but an empty field is only not filled yet. */
static gboolean
judge (GtkWidget *row,
       gboolean   good)
{
  if (!good && *get_text (row) != '\0')
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");

  return good;
}

static gboolean
judge_name (GtkWidget *row)
{
  const char *text = get_text (row);

  return judge (row, *text != '\0' && zm_device_text_check (text, TEXT_MAX, "name", NULL));
}

static gboolean
judge_twice (GtkWidget *row,
             GtkWidget *again,
             gboolean (*check)(const ZmSecret  *secret,
                               GError         **error))
{
  gboolean good = judge (row, zm_secret_row_check (row, check));
  gboolean same = judge (again, zm_secret_row_same (row, again));

  return good && same;
}

static gboolean
judge_place (ZmFoundingAssistant *self)
{
  gboolean is_new = self->begun || !zm_founding_has_signer (self->directory);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->directory_row),
                               is_new ? self->directory
                                      : _("There is a station there already: open it, or choose "
                                          "another folder"));
  return judge_name (self->desk) && is_new;
}

static gboolean
judge_way (ZmFoundingAssistant *self)
{
  return TRUE;
}

static gboolean
judge_names (ZmFoundingAssistant *self)
{
  gboolean good = judge_name (self->hospital);

  good &= judge (self->identity_host,
                 zm_policy_rules_check_host (get_text (self->identity_host), NULL));
  good &= judge (self->server_url,
                 zm_policy_rules_check_server_url (get_text (self->server_url), NULL));
  good &= judge (self->crl_url, zm_policy_rules_check_crl_url (get_text (self->crl_url), NULL));

  return good;
}

static gboolean
judge_people (ZmFoundingAssistant *self)
{
  gboolean good = judge_name (self->administrator);

  good &= judge_twice (self->pin, self->pin_again, zm_secret_rules_check_pin);
  good &= judge_twice (self->passphrase, self->passphrase_again, zm_secret_rules_check_passphrase);

  return good;
}

static gboolean
judge_folder (ZmFoundingAssistant *self)
{
  if (self->folder == NULL)
    return FALSE;

  return is_hospital_ca (self) ||
         judge_twice (self->root_passphrase, self->root_again, zm_secret_rules_check_passphrase);
}

/* In their order; the last one does it. */
static const struct {
  const char *name;
  gboolean  (*judge) (ZmFoundingAssistant *self);
} pages[] = {
  { "place", judge_place },
  { "way", judge_way },
  { "names", judge_names },
  { "people", judge_people },
  { "folder", judge_folder },
  { "summary", judge_way },
};

static void
update (ZmFoundingAssistant *self)
{
  gboolean is_last = self->page == G_N_ELEMENTS (pages) - 1;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "founding.next",
                                 pages[self->page].judge (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "founding.back", self->page > 0);
  gtk_widget_set_visible (self->back, self->page > 0);
  gtk_button_set_label (self->next, is_last ? _("_Set Up") : _("_Next"));
  zm_accessible_set_label (GTK_WIDGET (self->next), is_last ? _("Set Up") : _("Next"));
}

static void
changed_cb (ZmFoundingAssistant *self)
{
  update (self);
}

static void
activated_cb (ZmFoundingAssistant *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "founding.next", NULL);
}

static void
sum_up (ZmFoundingAssistant *self)
{
  const ZmRowListFact facts[] = {
    { _("Folder of the station"), self->directory },
    { _("Desk"), get_text (self->desk) },
    { _("Authority"), is_hospital_ca (self) ? _("The hospital’s own CA signs the intermediate")
                                            : _("A new root, kept offline") },
    { _("Hospital"), get_text (self->hospital) },
    { _("Host in the devices’ identities, for ever"), get_text (self->identity_host) },
    { _("Central Station"), get_text (self->server_url) },
    { _("Distribution point of the revocation lists"), get_text (self->crl_url) },
    { _("First PKI administrator"), get_text (self->administrator) },
    { is_hospital_ca (self) ? _("The requests are written to") : _("The root key is written to"),
      self->folder },
    { NULL },
  };

  zm_row_list_show_facts (self->summary, facts);
}

static void
show_way (ZmFoundingAssistant *self)
{
  gboolean hospital_ca = is_hospital_ca (self);

  adw_preferences_group_set_title (self->folder_group,
                                   hospital_ca ? _("Requests") : _("Root Key"));
  adw_preferences_group_set_description
    (self->folder_group,
    hospital_ca ? _("Two requests are written for the hospital’s CA, each with the extensions "
                    "that its certificate must have.")
                 : _("The root key is made on a removable medium and stays there, encrypted. Who "
                     "loses the medium or its passphrase can never renew the intermediate."));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->folder_row),
                                 hospital_ca ? _("Folder for the requests")
                                             : _("Folder on the removable medium"));
  gtk_widget_set_visible (self->root_passphrase, !hospital_ca);
  gtk_widget_set_visible (self->root_again, !hospital_ca);
}

/* The stack has done so already if the focus was in the page before; once more would be the second field. */
static void
focus_first (GtkWidget *page)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (page));

  if (focus == NULL || !gtk_widget_is_ancestor (focus, page))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
show_page (ZmFoundingAssistant *self,
           guint                page)
{
  self->page = page;
  show_way (self);
  if (page == G_N_ELEMENTS (pages) - 1)
    sum_up (self);
  gtk_widget_set_visible (self->failure, FALSE);
  gtk_stack_set_visible_child_name (self->stack, pages[page].name);
  update (self);
  focus_first (gtk_stack_get_visible_child (self->stack));
}

static void
show_end (ZmFoundingAssistant *self)
{
  g_autofree char *text = NULL;

  if (is_hospital_ca (self))
    /* TRANSLATORS: a folder */
    text = g_strdup_printf (_("Have the hospital’s CA sign the requests in %s. Its answers are then "
                              "imported, and the first device can come."), self->folder);
  else
    /* TRANSLATORS: a folder on the medium; there are two steps before a device can come */
    text = g_strdup_printf (_("Take the medium with %s out now and lock it away. Then let "
                              "technicians sign in, open the enrolment window, and the first "
                              "device can come."), self->folder);
  gtk_label_set_text (self->done_text, text);
  gtk_stack_set_visible_child_name (self->stack, "done");
  gtk_widget_set_visible (self->cancel, FALSE);
  gtk_widget_set_visible (self->back, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->next), FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "founding.open", TRUE);
  gtk_widget_grab_focus (self->open);
}

static void
founded_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ZmFoundingAssistant) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean done = zm_founding_task_finish (result, &error);

  gtk_window_set_deletable (GTK_WINDOW (self), TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "founding.cancel", TRUE);
  if (done)
    {
      show_end (self);
      return;
    }

  show_page (self, G_N_ELEMENTS (pages) - 1);
  g_object_set (self->failure, "failure", error, "visible", TRUE, NULL);
}

/* The rows keep their secrets until it is done: what failed may be tried again. */
static ZmFoundingPlan *
make_plan (ZmFoundingAssistant *self)
{
  ZmFoundingPlan *plan = g_new0 (ZmFoundingPlan, 1);

  plan->directory = g_strdup (self->directory);
  plan->desk = g_strdup (get_text (self->desk));
  plan->hospital_ca = is_hospital_ca (self);
  plan->hospital = g_strdup (get_text (self->hospital));
  plan->identity_host = g_strdup (get_text (self->identity_host));
  plan->server_url = g_strdup (get_text (self->server_url));
  plan->crl_url = g_strdup (get_text (self->crl_url));
  plan->administrator = g_strdup (get_text (self->administrator));
  plan->pin = zm_secret_row_copy (self->pin);
  plan->passphrase = zm_secret_row_copy (self->passphrase);
  plan->folder = g_strdup (self->folder);
  if (!plan->hospital_ca)
    plan->root_passphrase = zm_secret_row_copy (self->root_passphrase);

  return plan;
}

static void
begin (ZmFoundingAssistant *self)
{
  self->begun = TRUE;
  gtk_widget_set_visible (self->promise, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "working");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "founding.next", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "founding.back", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "founding.cancel", FALSE);
  gtk_window_set_deletable (GTK_WINDOW (self), FALSE);
  zm_founding_task_async (make_plan (self), founded_cb, g_object_ref (self));
}

static void
go_next (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  ZmFoundingAssistant *self = ZM_FOUNDING_ASSISTANT (widget);

  if (self->page == G_N_ELEMENTS (pages) - 1)
    begin (self);
  else
    show_page (self, self->page + 1);
}

static void
go_back (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  ZmFoundingAssistant *self = ZM_FOUNDING_ASSISTANT (widget);

  show_page (self, self->page - 1);
}

static void
cancel (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static void
open_station (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ZmFoundingAssistant *self = ZM_FOUNDING_ASSISTANT (widget);

  g_signal_emit (self, signals[FOUNDED], 0, self->directory);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
directory_chosen_cb (GListModel *files,
                     gpointer    data)
{
  ZmFoundingAssistant *self = data;

  if (zm_file_choice_take_path (files, &self->directory))
    update (self);
}

static void
folder_chosen_cb (GListModel *files,
                  gpointer    data)
{
  ZmFoundingAssistant *self = data;

  if (!zm_file_choice_take_path (files, &self->folder))
    return;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->folder_row), self->folder);
  update (self);
}

static void
choose_directory (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  zm_file_choice_folder (widget, _("Where the Station Is Made"), directory_chosen_cb, widget);
}

static void
choose_folder (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  zm_file_choice_folder (widget, _("Choose a Folder"), folder_chosen_cb, widget);
}

static GtkWidget *const *
list_secrets (ZmFoundingAssistant *self,
              GtkWidget           *rows[7])
{
  rows[0] = self->pin;
  rows[1] = self->pin_again;
  rows[2] = self->passphrase;
  rows[3] = self->passphrase_again;
  rows[4] = self->root_passphrase;
  rows[5] = self->root_again;
  rows[6] = NULL;

  return rows;
}

static void
clear_secrets (ZmFoundingAssistant *self)
{
  GtkWidget *rows[7];

  for (GtkWidget *const *row = list_secrets (self, rows); *row != NULL; row++)
    zm_secret_row_clear (*row);
}

static void
zm_founding_assistant_dispose (GObject *object)
{
  ZmFoundingAssistant *self = ZM_FOUNDING_ASSISTANT (object);

  if (self->pin != NULL)
    clear_secrets (self);

  G_OBJECT_CLASS (zm_founding_assistant_parent_class)->dispose (object);
}

static void
zm_founding_assistant_finalize (GObject *object)
{
  ZmFoundingAssistant *self = ZM_FOUNDING_ASSISTANT (object);

  g_free (self->directory);
  g_free (self->folder);

  G_OBJECT_CLASS (zm_founding_assistant_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/founding-assistant.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, administrator);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, back);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, cancel);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, crl_url);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, desk);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, directory_row);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, done_text);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, folder_group);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, folder_row);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, hospital);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, hospital_ca);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, identity_host);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, next);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, open);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, passphrase);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, passphrase_again);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, pin);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, pin_again);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, promise);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, root_again);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, root_passphrase);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, server_url);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, stack);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, summary);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
zm_founding_assistant_class_init (ZmFoundingAssistantClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_founding_assistant_dispose;
  object_class->finalize = zm_founding_assistant_finalize;

  signals[FOUNDED] = g_signal_new ("founded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "founding.back", NULL, go_back);
  gtk_widget_class_install_action (widget_class, "founding.cancel", NULL, cancel);
  gtk_widget_class_install_action (widget_class, "founding.choose-directory", NULL,
                                   choose_directory);
  gtk_widget_class_install_action (widget_class, "founding.choose-folder", NULL, choose_folder);
  gtk_widget_class_install_action (widget_class, "founding.next", NULL, go_next);
  gtk_widget_class_install_action (widget_class, "founding.open", NULL, open_station);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "founding.cancel", NULL);

  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  bind_template (widget_class);
}

static void
zm_founding_assistant_init (ZmFoundingAssistant *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->directory = g_build_filename (g_get_user_data_dir (), DIRECTORY_NAME, NULL);
  clear_secrets (self);
  gtk_editable_set_text (GTK_EDITABLE (self->desk), ZM_FOUNDING_DESK);
  zm_accessible_name_buttons (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "founding.open", FALSE);
  show_page (self, 0);
}

GtkWindow *
zm_founding_assistant_new (void)
{
  return g_object_new (ZM_TYPE_FOUNDING_ASSISTANT, NULL);
}
