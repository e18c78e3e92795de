#include "app/station/central-address.h"

#include "app/base/error.h"
#include "app/protocol/payload.h"

GSocketConnectable *
zm_central_address_find (ZmStation  *station,
                         char      **host,
                         guint16    *port,
                         GError    **error)
{
  const ZmStationAuthority *authority;
  const ZmStationConfig *config;
  g_autoptr(GInetAddress) address = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (host != NULL && port != NULL, NULL);

  authority = zm_station_get_authority (station, error);
  if (authority == NULL)
    return NULL;
  if (!zm_payload_parse_url (authority->server_url, host, port, NULL))
    {
      zm_error_set (error, ZM_ERROR_CORRUPT, "policy.server-url", authority->server_url,
                    "https://host[:port][/path]", "The authority’s server address is unusable");
      return NULL;
    }

  config = zm_station_get_config (station);
  if (config->server_address == NULL)
    return g_network_address_new (*host, *port);

  address = g_inet_address_new_from_string (config->server_address);
  return G_SOCKET_CONNECTABLE (g_inet_socket_address_new (address, *port));
}
