#include "app/protocol/approval.h"

#include "app/base/jcs.h"

#include <string.h>

#define LABEL "zmonitor approval v1"

gboolean
zm_approval_digest (ZmRequestType   type,
                    const json_t   *members,
                    const char     *nonce,
                    guint8          digest[ZM_SHA256_LENGTH],
                    GError        **error)
{
  static const char *const envelope[] = { "request", "token", "approval" };
  const char *const heads[] = { LABEL, zm_request_name (type), nonce };
  g_autoptr(json_t) bare = json_copy ((json_t *) members);
  g_autoptr(GByteArray) input = g_byte_array_new ();
  g_autoptr(GBytes) text = NULL;

  g_return_val_if_fail (members != NULL && nonce != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (envelope); i++)
    json_object_del (bare, envelope[i]);
  text = zm_jcs_encode (bare, error);
  if (text == NULL)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    g_byte_array_append (input, (const guint8 *) heads[i], (guint) strlen (heads[i]) + 1);
  g_byte_array_append (input, g_bytes_get_data (text, NULL), (guint) g_bytes_get_size (text));
  zm_digest_sha256 (input->data, input->len, digest);
  return TRUE;
}
