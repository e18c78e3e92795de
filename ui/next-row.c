#include "config.h"

#include "ui/next-row.h"

#include "ui/accessible.h"
#include "ui/badge.h"

#include <glib/gi18n.h>

struct _ZmNextRow {
  AdwActionRow  parent_instance;

  GtkWidget    *badge;
  GtkWidget    *button;
  GtkSizeGroup *buttons; /* not owned */
  gboolean      grouped;
};

G_DEFINE_FINAL_TYPE (ZmNextRow, zm_next_row, ADW_TYPE_ACTION_ROW)

static const struct {
  const char *title;
  const char *why;
  const char *button;
  const char *action;
  const char *target; /* NULL: none */
} steps[ZM_N_FIRST_STEPS] = {
  [ZM_FIRST_STEP_AUTHORITY] = {
    N_("Import the hospital’s answers"),
    N_("When the hospital’s CA has signed the requests, its certificates are imported."),
    N_("Go to Authority"), "view.show", "authority",
  },
  [ZM_FIRST_STEP_PEOPLE] = {
    N_("Add another person"),
    N_("Who is alone finds no help after a forgotten PIN, and no second person."),
    N_("Add People…"), "people.show", NULL,
  },
  [ZM_FIRST_STEP_SERVER] = {
    N_("Give the Central Station its certificate"),
    N_("Each device proves its own certificate to it before it counts as done."),
    N_("Go to Authority"), "view.show", "authority",
  },
  [ZM_FIRST_STEP_DEVICES] = {
    N_("Put devices on the list"),
    N_("One by hand, or all of them from the inventory."),
    N_("Go to Devices"), "view.show", "devices",
  },
  [ZM_FIRST_STEP_WINDOW] = {
    N_("Open the enrolment window"),
    N_("Certificates are issued only while it is open."),
    N_("Go to Authority"), "view.show", "authority",
  },
  [ZM_FIRST_STEP_PLUG] = {
    N_("Plug the first device in"),
    N_("By its USB cable, at this desk: it appears on the bench, which leads on."),
    N_("Show How"), "app.help-page", "pair",
  },
};

static void
zm_next_row_class_init (ZmNextRowClass *klass)
{
}

static void
zm_next_row_init (ZmNextRow *self)
{
  self->badge = g_object_new (ZM_TYPE_BADGE, "whole", TRUE, "valign", GTK_ALIGN_CENTER, NULL);
  self->button = g_object_new (GTK_TYPE_BUTTON, "valign", GTK_ALIGN_CENTER, NULL);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->badge);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
}

GtkWidget *
zm_next_row_new (ZmFirstStep   step,
                 GtkSizeGroup *buttons)
{
  ZmNextRow *self;

  g_return_val_if_fail (step < ZM_N_FIRST_STEPS, NULL);
  g_return_val_if_fail (GTK_IS_SIZE_GROUP (buttons), NULL);

  self = g_object_new (ZM_TYPE_NEXT_ROW, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _(steps[step].title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), _(steps[step].why));
  gtk_button_set_label (GTK_BUTTON (self->button), _(steps[step].button));
  zm_accessible_set_description (self->button, _(steps[step].title));
  if (steps[step].target != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", steps[step].target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), steps[step].action);
  self->buttons = buttons;

  return GTK_WIDGET (self);
}

/* A group counts what is hidden, too. */
static void
show_button (ZmNextRow *self,
             gboolean   shown)
{
  gtk_widget_set_visible (self->button, shown);
  if (shown && !self->grouped)
    gtk_size_group_add_widget (self->buttons, self->button);
  else if (!shown && self->grouped)
    gtk_size_group_remove_widget (self->buttons, self->button);
  self->grouped = shown;
}

static const char *
tell (const ZmFirstStepState *state)
{
  if (state->done)
    return _("Done");

  return state->allowed ? _("Not yet") : _("Ask an administrator");
}

void
zm_next_row_show (ZmNextRow              *self,
                  const ZmFirstStepState *state)
{
  g_autofree char *name = NULL;

  g_return_if_fail (ZM_IS_NEXT_ROW (self));
  g_return_if_fail (state != NULL);

  /* TRANSLATORS: a step, and whether it is done */
  name = g_strdup_printf (_("%s: %s"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)),
                          tell (state));
  g_object_set (self->badge, "kind", state->done ? ZM_BADGE_GOOD : ZM_BADGE_WAITING, "label",
                tell (state), NULL);
  show_button (self, state->needed && state->allowed && !state->done);
  gtk_widget_set_visible (GTK_WIDGET (self), state->needed);
  zm_accessible_set_label (GTK_WIDGET (self), name);
  zm_accessible_set_description (GTK_WIDGET (self),
                                 adw_action_row_get_subtitle (ADW_ACTION_ROW (self)));
}
