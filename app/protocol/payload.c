#include "app/protocol/payload.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/base/json.h"
#include "app/pki/chain.h"
#include "app/pki/jws.h"
#include "app/protocol/payload-bytes.h"

#include <string.h>

/* A check sets its errors under this name; the name that is told is the check's own. */
#define HERE "payload"

#define CHAIN_MAX 4 /* leaf and one to three CAs */

/* A payload on trial: what is known of it grows from check to check. */
typedef struct {
  const void            *data;
  gsize                  length;
  const ZmFactoryRecord *factory;
  const guint8          *key_sha256;
  ZmInstant              now;

  json_t                *object;
  GBytes                *canonical;
  ZmInstant              install_before;
  ZmPayload             *payload;
} Trial;

typedef struct {
  const char *name;
  gboolean    pem;      /* may have line feeds */
  gboolean    derived;  /* needed in derived mode only */
  gboolean    optional; /* another check asks for it */
} Member;

static const Member members[] = {
  { "deviceId" },
  { "pairingCode" },
  { "serverUrl" },
  { "clientCertificate", .pem = TRUE },
  { "caCertificate", .pem = TRUE },
  { "issuedAt" },
  { "expiresAt" },
  { "signature" },
  { "sessionId", .derived = TRUE },
  { "keyId", .derived = TRUE },
  { "installBefore", .derived = TRUE },
  { "stationSignature", .optional = TRUE },
};

static gboolean
refuse (const char  *seen,
        const char  *expected,
        const char  *message,
        GError     **error)
{
  zm_error_set (error, ZM_ERROR_REFUSED, HERE, seen, expected, "%s", message);
  return FALSE;
}

static const char *
get (Trial      *trial,
     const char *member)
{
  return json_string_value (json_object_get (trial->object, member));
}

static gboolean
check_size (Trial   *trial,
            GError **error)
{
  g_autofree char *seen = g_strdup_printf ("%zu bytes", trial->length);

  if (trial->length <= ZM_PAYLOAD_MAX)
    return TRUE;

  return refuse (seen, "at most 65,536 bytes", "The payload is too large", error);
}

static gboolean
check_json (Trial   *trial,
            GError **error)
{
  trial->object = zm_json_parse_object (trial->data, trial->length, HERE, error);

  return trial->object != NULL;
}

static gboolean
has_control_character (const char *text,
                       gboolean    pem)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (text)) && !(pem && *text == '\n'))
        return TRUE;
    }

  return FALSE;
}

static gboolean
check_member (Trial         *trial,
              const Member  *member,
              GError       **error)
{
  const json_t *value = json_object_get (trial->object, member->name);
  const char *text = json_string_value (value);
  gboolean needed = !member->optional &&
                    !(member->derived && trial->factory->mode == ZM_KEY_MODE_SHARED);

  if (value == NULL && !needed)
    return TRUE;
  if (text == NULL)
    return refuse (value == NULL ? "nothing" : "another type", member->name,
                   "A member is missing or not a string", error);
  if (strlen (text) != json_string_length (value) || has_control_character (text, member->pem))
    return refuse (member->name, "no control characters", "A member has a control character", error);

  return TRUE;
}

