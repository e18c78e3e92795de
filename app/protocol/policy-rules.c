#include "app/protocol/policy-rules.h"

#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/protocol/payload.h"

#include <string.h>

#define HOSPITAL_MAX 64  /* characters of organizationName, RFC 5280 appendix A */
#define HOST_MAX     253 /* bytes, RFC 1035 section 2.3.4 */

static gboolean
refuse (const char  *check,
        const char  *seen,
        const char  *expected,
        GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, check, seen, expected, "The policy cannot be used");
  return FALSE;
}

gboolean
zm_policy_rules_check_hospital (const char  *hospital,
                                GError     **error)
{
  if (hospital[0] == '\0')
    return refuse ("policy.hospital", "nothing", "a name", error);

  return zm_device_text_check (hospital, HOSPITAL_MAX, "policy.hospital", error);
}

/* Lower-case letters, digits and hyphens, as RFC 1123 section 2.1 has host names. */
gboolean
zm_policy_rules_check_host (const char  *identity_host,
                            GError     **error)
{
  gsize length = strlen (identity_host);
  gboolean ok = length > 0 && length <= HOST_MAX && identity_host[0] != '.' &&
                identity_host[length - 1] != '.' && strstr (identity_host, "..") == NULL &&
                strspn (identity_host, "abcdefghijklmnopqrstuvwxyz0123456789-.") == length;

  return ok ||
         refuse ("policy.identity-host", identity_host, "a host name in lower case", error);
}

/* RFC 5280 section 4.2.1.13; to fetch a CRL over TLS would need the CRL first. */
gboolean
zm_policy_rules_check_crl_url (const char  *crl_url,
                               GError     **error)
{
  gboolean ok = g_str_has_prefix (crl_url, "http://") && g_str_has_suffix (crl_url, "/") &&
                strlen (crl_url) > strlen ("http:///") &&
                strpbrk (crl_url, " \"<>\\^`{|}?#@") == NULL;

  for (const char *at = crl_url; ok && *at != '\0'; at++)
    ok = g_ascii_isgraph (*at);

  return ok ||
         refuse ("policy.crl-url", crl_url, "http://host/path/ that ends with a slash", error);
}

gboolean
zm_policy_rules_check_server_url (const char  *server_url,
                                  GError     **error)
{
  return zm_payload_parse_url (server_url, NULL, NULL, NULL) ||
         refuse ("policy.server-url", server_url, "https://host[:port][/path]", error);
}

/* It is the first line of a checkpoint and the name of its key (C2SP signed-note). */
gboolean
zm_policy_rules_check_origin (const char  *origin,
                              GError     **error)
{
  gboolean ok = origin[0] != '\0';

  for (const char *at = origin; ok && *at != '\0'; at++)
    ok = g_ascii_isgraph (*at) && *at != '+';

  return ok || refuse ("policy.origin", origin, "visible ASCII without “+”", error);
}
