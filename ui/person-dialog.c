#include "config.h"

#include "ui/person-dialog.h"

#include "app/base/text.h"
#include "ui/accessible.h"
#include "ui/entry-note.h"
#include "ui/failure-card.h"
#include "ui/people-task.h"
#include "ui/role-words.h"
#include "ui/secret-row.h"

#include <glib/gi18n.h>

struct _ZmPersonDialog {
  AdwWindow   parent_instance;

  ZmStation  *station;
  char       *name; /* of who is there already; NULL: a new person */
  gboolean    working;
  gboolean    closed;  /* what is below may be gone */

  GtkWidget  *again;
  GtkWidget  *current;
  GtkWidget  *failure;
  GtkButton  *go;
  GtkWidget  *new_name;
  GtkWidget  *person;
  GtkWidget  *pin;
  AdwComboRow *role;
};

G_DEFINE_FINAL_TYPE (ZmPersonDialog, zm_person_dialog, ADW_TYPE_WINDOW)

/* In the order of the list. */
static const ZmRole roles[] = { ZM_ROLE_TECHNICIAN, ZM_ROLE_ADMINISTRATOR, ZM_ROLE_AUDITOR };

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static ZmRole
get_role (ZmPersonDialog *self)
{
  guint chosen = adw_combo_row_get_selected (self->role);

  return roles[MIN (chosen, G_N_ELEMENTS (roles) - 1)];
}

static gboolean
is_filled (GtkWidget *row)
{
  return !gtk_widget_get_visible (row) || *get_text (row) != '\0';
}

static void
changed_cb (ZmPersonDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.go",
                                 !self->working && is_filled (self->current) &&
                                 zm_entry_note_find_wrong (GTK_WIDGET (self)) == NULL);
}

static void
role_cb (ZmPersonDialog *self)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->role), zm_role_words_task (get_role (self)));
}

static void
activated_cb (ZmPersonDialog *self)
{
  if (!zm_entry_note_insist (GTK_WIDGET (self)))
    gtk_widget_activate_action (GTK_WIDGET (self), "dialog.go", NULL);
}

static void
changed_person_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(ZmPersonDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean ok = zm_people_task_change_finish (ZM_STATION (source), result, &error);

  self->working = FALSE;
  if (self->closed)
    return;
  if (ok)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  g_object_set (self->failure, "failure", error, "visible", TRUE, NULL);
  changed_cb (self);
  gtk_widget_grab_focus (gtk_widget_get_visible (self->current) ? self->current : self->pin);
}

static void
go (GtkWidget  *widget,
    const char *action_name,
    GVariant   *parameter)
{
  ZmPersonDialog *self = ZM_PERSON_DIALOG (widget);
  ZmSecret *pin = zm_secret_row_take (self->pin);
  ZmSecret *current = NULL;

  zm_secret_row_clear (self->again);
  if (gtk_widget_get_visible (self->current))
    current = zm_secret_row_take (self->current);
  self->working = TRUE;
  gtk_widget_set_visible (self->failure, FALSE);
  changed_cb (self);

  if (self->name == NULL)
    zm_people_task_add_async (self->station, get_text (self->new_name), get_role (self), pin,
                              changed_person_cb, g_object_ref (self));
  else
    zm_people_task_set_pin_async (self->station, self->name, pin, current, changed_person_cb,
                                  g_object_ref (self));
}

static void
zm_person_dialog_dispose (GObject *object)
{
  ZM_PERSON_DIALOG (object)->closed = TRUE;

  G_OBJECT_CLASS (zm_person_dialog_parent_class)->dispose (object);
}

static void
zm_person_dialog_finalize (GObject *object)
{
  ZmPersonDialog *self = ZM_PERSON_DIALOG (object);

  g_clear_object (&self->station);
  g_free (self->name);

  G_OBJECT_CLASS (zm_person_dialog_parent_class)->finalize (object);
}

static void
zm_person_dialog_class_init (ZmPersonDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_person_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = zm_person_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "dialog.go", NULL, go);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  g_type_ensure (ZM_TYPE_ENTRY_NOTE);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/person-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmPersonDialog, again);
  gtk_widget_class_bind_template_child (widget_class, ZmPersonDialog, current);
  gtk_widget_class_bind_template_child (widget_class, ZmPersonDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmPersonDialog, go);
  gtk_widget_class_bind_template_child (widget_class, ZmPersonDialog, new_name);
  gtk_widget_class_bind_template_child (widget_class, ZmPersonDialog, person);
  gtk_widget_class_bind_template_child (widget_class, ZmPersonDialog, pin);
  gtk_widget_class_bind_template_child (widget_class, ZmPersonDialog, role);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, role_cb);
}

static void
zm_person_dialog_init (ZmPersonDialog *self)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    gtk_string_list_append (titles, zm_role_words_title (roles[i]));
  adw_combo_row_set_model (self->role, G_LIST_MODEL (titles));
  role_cb (self);
  zm_secret_row_clear (self->pin);
  zm_secret_row_clear (self->again);
  zm_secret_row_clear (self->current);
  gtk_widget_set_visible (self->current, FALSE);
  changed_cb (self);
}

GtkWindow *
zm_person_dialog_new (ZmStation *station)
{
  ZmPersonDialog *self;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  self = g_object_new (ZM_TYPE_PERSON_DIALOG, NULL);
  self->station = g_object_ref (station);
  gtk_window_set_focus (GTK_WINDOW (self), self->new_name);

  return GTK_WINDOW (self);
}

GtkWindow *
zm_person_dialog_new_for_pin (ZmStation  *station,
                              const char *name,
                              gboolean    own)
{
  g_autofree char *shown = NULL;
  g_autofree char *title = NULL;
  ZmPersonDialog *self;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  shown = zm_text_escape (name, -1);
  title = g_strdup_printf (_("New PIN for %s"), shown);
  self = g_object_new (ZM_TYPE_PERSON_DIALOG, "title", title, NULL);
  self->station = g_object_ref (station);
  self->name = g_strdup (name);
  gtk_button_set_label (self->go, _("_Set"));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  gtk_widget_set_visible (self->person, FALSE);
  gtk_widget_set_visible (self->current, own);
  gtk_window_set_focus (GTK_WINDOW (self), own ? self->current : self->pin);

  return GTK_WINDOW (self);
}
