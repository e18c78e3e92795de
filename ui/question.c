#include "ui/question.h"

#include "ui/accessible.h"

static void
take_focus_cb (GtkWidget *button)
{
  GtkWindow *dialog = GTK_WINDOW (gtk_widget_get_root (button));

  gtk_window_set_default_widget (dialog, button);
  gtk_window_set_focus (dialog, button);
}

/* libadwaita 1.2 has two buttons for an answer, one for each shape, and shows the one that fits once it
 * knows its size. */
static void
follow_answer (GtkWidget  *widget,
               const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    g_signal_connect_after (widget, "map", G_CALLBACK (take_focus_cb), NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    follow_answer (child, label);
}

void
zm_question_prepare (GtkWidget  *dialog,
                     const char *safe)
{
  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (dialog));
  g_return_if_fail (safe != NULL);

  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), safe);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), safe);
  zm_accessible_name_buttons (dialog);
  follow_answer (dialog, adw_message_dialog_get_response_label (ADW_MESSAGE_DIALOG (dialog), safe));
}
