#include "app/device/readiness.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>

#define READY "READY=1"

/* A path, or a name without a file, which begins with “@”. */
static GSocketAddress *
parse_address (const char *name)
{
  if (name[0] == '@')
    return g_unix_socket_address_new_with_type (name + 1, (int) strlen (name + 1),
                                                G_UNIX_SOCKET_ADDRESS_ABSTRACT);

  return g_unix_socket_address_new (name);
}

void
zm_readiness_tell (void)
{
  const char *name = g_getenv ("NOTIFY_SOCKET");
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GSocket) socket = NULL;

  if (name == NULL || name[0] == '\0')
    return;

  address = parse_address (name);
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT,
                         NULL);
  if (socket != NULL)
    g_socket_send_to (socket, address, READY, strlen (READY), NULL, NULL);
}
