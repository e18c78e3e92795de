#include "app/station/identify.h"

#include "app/base/error.h"
#include "app/protocol/conversation.h"
#include "app/protocol/report.h"
#include "app/station/lease.h"
#include "app/station/tether.h"

#include <string.h>

#define ANSWER_TIMEOUT (ZM_IDENTIFY_SECONDS * 1000 + 5000) /* ms */

static gboolean
check_outcome (const ZmMessage  *identified,
               GError          **error)
{
  const char *check = zm_message_get_string (identified, "check");
  const char *text = zm_message_get_string (identified, "message");

  if (g_strcmp0 (zm_message_get_string (identified, "outcome"), "success") == 0)
    return TRUE;

  g_propagate_error (error, zm_report_to_error (check != NULL ? check : "device.not-identified",
                                                zm_message_get_string (identified, "seen"),
                                                zm_message_get_string (identified, "expected"),
                                                text != NULL ? text : "It did not work"));
  return FALSE;
}

static gboolean
ask (ZmConversation  *conversation,
     GCancellable    *cancellable,
     GError         **error)
{
  ZmMessage *identify = zm_message_new (ZM_MESSAGE_IDENTIFY,
                                        json_pack ("{s:i}", "seconds", ZM_IDENTIFY_SECONDS),
                                        error);
  g_autoptr(ZmMessage) identified = NULL;

  if (identify == NULL || !zm_conversation_send (conversation, identify, cancellable, error))
    return FALSE;

  identified = zm_conversation_expect (conversation, ZM_MESSAGE_IDENTIFIED, ANSWER_TIMEOUT,
                                       cancellable, error);
  return identified != NULL && check_outcome (identified, error);
}

static gboolean
open_and_ask (ZmStation     *station,
              const char    *address,
              GCancellable  *cancellable,
              char         **port,
              GError       **error)
{
  g_autoptr(ZmLease) lease = zm_lease_take_tether (zm_station_get_directory (station), address,
                                                   error);
  g_autoptr(ZmTransport) transport = NULL;
  g_autoptr(ZmConversation) conversation = NULL;
  gboolean ok;

  if (lease == NULL)
    return FALSE;
  transport = zm_tether_open (station, address, cancellable, error);
  if (transport == NULL)
    return FALSE;

  *port = g_strdup (zm_transport_get_port (transport));
  conversation = zm_conversation_new (zm_link_new (transport), ZM_SENDER_STATION);
  ok = ask (conversation, cancellable, error);
  zm_conversation_close (conversation, NULL);

  return ok;
}

gboolean
zm_identify_run (ZmStation     *station,
                 const char    *address,
                 GCancellable  *cancellable,
                 GError       **error)
{
  ZmStationEvent event = { .action = "device.identified", .outcome = ZM_AUDIT_SUCCESS };
  g_autofree char *resolved = NULL;
  g_autofree char *port = NULL;
  g_autoptr(GError) failure = NULL;
  gboolean ok;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  if (zm_station_check_operator (station, &failure))
    resolved = zm_tether_resolve (station, address, &failure);
  ok = resolved != NULL && open_and_ask (station, resolved, cancellable, &port, &failure);
  event.port = port != NULL || resolved == NULL || strlen (resolved) > ZM_AUDIT_TEXT_MAX
               ? port : zm_tether_get_port (resolved);
  if (ok)
    return zm_station_record_alone (station, &event, error);

  zm_station_record_refusal (station, &event, failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
