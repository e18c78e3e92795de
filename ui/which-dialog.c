#include "config.h"

#include "ui/which-dialog.h"

#include "app/protocol/ticket.h"
#include "ui/question.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define TICKETS "zm-tickets"
#define WAY     "zm-way"

/* A response is named by the place of its ticket, since a device's name is a stranger's word. */
static void
add_device (AdwMessageDialog *dialog,
            guint             index,
            const char       *text)
{
  g_autoptr(ZmTicket) ticket = zm_ticket_parse (text, strlen (text), NULL);
  g_autofree char *name = g_strdup_printf ("%u", index);

  if (ticket != NULL)
    adw_message_dialog_add_response (dialog, name, ticket->device_id);
}

GtkWidget *
zm_which_dialog_new (GtkWindow         *parent,
                     const char        *place,
                     const char *const *tickets,
                     const char        *way)
{
  GtkWidget *widget = adw_message_dialog_new (parent, _("Which Device Is It?"), NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);

  adw_message_dialog_format_body (dialog, _("The codes of several devices were seen together. Which "
                                            "of them is plugged in at %s?"), place);
  adw_message_dialog_add_response (dialog, "none", _("_Cancel"));
  for (guint i = 0; tickets[i] != NULL; i++)
    add_device (dialog, i, tickets[i]);
  g_object_set_data_full (G_OBJECT (dialog), TICKETS, g_strdupv ((char **) tickets),
                          (GDestroyNotify) g_strfreev);
  g_object_set_data_full (G_OBJECT (dialog), WAY, g_strdup (way), g_free);
  zm_question_prepare (widget, "none");

  return widget;
}

const char *
zm_which_dialog_get_way (GtkWidget *dialog)
{
  return g_object_get_data (G_OBJECT (dialog), WAY);
}

const char *
zm_which_dialog_get_ticket (GtkWidget  *dialog,
                            const char *response)
{
  char **tickets = g_object_get_data (G_OBJECT (dialog), TICKETS);
  guint64 index;

  if (!g_ascii_string_to_unsigned (response, 10, 0, g_strv_length (tickets) - 1, &index, NULL))
    return NULL;

  return tickets[index];
}
