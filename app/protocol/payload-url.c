#include "app/protocol/payload.h"

#include <gio/gio.h>
#include <string.h>

#define SCHEME     "https://"
#define HTTPS_PORT 443
#define HOST_MAX   253 /* bytes, RFC 1035 section 2.3.4 */

/* RFC 3986 without what begins a user, a query or a fragment. */
#define ALLOWED "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/%[]!$&'()*+,;="
#define HOST_ALLOWED "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."

static gboolean
is_host (const char *host)
{
  if (g_hostname_is_ip_address (host))
    return strchr (host, '%') == NULL;

  return *host != '\0' && strlen (host) <= HOST_MAX &&
         strspn (host, HOST_ALLOWED) == strlen (host) && g_ascii_isalnum (*host) &&
         strstr (host, "..") == NULL;
}

/* Host, port and path in their one spelling are the whole URL: nothing was read over. */
static gboolean
is_whole (const char *url,
          const char *host,
          int         port,
          const char *path)
{
  gboolean bracketed = strchr (host, ':') != NULL;
  g_autofree char *port_text = port < 0 ? g_strdup ("") : g_strdup_printf (":%d", port);
  g_autofree char *again = g_strconcat (SCHEME, bracketed ? "[" : "", host, bracketed ? "]" : "",
                                        port_text, path, NULL);

  return strcmp (url, again) == 0;
}

gboolean
zm_payload_parse_url (const char  *url,
                      char       **host,
                      guint16     *port,
                      char       **path)
{
  g_autofree char *found_host = NULL;
  g_autofree char *found_path = NULL;
  int found_port = -1;

  g_return_val_if_fail (url != NULL, FALSE);

  if (!g_str_has_prefix (url, SCHEME) || strspn (url, ALLOWED) != strlen (url) ||
      !g_uri_split (url, G_URI_FLAGS_ENCODED, NULL, NULL, &found_host, &found_port, &found_path,
                    NULL, NULL, NULL))
    return FALSE;
  if (found_host == NULL || !is_host (found_host) || found_port == 0 ||
      !is_whole (url, found_host, found_port, found_path))
    return FALSE;

  if (host != NULL)
    *host = g_steal_pointer (&found_host);
  if (port != NULL)
    *port = found_port < 0 ? HTTPS_PORT : (guint16) found_port;
  if (path != NULL)
    *path = g_steal_pointer (&found_path);
  return TRUE;
}
