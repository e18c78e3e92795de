#include "desk.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/pki/random.h"
#include "app/protocol/approval.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOT_PASSPHRASE "a root of its own"

static void
begin (Desk *desk)
{
  g_autoptr(GError) error = NULL;

  desk->signer = zm_signer_open (desk->station, desk->passphrase, desk->now, &error);
  g_assert_no_error (error);
  desk->admin = desk_sign_in (desk, DESK_ADMIN, DESK_ADMIN_PIN);
}

static void
end (Desk *desk)
{
  g_clear_pointer (&desk->signer, zm_signer_free);
  g_clear_pointer (&desk->admin, g_free);
}

/* A place without a signer. */
static Desk *
make_place (void)
{
  g_autoptr(GError) error = NULL;
  Desk *desk = g_new0 (Desk, 1);

  desk->directory = g_dir_make_tmp ("zm-signer-XXXXXX", &error);
  g_assert_no_error (error);
  desk->station = g_build_filename (desk->directory, "station", NULL);
  desk->media = g_build_filename (desk->directory, "media", NULL);
  g_assert_cmpint (g_mkdir (desk->station, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (desk->media, 0700), ==, 0);
  desk->passphrase = zm_secret_new_copy (DESK_PASSPHRASE, strlen (DESK_PASSPHRASE));
  desk->now = zm_moment_now ();

  return desk;
}

Desk *
desk_new (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmSecret) pin = zm_secret_new_copy (DESK_ADMIN_PIN, strlen (DESK_ADMIN_PIN));
  Desk *desk = make_place ();

  g_assert_true (zm_signer_create (desk->station, desk->passphrase, DESK_ADMIN, pin, &error));
  g_assert_no_error (error);
  begin (desk);

  return desk;
}

static void
copy_file (const char *from,
           const char *to,
           const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *source = g_build_filename (from, name, NULL);
  g_autofree char *target = g_build_filename (to, name, NULL);
  g_autofree char *content = NULL;
  gsize length;

  g_file_get_contents (source, &content, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents_full (target, content, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                            &error);
  g_assert_no_error (error);
}

static Desk *founded;

static void
free_founded (void)
{
  desk_free (founded);
}

/* Stretching passphrases takes most of the time, so one authority is made and copied. */
Desk *
desk_new_founded (void)
{
  Desk *desk = make_place ();
  g_autofree char *from = NULL;
  g_autofree char *to = g_build_filename (desk->station, "signer", NULL);

  if (founded == NULL)
    {
      founded = desk_new ();
      desk_found (founded);
      end (founded);
      atexit (free_founded);
    }
  from = g_build_filename (founded->station, "signer", NULL);
  g_assert_cmpint (g_mkdir (to, 0700), ==, 0);
  copy_file (from, to, "keys");
  copy_file (from, to, "ledger");
  desk->now = zm_moment_now ();
  begin (desk);

  return desk;
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
desk_free (Desk *desk)
{
  end (desk);
  remove_tree (desk->directory);
  g_free (desk->directory);
  g_free (desk->station);
  g_free (desk->media);
  g_clear_pointer (&desk->ceremony, zm_ceremony_free);
  zm_secret_free (desk->root_passphrase);
  zm_secret_free (desk->passphrase);
  g_free (desk);
}

void
desk_restart (Desk *desk)
{
  end (desk);
  begin (desk);
}

void
desk_advance (Desk   *desk,
              gint64  microseconds)
{
  desk->now.wall += microseconds;
  desk->now.running += microseconds;
}

json_t *
desk_try (Desk           *desk,
          const char     *token,
          ZmRequestType   type,
          json_t         *members,
          GError        **error)
{
  g_autoptr(GBytes) request = zm_request_encode (type, token, members, error);
  g_autoptr(GBytes) answer = NULL;

  if (request == NULL)
    return NULL;
  answer = zm_signer_answer (desk->signer, DESK_PEER, desk->now, g_bytes_get_data (request, NULL),
                             g_bytes_get_size (request));
  g_assert_nonnull (answer);

  return zm_request_parse_answer (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer),
                                  error);
}

json_t *
desk_ask (Desk          *desk,
          const char    *token,
          ZmRequestType  type,
          json_t        *members)
{
  g_autoptr(GError) error = NULL;
  json_t *result = desk_try (desk, token, type, members, &error);

  g_assert_no_error (error);
  g_assert_nonnull (result);

  return result;
}

void
desk_refuse (Desk          *desk,
             const char    *token,
             ZmRequestType  type,
             json_t        *members,
             const char    *check)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) result = desk_try (desk, token, type, members, &error);

  g_assert_null (result);
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

