#include "app/device/resolver.h"

#include "app/base/error.h"

#include <string.h>

struct _ZmResolver {
  GHashTable *addresses; /* "host:port" → GInetAddress */
};

ZmResolver *
zm_resolver_new (void)
{
  ZmResolver *resolver = g_new0 (ZmResolver, 1);

  resolver->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  return resolver;
}

void
zm_resolver_free (ZmResolver *resolver)
{
  if (resolver == NULL)
    return;

  g_hash_table_unref (resolver->addresses);
  g_free (resolver);
}

static char *
key_of (const char *host,
        guint16     port)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);

  return g_strdup_printf ("%s:%u", lower, port);
}

/* With or without brackets; NULL if it is no address. */
static GInetAddress *
parse_address (const char *text)
{
  gsize length = strlen (text);
  g_autofree char *bare = NULL;

  if (length > 2 && text[0] == '[' && text[length - 1] == ']')
    bare = g_strndup (text + 1, length - 2);

  return g_inet_address_new_from_string (bare != NULL ? bare : text);
}

gboolean
zm_resolver_add (ZmResolver  *resolver,
                 const char  *rule,
                 GError     **error)
{
  g_auto(GStrv) parts = g_strsplit (rule, ":", 3);
  g_autoptr(GInetAddress) address = NULL;
  guint64 port;

  if (g_strv_length (parts) == 3 && *parts[0] != '\0' &&
      g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT16, &port, NULL))
    address = parse_address (parts[2]);
  if (address == NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "resolve.form", rule, "HOST:PORT:ADDRESS",
                    "This does not say where a host is");
      return FALSE;
    }

  g_hash_table_replace (resolver->addresses, key_of (parts[0], (guint16) port),
                        g_steal_pointer (&address));
  return TRUE;
}

GSocketConnectable *
zm_resolver_find (ZmResolver *resolver,
                  const char *host,
                  guint16     port)
{
  g_autofree char *key = key_of (host, port);
  GInetAddress *address = g_hash_table_lookup (resolver->addresses, key);

  if (address != NULL)
    return G_SOCKET_CONNECTABLE (g_inet_socket_address_new (address, port));

  return g_network_address_new (host, port);
}
