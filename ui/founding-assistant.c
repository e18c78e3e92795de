#include "config.h"

#include "ui/founding-assistant.h"

#include "app/station/founding.h"
#include "app/station/root-medium.h"
#include "ui/accessible.h"
#include "ui/entry-note.h"
#include "ui/failure-card.h"
#include "ui/file-choice.h"
#include "ui/founding-task.h"
#include "ui/row-list.h"
#include "ui/secret-row.h"

#include <glib/gi18n.h>

#define DIRECTORY_NAME "zmonitor-station" /* in the user's data directory, as stationctl's default */

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
  GtkLabel             *obstacle;
  GtkWidget            *obstacle_box;
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
  GtkWidget            *stays_here;
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

static const char *
find_nothing (ZmFoundingAssistant *self)
{
  return NULL;
}

static const char *
find_station (ZmFoundingAssistant *self)
{
  gboolean is_new = self->begun || !zm_founding_has_signer (self->directory);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->directory_row),
                               is_new ? self->directory
                                      : _("There is a station there already: open it, or choose "
                                          "another folder"));
  return is_new ? NULL : _("To go on, choose a folder that has no station yet.");
}

static const char *
find_no_folder (ZmFoundingAssistant *self)
{
  return self->folder == NULL ? _("To go on, choose a folder.") : NULL;
}

/* In their order; the last one does it. */
static const struct {
  const char *name;
  const char *(*find_obstacle)(ZmFoundingAssistant *self); /* but for the fields */
} pages[] = {
  { "place", find_station },
  { "way", find_nothing },
  { "names", find_nothing },
  { "people", find_nothing },
  { "folder", find_no_folder },
  { "summary", find_nothing },
};

static GtkWidget *
get_page (ZmFoundingAssistant *self)
{
  return gtk_stack_get_child_by_name (self->stack, pages[self->page].name);
}

/* What is between this page and the next one, in words; NULL: nothing. */
static char *
tell_obstacle (ZmFoundingAssistant *self)
{
  const char *obstacle = pages[self->page].find_obstacle (self);
  GtkWidget *wrong = zm_entry_note_find_wrong (get_page (self));

  if (obstacle != NULL || wrong == NULL)
    return g_strdup (obstacle);

  /* TRANSLATORS: the title of a field */
  return g_strdup_printf (*get_text (wrong) == '\0' ? _("To go on, fill in “%s”.")
                                                    : _("To go on, correct “%s”."),
                          adw_preferences_row_get_title (ADW_PREFERENCES_ROW (wrong)));
}

static void
update (ZmFoundingAssistant *self)
{
  gboolean is_last = self->page == G_N_ELEMENTS (pages) - 1;
  g_autofree char *obstacle = tell_obstacle (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "founding.next", obstacle == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "founding.back", self->page > 0);
  gtk_widget_set_visible (self->back, self->page > 0);
  gtk_button_set_label (self->next, is_last ? _("_Set Up") : _("_Next"));
  zm_accessible_set_description (GTK_WIDGET (self->next), obstacle);
  gtk_label_set_text (self->obstacle, obstacle != NULL ? obstacle : "");
  gtk_widget_set_visible (self->obstacle_box, obstacle != NULL);
}

static void
changed_cb (ZmFoundingAssistant *self)
{
  update (self);
}

static void
activated_cb (ZmFoundingAssistant *self)
{
  if (!zm_entry_note_insist (get_page (self)))
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

/* A warning and no refusal: a medium may be a folder for those who try it out. */
static void
show_medium (ZmFoundingAssistant *self)
{
  gtk_widget_set_visible (self->stays_here,
                          !is_hospital_ca (self) && self->folder != NULL &&
                          zm_root_medium_stays_here (self->directory, self->folder));
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
  show_medium (self);
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
  gtk_widget_set_visible (self->obstacle_box, FALSE);
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
  show_medium (self);
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
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, obstacle);
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, obstacle_box);
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
  gtk_widget_class_bind_template_child (widget_class, ZmFoundingAssistant, stays_here);
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

  g_type_ensure (ZM_TYPE_ENTRY_NOTE);
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