char *
desk_take_text (json_t     *answer,
                const char *member)
{
  g_autoptr(json_t) owned = answer;
  const char *text = json_string_value (json_object_get (owned, member));

  g_assert_nonnull (text);

  return g_strdup (text);
}

char *
desk_sign_in (Desk       *desk,
              const char *name,
              const char *pin)
{
  return desk_take_text (desk_ask (desk, NULL, ZM_REQUEST_SIGN_IN,
                                   json_pack ("{s:s, s:s}", "operator", name, "pin", pin)),
                         "token");
}

json_t *
desk_describe_approval (const char    *name,
                        const char    *pin,
                        ZmRequestType  type,
                        json_t        *members,
                        const char    *nonce)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *digest = NULL;
  guint8 bytes[ZM_SHA256_LENGTH];

  g_assert_true (zm_approval_digest (type, members, nonce, bytes, &error));
  g_assert_no_error (error);
  json_decref (members);
  digest = zm_hex_encode (bytes, sizeof bytes);

  return json_pack ("{s:s, s:s, s:s, s:s}", "action", zm_request_name (type), "digest", digest,
                    "operator", name, "pin", pin);
}

char *
desk_approve (Desk          *desk,
              const char    *token,
              const char    *name,
              const char    *pin,
              ZmRequestType  type,
              json_t        *members)
{
  guint8 bytes[ZM_APPROVAL_NONCE_LENGTH];
  char *nonce;

  zm_random_bytes (bytes, sizeof bytes);
  nonce = zm_hex_encode (bytes, sizeof bytes);
  json_decref (desk_ask (desk, token, ZM_REQUEST_APPROVE,
                         desk_describe_approval (name, pin, type, members, nonce)));

  return nonce;
}

char *
desk_hire (Desk       *desk,
           const char *name,
           const char *role)
{
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_OPERATOR_ADD,
                         json_pack ("{s:s, s:s, s:s}", "name", name, "role", role, "pin",
                                    "654321")));

  return desk_sign_in (desk, name, "654321");
}

json_t *
desk_policy (void)
{
  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:i, s:b}", "hospital", "St. Example",
                    "identityHost", DESK_HOST, "serverUrl",
                    "https://central.hospital.example:8443/zm", "crlUrl",
                    "http://crl.hospital.example/", "origin", "hospital.example/audit",
                    "deviceDays", 365, "nameConstraints", 1);
}

json_t *
desk_ceremony (Desk   *desk,
               json_t *request)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) owned = request;
  g_autoptr(GBytes) answer = NULL;
  g_autofree char *line = json_dumps (owned, JSON_COMPACT);
  json_t *result;

  if (desk->ceremony == NULL)
    {
      desk->root_passphrase = zm_secret_new_copy (ROOT_PASSPHRASE, strlen (ROOT_PASSPHRASE));
      desk->ceremony = zm_ceremony_open (desk->media, desk->root_passphrase, &error);
      g_assert_no_error (error);
    }
  answer = zm_ceremony_answer (desk->ceremony, line, strlen (line));
  result = zm_request_parse_answer (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer),
                                    &error);
  g_assert_no_error (error);

  return result;
}

GBytes *
desk_decode (const char *base64)
{
  GBytes *bytes = zm_base64_decode (base64);

  g_assert_nonnull (bytes);

  return bytes;
}

