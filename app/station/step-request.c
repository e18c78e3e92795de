#include "app/station/step.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/station/code-desk.h"
#include "app/station/session-post.h"
#include "app/store/transaction.h"

#define ANSWER_TIMEOUT 30000 /* ms; an RSA signature on a small processor */

static GBytes *
decode_member (const ZmMessage  *message,
               const char       *member,
               GError          **error)
{
  GBytes *bytes = zm_base64_decode (zm_message_get_string (message, member));

  if (bytes == NULL)
    zm_error_set (error, ZM_ERROR_INVALID, "message.members", NULL, "strict base64",
                  "The device sent a “%s” that is not base64", member);

  return bytes;
}

static gboolean
prove_possession (ZmProvisioning  *self,
                  ZmCsr           *csr,
                  GBytes          *signature,
                  GError         **error)
{
  guint8 digest[ZM_SHA256_LENGTH];
  g_autoptr(GBytes) signed_bytes = NULL;
  GBytes *der = zm_csr_get_der (csr);

  zm_digest_sha256 (g_bytes_get_data (der, NULL), g_bytes_get_size (der), digest);
  signed_bytes = zm_pairing_possession (&self->pairing, self->session_id, digest);
  self->facts.possession_proved =
    zm_public_key_verify (zm_csr_get_key (csr),
                          g_bytes_get_data (signed_bytes, NULL), g_bytes_get_size (signed_bytes),
                          g_bytes_get_data (signature, NULL), g_bytes_get_size (signature));
  if (!self->facts.possession_proved)
    zm_error_set (error, ZM_ERROR_REFUSED, "guard.possession", "a signature by another key",
                  "a signature by the CSR’s key",
                  "The device does not hold the key of its CSR");

  return self->facts.possession_proved;
}

/* What the device announced is what the code proof, the number and, on a resume, the session on
 * record were about: a request for another key is somebody else's. */
static gboolean
check_announced_key (ZmProvisioning  *self,
                     ZmCsr           *csr,
                     GError         **error)
{
  const char *seen = zm_public_key_get_hash (zm_csr_get_key (csr));

  if (g_str_equal (seen, self->key_hash))
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "guard.csr-key", seen, self->key_hash,
                "The CSR is for another key than the device announced");
  return FALSE;
}

static ZmMessage *
ask_for_csr (ZmProvisioning  *self,
             GError         **error)
{
  ZmMessage *request = zm_message_new (ZM_MESSAGE_REQUEST_CSR, json_object (), error);

  if (request == NULL ||
      !zm_conversation_send (self->conversation, request, self->cancellable, error))
    return NULL;

  return zm_conversation_expect (self->conversation, ZM_MESSAGE_CSR, ANSWER_TIMEOUT,
                                 self->cancellable, error);
}

static ZmCsr *
receive_csr (ZmProvisioning  *self,
             GError         **error)
{
  g_autoptr(ZmMessage) message = ask_for_csr (self, error);
  g_autoptr(GBytes) der = NULL;
  g_autoptr(GBytes) signature = NULL;
  g_autoptr(ZmCsr) csr = NULL;

  if (message == NULL)
    return NULL;

  der = decode_member (message, "csr", error);
  if (der == NULL)
    return NULL;
  signature = decode_member (message, "possession", error);
  if (signature == NULL)
    return NULL;
  csr = zm_csr_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
  if (csr == NULL || !check_announced_key (self, csr, error) ||
      !prove_possession (self, csr, signature, error))
    return NULL;

  return g_steal_pointer (&csr);
}

static gboolean
store_request (ZmProvisioning  *self,
               GError         **error)
{
  ZmDatabase *database = zm_station_get_database (self->station);
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, error);
  ZmSessionRecord *record = self->record;

  if (transaction == NULL)
    return FALSE;

  g_clear_pointer (&record->csr_der, g_bytes_unref);
  g_free (record->csr_sha256);
  g_free (record->pairing_code);
  record->csr_der = g_bytes_ref (zm_csr_get_der (self->csr));
  record->csr_sha256 = g_strdup (zm_csr_get_sha256 (self->csr));
  record->pairing_code = g_strdup (self->code);

  return zm_code_desk_use_up (self->station, self->code_id, self->session_id, error) &&
         zm_provisioning_advance (self, ZM_SESSION_REQUESTED,
                                  json_pack ("{s:s, s:s}",
                                             "csrSha256", record->csr_sha256,
                                             "key", zm_public_key_get_name (
                                               zm_csr_get_key (self->csr))),
                                  error) &&
         zm_transaction_commit (transaction, error);
}

/* On a resume the device may sign its request anew; the first one stays the one on record. */
static gboolean
keep_stored_request (ZmProvisioning  *self,
                     ZmCsr          **csr,
                     GError         **error)
{
  ZmCsr *stored = zm_csr_new_from_der (g_bytes_get_data (self->record->csr_der, NULL),
                                       g_bytes_get_size (self->record->csr_der), error);

  if (stored == NULL)
    return FALSE;
  zm_csr_unref (*csr);
  *csr = stored;
  return TRUE;
}

/* The guard compares it with one identifier, and shows it beside that one. */
static char *
join_names (ZmCsr *csr)
{
  g_autoptr(GString) names = g_string_new (NULL);
  const ZmCsrField *fields;
  gsize count;

  fields = zm_csr_get_fields (csr, &count);
  for (gsize i = 0; i < count; i++)
    {
      if (g_str_equal (fields[i].name, "CN"))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", fields[i].value);
    }

  return g_strdup (names->len > 0 ? names->str : "(none)");
}

static void
show_request (ZmProvisioning *self)
{
  g_autofree char *pem = zm_csr_to_pem (self->csr);

  zm_session_post_text (self->session, "request", pem);
}

gboolean
zm_step_request (ZmProvisioning  *self,
                 GError         **error)
{
  g_autoptr(ZmCsr) csr = receive_csr (self, error);
  gboolean stored = self->record->state != ZM_SESSION_PAIRED;

  if (csr == NULL || (stored && !keep_stored_request (self, &csr, error)))
    return FALSE;

  g_clear_pointer (&self->csr, zm_csr_unref);
  self->csr = g_steal_pointer (&csr);
  self->facts.csr_key_hash = zm_public_key_get_hash (zm_csr_get_key (self->csr));
  g_free (self->csr_names);
  self->csr_names = join_names (self->csr);
  self->facts.csr_common_name = self->csr_names;
  zm_provisioning_show_guard (self);
  show_request (self);

  return stored || store_request (self, error);
}