static gboolean
is_member (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (strcmp (members[i].name, name) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
check_known (Trial   *trial,
             GError **error)
{
  const char *name;
  json_t *value;

  json_object_foreach (trial->object, name, value)
    {
      if (!is_member (name))
        return refuse (name, "the members of a payload alone", "The payload has a member that it must not have", error);
    }

  return TRUE;
}

static gboolean
read_time (Trial       *trial,
           const char  *member,
           ZmInstant   *instant,
           GError     **error)
{
  const char *text = get (trial, member);

  return zm_instant_parse (text, instant) ||
         refuse (text, "2025-12-01T10:00:00Z", "A time is not written as it must be", error);
}

static gboolean
check_members (Trial   *trial,
               GError **error)
{
  ZmPayload *payload = trial->payload;

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (!check_member (trial, &members[i], error))
        return FALSE;
    }
  if (!check_known (trial, error) ||
      !read_time (trial, "issuedAt", &payload->issued_at, error) ||
      !read_time (trial, "expiresAt", &payload->expires_at, error))
    return FALSE;

  trial->install_before = payload->expires_at;
  if (get (trial, "installBefore") != NULL &&
      !read_time (trial, "installBefore", &trial->install_before, error))
    return FALSE;
  if (!zm_payload_parse_url (get (trial, "serverUrl"), NULL, NULL, NULL))
    return refuse (get (trial, "serverUrl"), "https://host[:port][/path]",
                   "The server's address cannot be used", error);

  payload->device_id = g_strdup (get (trial, "deviceId"));
  payload->session_id = g_strdup (get (trial, "sessionId"));
  payload->server_url = g_strdup (get (trial, "serverUrl"));
  return TRUE;
}

/* The mode needs no check of its own: a device has the one key of its record, and uses it as that
 * record says. */
static gboolean
check_key (Trial   *trial,
           GError **error)
{
  const char *key_id = get (trial, "keyId");

  if (key_id == NULL || strcmp (key_id, trial->factory->key_id) == 0)
    return TRUE;

  return refuse (key_id, trial->factory->key_id, "The payload was made under another server key",
                 error);
}

static gboolean
check_signature (Trial   *trial,
                 GError **error)
{
  g_autoptr(GBytes) signature = zm_base64_decode (get (trial, "signature"));
  guint8 mac[ZM_SHA256_LENGTH];

  trial->canonical = zm_payload_bytes_canonical (trial->object, error);
  if (trial->canonical == NULL)
    return FALSE;
  if (signature == NULL || g_bytes_get_size (signature) != sizeof mac)
    return refuse (signature == NULL ? "no base64" : "another length", "32 bytes in base64", "The signature has the wrong form", error);

  zm_payload_bytes_mac (trial->canonical, trial->factory->key, mac);
  return zm_digest_equal (mac, g_bytes_get_data (signature, NULL), sizeof mac) ||
         refuse ("a signature by another key, or of another text", trial->factory->key_id,
                 "The signature is not by the server key of this device", error);
}

static gboolean
check_root (Trial   *trial,
            GError **error)
{
  const char *pem = get (trial, "caCertificate");
  ZmCertificate *root = zm_certificate_new_from_pem (pem, strlen (pem), error);
  g_autofree char *pinned = NULL;

  if (root == NULL)
    return FALSE;

  trial->payload->root = root;
  pinned = zm_hex_encode (trial->factory->root_sha256, ZM_SHA256_LENGTH);
  return strcmp (zm_certificate_get_sha256 (root), pinned) == 0 ||
         refuse (zm_certificate_get_sha256 (root), pinned, "The root is not the pinned one", error);
}

static gboolean
check_station_signature (Trial   *trial,
                         GError **error)
{
  const char *jws = get (trial, "stationSignature");
  g_autoptr(ZmCertificate) certificate = NULL;

  if (jws == NULL && trial->factory->mode == ZM_KEY_MODE_SHARED)
    return TRUE;
  if (jws == NULL)
    return refuse ("nothing", "stationSignature", "The station has not signed", error);

  certificate = zm_jws_verify_detached (jws, NULL, trial->canonical, error);
  if (certificate == NULL)
    return FALSE;

  return zm_chain_verify (&certificate, 1, trial->payload->root, NULL, ZM_PURPOSE_SIGN, trial->now,
                          error);
}

static gboolean
check_window (Trial   *trial,
              GError **error)
{
  ZmInstant now = trial->now - trial->now % ZM_INSTANT_SECOND;
  g_autofree char *seen = NULL;
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;
  g_autofree char *expected = NULL;

  if (trial->payload->issued_at <= now && now <= trial->install_before)
    return TRUE;

  seen = zm_instant_format (now);
  from = zm_instant_format (trial->payload->issued_at);
  until = zm_instant_format (trial->install_before);
  expected = g_strdup_printf ("%s to %s", from, until);
  return refuse (seen, expected, "The device's clock is outside the time for installing", error);
}

static gboolean
check_expiry (Trial          *trial,
              ZmCertificate  *leaf,
              GError        **error)
{
  g_autofree char *seen = zm_instant_format (trial->payload->expires_at);
  g_autofree char *expected = zm_instant_format (zm_certificate_get_not_after (leaf));

  return trial->payload->expires_at == zm_certificate_get_not_after (leaf) ||
         refuse (seen, expected, "expiresAt is not the end of the certificate", error);
}

static gboolean
check_leaf (Trial          *trial,
            ZmCertificate  *leaf,
            GError        **error)
{
  const char *own = trial->factory->device_id;
  g_autofree char *key_hash = zm_hex_encode (trial->key_sha256, ZM_SHA256_LENGTH);

  if (strcmp (zm_certificate_get_key_hash (leaf), key_hash) != 0)
    return refuse (zm_certificate_get_key_hash (leaf), key_hash,
                   "The certificate is for another key", error);
  if (g_strcmp0 (zm_certificate_get_common_name (leaf), own) != 0)
    return refuse (zm_certificate_get_common_name (leaf), own,
                   "The certificate's common name is another device's", error);
  if (g_strcmp0 (zm_certificate_get_device_id (leaf), own) != 0)
    return refuse (zm_certificate_get_device_id (leaf), own,
                   "The certificate's URI names another device", error);
  if (zm_certificate_is_ca (leaf))
    return refuse ("a CA", "a device", "The certificate is a CA's", error);

  return check_expiry (trial, leaf, error);
}

static gboolean
check_identity (Trial   *trial,
                GError **error)
{
  const char *pem = get (trial, "clientCertificate");

  if (strcmp (trial->payload->device_id, trial->factory->device_id) != 0)
    return refuse (trial->payload->device_id, trial->factory->device_id,
                   "The payload is for another device", error);

  trial->payload->chain = zm_certificate_list_from_pem (pem, strlen (pem), CHAIN_MAX, error);
  if (trial->payload->chain == NULL)
    return FALSE;

  return check_leaf (trial, g_ptr_array_index (trial->payload->chain, 0), error);
}

static gboolean
check_chain (Trial   *trial,
             GError **error)
{
  GPtrArray *chain = trial->payload->chain;

  if (chain->len < 2)
    return refuse ("no CA", "one to three CAs", "The chain is incomplete", error);

  return zm_chain_verify ((ZmCertificate *const *) chain->pdata, chain->len, trial->payload->root,
                          NULL, ZM_PURPOSE_CLIENT, trial->now, error);
}

/* The order is the design's: what costs little and needs no trust first. */
static const struct {
  const char *name;
  gboolean  (*check) (Trial   *trial,
                      GError **error);
} checks[] = {
  { "payload.size", check_size },
  { "payload.json", check_json },
  { "payload.members", check_members },
  { "payload.key", check_key },
  { "payload.signature", check_signature },
  { "payload.root", check_root },
  { "payload.station-signature", check_station_signature },
  { "payload.window", check_window },
  { "payload.identity", check_identity },
  { "payload.chain", check_chain },
};

/* Tells under which name the payload was refused, keeping what a lower room said. */
static void
name_refusal (const char    *name,
              const GError  *cause,
              GError       **error)
{
  const char *inner = zm_error_get_check (cause);
  g_autofree char *message = strcmp (inner, HERE) == 0
                               ? g_strdup (cause->message)
                               : g_strdup_printf ("%s (%s)", cause->message, inner);

  zm_error_set (error, ZM_ERROR_REFUSED, name, zm_error_get_seen (cause),
                zm_error_get_expected (cause), "%s", message);
}

static gboolean
run (Trial   *trial,
     GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autoptr(GError) cause = NULL;

      if (checks[i].check (trial, &cause))
        continue;
      name_refusal (checks[i].name, cause, error);
      return FALSE;
    }

  return TRUE;
}

ZmPayload *
zm_payload_verify (const void             *data,
                   gsize                   length,
                   const ZmFactoryRecord  *factory,
                   const guint8            key_sha256[ZM_SHA256_LENGTH],
                   ZmInstant               now,
                   GError                **error)
{
  g_autoptr(ZmPayload) payload = NULL;
  Trial trial = {
    .data = data,
    .length = length,
    .factory = factory,
    .key_sha256 = key_sha256,
    .now = now,
  };
  gboolean ok;

  g_return_val_if_fail (data != NULL || length == 0, NULL);
  g_return_val_if_fail (factory != NULL && key_sha256 != NULL, NULL);

  trial.payload = payload = g_new0 (ZmPayload, 1);
  ok = run (&trial, error);
  json_decref (trial.object);
  g_clear_pointer (&trial.canonical, g_bytes_unref);

  return ok ? g_steal_pointer (&payload) : NULL;
}

void
zm_payload_free (ZmPayload *payload)
{
  if (payload == NULL)
    return;

  g_free (payload->device_id);
  g_free (payload->session_id);
  g_free (payload->server_url);
  g_clear_pointer (&payload->chain, g_ptr_array_unref);
  g_clear_pointer (&payload->root, zm_certificate_unref);
  g_free (payload);
}