char *
desk_request_pem (Desk       *desk,
                  const char *which)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = desk_take_text (desk_ask (desk, desk->admin,
                                                    ZM_REQUEST_AUTHORITY_REQUESTS, NULL), which);
  g_autoptr(GBytes) der = desk_decode (text);
  g_autoptr(ZmCsr) csr = zm_csr_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der),
                                              &error);

  g_assert_no_error (error);

  return zm_csr_to_pem (csr);
}

void
desk_found (Desk *desk)
{
  g_autofree char *root = NULL;
  g_autofree char *intermediate = NULL;
  g_autofree char *station = NULL;
  g_autofree char *intermediate_csr = NULL;
  g_autofree char *station_csr = NULL;

  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_POLICY_SET, desk_policy ()));
  root = desk_take_text (desk_ceremony (desk, json_pack ("{s:s, s:s, s:s, s:s}", "request",
                                                         "create", "hospital", "St. Example",
                                                         "identityHost", DESK_HOST, "crlUrl",
                                                         "http://crl.hospital.example/")), "root");
  intermediate_csr = desk_request_pem (desk, "intermediate");
  intermediate = desk_take_text (desk_ceremony (desk, json_pack ("{s:s, s:s}", "request",
                                                                 "sign-intermediate", "csr",
                                                                 intermediate_csr)),
                                 "certificate");
  station_csr = desk_request_pem (desk, "station");
  station = desk_take_text (desk_ceremony (desk, json_pack ("{s:s, s:s}", "request",
                                                            "sign-station", "csr",
                                                            station_csr)),
                            "certificate");
  desk->now = zm_moment_now ();
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_AUTHORITY_INSTALL,
                         json_pack ("{s:s, s:[s], s:s}", "root", root, "chain", intermediate,
                                    "station", station)));
}

void
desk_open_window (Desk *desk,
                  int   devices,
                  int   minutes)
{
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_WINDOW_OPEN,
                         json_pack ("{s:i, s:i}", "devices", devices, "minutes", minutes)));
}

ZmKey *
desk_make_key (void)
{
  g_autoptr(GError) error = NULL;
  ZmKey *key = zm_key_generate (ZM_KEY_EC_P256, &error);

  g_assert_no_error (error);

  return key;
}

char *
desk_make_csr (ZmKey      *key,
               const char *device_id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCsr) csr = zm_csr_create_device (key, device_id, "ICU, bed 7", &error);
  GBytes *der;

  g_assert_no_error (error);
  der = zm_csr_get_der (csr);

  return zm_base64_encode (g_bytes_get_data (der, NULL), g_bytes_get_size (der));
}

json_t *
desk_describe (ZmKey      *key,
               const char *device_id,
               const char *session)
{
  g_autofree char *csr = desk_make_csr (key, device_id);
  json_t *members = json_pack ("{s:s, s:s, s:s}", "csr", csr, "deviceId", device_id, "deviceLabel",
                               "ICU, bed 7");

  zm_json_set_string (members, "session", session);

  return members;
}

char *
desk_issue (Desk       *desk,
            const char *token,
            const char *device_id,
            const char *session)
{
  g_autoptr(ZmKey) key = desk_make_key ();
  g_autoptr(json_t) prepared = desk_ask (desk, token, ZM_REQUEST_ISSUE_PREPARE,
                                         desk_describe (key, device_id, session));

  json_decref (desk_ask (desk, token, ZM_REQUEST_ISSUE_SIGN,
                         json_pack ("{s:O}", "tbs", json_object_get (prepared, "tbs"))));

  return g_strdup (json_string_value (json_object_get (prepared, "serial")));
}

ZmCertificate *
desk_read_certificate (const char *base64)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) der = desk_decode (base64);
  ZmCertificate *certificate = zm_certificate_new_from_der (g_bytes_get_data (der, NULL),
                                                            g_bytes_get_size (der), &error);

  g_assert_no_error (error);

  return certificate;
}
