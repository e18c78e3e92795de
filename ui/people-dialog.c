#include "config.h"

#include "ui/people-dialog.h"

#include "app/base/text.h"
#include "ui/accessible.h"
#include "ui/failure-card.h"
#include "ui/label-dialog.h"
#include "ui/people-task.h"
#include "ui/person-dialog.h"
#include "ui/question.h"
#include "ui/recent-names.h"
#include "ui/role-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ZmPeopleDialog {
  AdwWindow   parent_instance;

  ZmStation  *station;
  char       *me;      /* who is signed in; NULL for nobody */
  ZmRole      role;    /* of who is signed in */
  char       *leaving; /* who is to be removed, while that is asked */
  gboolean    closed;  /* what is below may be gone */

  GtkWidget  *alone;
  GtkWidget  *failure;
  GtkListBox *list;
  GtkWidget  *only;
};

G_DEFINE_FINAL_TYPE (ZmPeopleDialog, zm_people_dialog, ADW_TYPE_WINDOW)

static void
show_failure (ZmPeopleDialog *self,
              const GError   *error)
{
  g_object_set (self->failure, "failure", error, "visible", error != NULL, NULL);
}

/* What another role may do stays there, and says whose it is. roles: who may; NONE: this one may. */
static void
add_button (AdwActionRow *row,
            const char   *icon,
            const char   *text,
            const char   *action,
            const char   *name,
            ZmRole        roles)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  zm_accessible_set_label (button, text);
  if (roles == ZM_ROLE_NONE)
    {
      gtk_widget_set_tooltip_text (button, text);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", name);
    }
  else
    {
      gtk_widget_set_sensitive (button, FALSE);
      gtk_widget_set_tooltip_text (button, zm_role_words_only (roles));
      zm_accessible_set_description (button, zm_role_words_only (roles));
    }
  adw_action_row_add_suffix (row, button);
}

static void
add_buttons (ZmPeopleDialog        *self,
             AdwActionRow          *row,
             const ZmOperatorEntry *entry)
{
  gboolean own = g_strcmp0 (entry->name, self->me) == 0;
  ZmRole admins = self->role == ZM_ROLE_ADMINISTRATOR ? ZM_ROLE_NONE : ZM_ROLE_ADMINISTRATOR;
  g_autofree char *shown = zm_text_escape (entry->name, -1);
  g_autofree char *set = g_strdup_printf (_("Set a new PIN for %s"), shown);
  g_autofree char *print = g_strdup_printf (_("Print the badge of %s"), shown);
  g_autofree char *remove = g_strdup_printf (_("Remove %s"), shown);

  add_button (row, "dialog-password-symbolic", set, "people.set-pin", entry->name,
              own ? ZM_ROLE_NONE : admins);
  add_button (row, "printer-symbolic", print, "people.print-badge", entry->name,
              self->role != ZM_ROLE_AUDITOR ? ZM_ROLE_NONE
                                            : ZM_ROLE_TECHNICIAN | ZM_ROLE_ADMINISTRATOR);
  add_button (row, "user-trash-symbolic", remove, "people.remove", entry->name, admins);
}

static void
add_row (ZmPeopleDialog        *self,
         const ZmOperatorEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *shown = zm_text_escape (entry->name, -1);
  const char *role = zm_role_words_title (entry->role);
  g_autofree char *removed = g_strdup_printf (_("%s, removed"), role);
  g_autofree char *signed_in = g_strdup_printf (_("%s, signed in here"), role);
  gboolean own = g_strcmp0 (entry->name, self->me) == 0;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shown);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               !entry->active ? removed : own ? signed_in : role);
  if (entry->active)
    add_buttons (self, ADW_ACTION_ROW (row), entry);
  else
    gtk_widget_add_css_class (row, "dim-label");
  gtk_list_box_append (self->list, row);
}

static guint
count_administrators (const GPtrArray *people)
{
  guint count = 0;

  for (guint i = 0; i < people->len; i++)
    {
      const ZmOperatorEntry *entry = people->pdata[i];

      count += entry->active && entry->role == ZM_ROLE_ADMINISTRATOR;
    }

  return count;
}

/* Who is there first, then who was. */
static void
show_people (ZmPeopleDialog  *self,
             const GPtrArray *people)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < people->len; i++)
        {
          const ZmOperatorEntry *entry = people->pdata[i];

          if (entry->active == (pass == 0))
            add_row (self, entry);
        }
    }

  gtk_widget_set_visible (self->alone, count_administrators (people) < 2);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ZmPeopleDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) people = zm_people_task_list_finish (ZM_STATION (source), result, &error);

  if (self->closed)
    return;
  if (people == NULL)
    show_failure (self, error);
  else
    show_people (self, people);
}

