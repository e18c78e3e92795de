#include "app/device/reach.h"

#include "app/base/error.h"
#include "app/pki/tls-client.h"
#include "app/pki/tls-connect.h"

#include <string.h>

#define CONNECT_TIME 10000 /* ms: after that the other way is tried */

gboolean
zm_reach_parse (const char  *text,
                ZmReachWays *ways)
{
  static const char *const names[] = {
    [ZM_REACH_EITHER] = "either",
    [ZM_REACH_NETWORK] = "network",
    [ZM_REACH_TETHER] = "tether",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (strcmp (text, names[i]) == 0)
        {
          *ways = (ZmReachWays) i;
          return TRUE;
        }
    }

  return FALSE;
}

const char *
zm_reach_get_name (const ZmReachRequest *request)
{
  return request->name != NULL ? request->name : request->host;
}

static GSocketConnection *
find_network (const ZmReach         *reach,
              const ZmReachRequest  *request,
              GError               **error)
{
  g_autoptr(GSocketConnectable) address = zm_resolver_find (reach->resolver, request->host,
                                                            request->port);
  guint time = reach->ways == ZM_REACH_EITHER ? MIN (CONNECT_TIME, request->timeout)
                                              : request->timeout;

  return zm_tls_connect_before (address, g_get_monotonic_time () + time * G_GINT64_CONSTANT (1000),
                                reach->cancellable, error);
}

static GBytes *
exchange_through_network (const ZmReach         *reach,
                          const ZmReachRequest  *request,
                          GSocketConnection     *connection,
                          GError               **error)
{
  GBytes *answer = zm_tls_client_exchange_on (request->config,
                                              g_socket_connection_get_socket (connection),
                                              zm_reach_get_name (request), request->request,
                                              request->max, request->timeout, reach->cancellable,
                                              request->facts, error);

  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return answer;
}

GBytes *
zm_reach_exchange (const ZmReach         *reach,
                   const ZmReachRequest  *request,
                   const char           **via,
                   GError               **error)
{
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GError) unreached = NULL;
  g_autoptr(GError) failure = NULL;
  GBytes *answer;

  g_return_val_if_fail (reach != NULL && request != NULL && via != NULL, NULL);

  *via = "network";
  if (reach->ways != ZM_REACH_TETHER)
    connection = find_network (reach, request, &unreached);
  if (connection != NULL)
    return exchange_through_network (reach, request, connection, error);

  *via = NULL;
  if (reach->ways == ZM_REACH_NETWORK || reach->tether == NULL ||
      g_cancellable_is_cancelled (reach->cancellable))
    {
      g_propagate_error (error, g_steal_pointer (&unreached));
      return NULL;
    }

  *via = "tether";
  answer = reach->tether (reach->data, request, &failure);
  /* Neither way: what the device itself has seen says more. */
  if (answer == NULL && unreached != NULL &&
      g_str_equal (zm_error_get_check (failure), "tls.connect"))
    {
      *via = NULL;
      g_clear_error (&failure);
      failure = g_steal_pointer (&unreached);
    }
  if (answer == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return answer;
}
