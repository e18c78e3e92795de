#include "app/signer/checkpointer.h"

#include "app/audit/checkpoint.h"
#include "app/audit/tree.h"
#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/signer/witness.h"

#include <string.h>

static GBytes *
read_proof (const json_t *request)
{
  const json_t *list = json_object_get (request, "proof");
  g_autoptr(GByteArray) proof = g_byte_array_new ();
  guint8 hash[ZM_SHA256_LENGTH];

  for (gsize i = 0; i < json_array_size (list); i++)
    {
      if (!zm_hex_decode (json_string_value (json_array_get (list, i)), hash, sizeof hash))
        return NULL;
      g_byte_array_append (proof, hash, sizeof hash);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&proof));
}

static gboolean
is_consistent (const ZmState *state,
               gint64         size,
               const guint8  *root,
               const json_t  *request)
{
  g_autoptr(GBytes) proof = read_proof (request);

  /* An empty log proves nothing, and everything would continue it. */
  if (proof == NULL || size < 1 || size < state->checkpoint_size)
    return FALSE;
  if (state->checkpoint_size == 0)
    return TRUE;
  if (size == state->checkpoint_size)
    return memcmp (root, state->checkpoint_root, ZM_SHA256_LENGTH) == 0;

  return zm_tree_verify_consistency ((guint64) state->checkpoint_size, state->checkpoint_root,
                                     (guint64) size, root, proof);
}

static gboolean
refuse (const ZmState  *state,
        gint64          size,
        GError        **error)
{
  g_autofree char *seen = g_strdup_printf ("size %" G_GINT64_FORMAT, size);
  g_autofree char *expected = g_strdup_printf ("a continuation of size %" G_GINT64_FORMAT,
                                               state->checkpoint_size);

  zm_error_set (error, ZM_ERROR_REFUSED, "checkpoint.inconsistent", seen, expected,
                "The audit log did not grow out of the last signed checkpoint");
  return FALSE;
}

/* The same again is no new fact. */
static gboolean
record (ZmSigner        *signer,
        const ZmCaller  *caller,
        gint64           size,
        const char      *root,
        GError         **error)
{
  return size == signer->state->checkpoint_size ||
         zm_signer_record (signer, caller, "checkpoint.signed",
                           json_pack ("{s:I, s:s}", "size", (json_int_t) size, "root", root),
                           error);
}

json_t *
zm_checkpointer_sign (ZmSigner        *signer,
                      const ZmCaller  *caller,
                      const json_t    *request,
                      GError         **error)
{
  ZmState *state = signer->state;
  gint64 size = json_integer_value (json_object_get (request, "size"));
  const char *hex = json_string_value (json_object_get (request, "root"));
  guint8 root[ZM_SHA256_LENGTH] = { 0 };
  g_autoptr(ZmCheckpoint) checkpoint = NULL;
  g_autofree char *note = NULL;

  if (!zm_witness_check (signer, error) || !zm_mandate_check_policy (state->mandate, error))
    return NULL;
  if (!zm_hex_decode (hex, root, sizeof root) || !is_consistent (state, size, root, request))
    {
      refuse (state, size, error);
      return NULL;
    }

  checkpoint = zm_checkpoint_new (state->mandate->origin, (guint64) size, root);
  note = zm_checkpoint_sign (checkpoint, zm_keystore_get_checkpoint (signer->keystore), error);
  if (note == NULL || !record (signer, caller, size, hex, error))
    return NULL;

  return json_pack ("{s:s}", "checkpoint", note);
}

json_t *
zm_checkpointer_restart (ZmSigner        *signer,
                         const ZmCaller  *caller,
                         const json_t    *request,
                         GError         **error)
{
  const ZmState *state = signer->state;
  g_autofree char *lost = zm_hex_encode (state->checkpoint_root, sizeof state->checkpoint_root);
  json_t *members = json_pack ("{s:O, s:O, s:I, s:s}", "size", json_object_get (request, "size"),
                               "root", json_object_get (request, "root"), "lastSize",
                               (json_int_t) state->checkpoint_size, "lastRoot", lost);

  if (!zm_signer_record (signer, caller, "log.restarted", members, error))
    return NULL;
  zm_witness_forget_log (signer);

  return json_object ();
}