static void
look (ZmPeopleDialog *self)
{
  zm_people_task_list_async (self->station, listed_cb, g_object_ref (self));
}

static void
station_changed_cb (ZmPeopleDialog *self,
                    const char     *topic)
{
  if (g_str_equal (topic, "operator"))
    look (self);
}

static void
present_over (ZmPeopleDialog *self,
              GtkWindow      *dialog)
{
  show_failure (self, NULL);
  gtk_window_set_transient_for (dialog, GTK_WINDOW (self));
  gtk_window_present (dialog);
}

static void
add_person (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  ZmPeopleDialog *self = ZM_PEOPLE_DIALOG (widget);

  present_over (self, zm_person_dialog_new (self->station));
}

static void
set_pin (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  ZmPeopleDialog *self = ZM_PEOPLE_DIALOG (widget);
  const char *name = g_variant_get_string (parameter, NULL);

  present_over (self, zm_person_dialog_new_for_pin (self->station, name,
                                                    g_strcmp0 (name, self->me) == 0));
}

static void
print_badge (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ZmPeopleDialog *self = ZM_PEOPLE_DIALOG (widget);

  present_over (self, zm_label_dialog_new (self->station, "badge",
                                           g_variant_get_string (parameter, NULL)));
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ZmPeopleDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  if (zm_people_task_change_finish (ZM_STATION (source), result, &error))
    zm_recent_names_forget (zm_station_get_directory (ZM_STATION (source)), self->leaving);
  else if (!self->closed)
    show_failure (self, error);
}

static void
confirmed_cb (ZmPeopleDialog *self,
              const char     *response)
{
  if (g_str_equal (response, "remove"))
    zm_people_task_remove_async (self->station, self->leaving, removed_cb, g_object_ref (self));
}

static void
remove_person (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ZmPeopleDialog *self = ZM_PEOPLE_DIALOG (widget);
  g_autofree char *shown = zm_text_escape (g_variant_get_string (parameter, NULL), -1);
  g_autofree char *heading = g_strdup_printf (_("Remove %s?"), shown);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading,
                                              _("Nobody can sign in by this name and PIN any more, "
                                                "from now on. What is on record keeps the name."));

  g_free (self->leaving);
  self->leaving = g_variant_dup_string (parameter, NULL);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _("_Keep"), "remove",
                                    _("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  zm_question_prepare (dialog, "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (confirmed_cb), self, G_CONNECT_SWAPPED);
  show_failure (self, NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
zm_people_dialog_dispose (GObject *object)
{
  ZM_PEOPLE_DIALOG (object)->closed = TRUE;

  G_OBJECT_CLASS (zm_people_dialog_parent_class)->dispose (object);
}

static void
zm_people_dialog_finalize (GObject *object)
{
  ZmPeopleDialog *self = ZM_PEOPLE_DIALOG (object);

  g_clear_object (&self->station);
  g_free (self->leaving);
  g_free (self->me);

  G_OBJECT_CLASS (zm_people_dialog_parent_class)->finalize (object);
}

static void
zm_people_dialog_class_init (ZmPeopleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_people_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = zm_people_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "people.add", NULL, add_person);
  gtk_widget_class_install_action (widget_class, "people.print-badge", "s", print_badge);
  gtk_widget_class_install_action (widget_class, "people.remove", "s", remove_person);
  gtk_widget_class_install_action (widget_class, "people.set-pin", "s", set_pin);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/people-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmPeopleDialog, alone);
  gtk_widget_class_bind_template_child (widget_class, ZmPeopleDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmPeopleDialog, list);
  gtk_widget_class_bind_template_child (widget_class, ZmPeopleDialog, only);
}

static void
zm_people_dialog_init (ZmPeopleDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
}

static void
take_signed_in (ZmPeopleDialog *self)
{
  ZmSignerClient *signer = zm_station_get_signer (self->station);

  if (signer == NULL)
    return;

  self->me = zm_signer_client_dup_operator (signer);
  self->role = zm_signer_client_get_role (signer);
}

GtkWindow *
zm_people_dialog_new (ZmStation *station)
{
  ZmPeopleDialog *self;
  gboolean administrator;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  self = g_object_new (ZM_TYPE_PEOPLE_DIALOG, NULL);
  self->station = g_object_ref (station);
  take_signed_in (self);
  administrator = self->role == ZM_ROLE_ADMINISTRATOR;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "people.add", administrator);
  gtk_widget_set_visible (self->only, !administrator);
  g_signal_connect_object (station, "changed", G_CALLBACK (station_changed_cb), self,
                           G_CONNECT_SWAPPED);
  look (self);

  return GTK_WINDOW (self);
}
