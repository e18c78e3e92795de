#include "ui/role-gate.h"

#include "ui/accessible.h"
#include "ui/role-words.h"

#define OPERATOR (ZM_ROLE_TECHNICIAN | ZM_ROLE_ADMINISTRATOR)
#define BEFORE   "zm-role-gate-tooltip" /* on a button that is shut: what it said */

static const struct {
  const char *action;
  ZmRole      roles;
} gates[] = {
  { "ceremony.import", ZM_ROLE_ADMINISTRATOR },
  { "ceremony.list", ZM_ROLE_ADMINISTRATOR },
  { "ceremony.renew", ZM_ROLE_ADMINISTRATOR },
  { "ceremony.server", ZM_ROLE_ADMINISTRATOR },
  { "ceremony.write", ZM_ROLE_ADMINISTRATOR },
  { "device.add", OPERATOR },
};

/* ZM_ROLE_NONE: everybody. */
static ZmRole
find_roles (const char *action)
{
  for (gsize i = 0; i < G_N_ELEMENTS (gates); i++)
    {
      if (g_strcmp0 (gates[i].action, action) == 0)
        return gates[i].roles;
    }

  return ZM_ROLE_NONE;
}

static void
shut (GtkWidget *button,
      ZmRole     roles)
{
  const char *only = zm_role_words_only (roles);
  const char *tooltip = gtk_widget_get_tooltip_text (button);

  if (g_object_get_data (G_OBJECT (button), BEFORE) == NULL)
    g_object_set_data_full (G_OBJECT (button), BEFORE,
                            g_strdup (tooltip != NULL ? tooltip : ""), g_free);
  gtk_widget_set_tooltip_text (button, only);
  zm_accessible_set_description (button, only);
  gtk_widget_set_sensitive (button, FALSE);
}

static void
open_again (GtkWidget *button)
{
  const char *before = g_object_get_data (G_OBJECT (button), BEFORE);

  if (before == NULL)
    return;

  gtk_widget_set_tooltip_text (button, *before != '\0' ? before : NULL);
  zm_accessible_set_description (button, "");
  gtk_widget_set_sensitive (button, TRUE);
  g_object_set_data (G_OBJECT (button), BEFORE, NULL);
}

static void
judge (GtkWidget *button,
       ZmRole     role)
{
  ZmRole roles = find_roles (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)));

  if (roles == ZM_ROLE_NONE)
    return;
  if ((roles & role) == 0)
    shut (button, roles);
  else
    open_again (button);
}

static gboolean
has_open_button (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    return gtk_widget_get_sensitive (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (has_open_button (child))
        return TRUE;
    }

  return FALSE;
}

void
zm_role_gate_apply (GtkWidget *widget,
                    ZmRole     role)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (GTK_IS_ACTIONABLE (widget))
    judge (widget, role);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    zm_role_gate_apply (child, role);
  /* One in which nothing can have the focus takes it all the same (GTK 4.8), and the Tab key would come
   * no further. */
  if (GTK_IS_FLOW_BOX (widget))
    gtk_widget_set_can_focus (widget, has_open_button (widget));
}
