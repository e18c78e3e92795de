#include "ui/scan-choice.h"

#include "app/base/error.h"
#include "app/protocol/ticket.h"
#include "ui/scan.h"

#include <string.h>

char **
zm_scan_choice_find_tickets (char **texts)
{
  g_autoptr(GStrvBuilder) tickets = g_strv_builder_new ();

  for (gsize i = 0; texts[i] != NULL; i++)
    {
      g_autoptr(ZmTicket) ticket = zm_ticket_parse (texts[i], strlen (texts[i]), NULL);

      if (ticket != NULL)
        g_strv_builder_add (tickets, texts[i]);
    }

  return g_strv_builder_end (tickets);
}

const char *
zm_scan_choice_find_own (char       **tickets,
                         const char  *device_id)
{
  for (gsize i = 0; tickets[i] != NULL && device_id != NULL; i++)
    {
      g_autoptr(ZmTicket) ticket = zm_ticket_parse (tickets[i], strlen (tickets[i]), NULL);

      if (ticket != NULL && g_str_equal (ticket->device_id, device_id))
        return tickets[i];
    }

  return NULL;
}

void
zm_scan_choice_refuse (char   **texts,
                       GError **error)
{
  g_autoptr(ZmScan) first = zm_scan_read ((const char *const *) texts, NULL);

  if (texts[1] != NULL)
    zm_error_set (error, ZM_ERROR_REFUSED, "picture.foreign", "several codes", "a device’s code",
                  "None of the codes in the picture is a device’s");
  else if (first->kind == ZM_SCAN_FOREIGN)
    zm_error_set (error, ZM_ERROR_REFUSED, "picture.foreign", "another code", "a device’s code",
                  "The code in the picture is not a device’s");
  else
    zm_error_set (error, ZM_ERROR_REFUSED, "picture.foreign", "a label", "a device’s code",
                  "The code in the picture is a label’s, which proves nothing");
}
