#include "app/protocol/pairing.h"

#include <string.h>

/* The labels are followed by the byte 0, which none of them contains, so that no two transcripts
 * can read alike. */
#define NUMBER_LABEL     "zmonitor pairing v1"
#define CODE_LABEL       "zmonitor code v1"
#define POSSESSION_LABEL "zmonitor possession v1"

#define NUMBER_MODULUS 1000000

static void
append_text (GByteArray *bytes,
             const char *text)
{
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text) + 1);
}

static void
append_nonces (GByteArray      *bytes,
               const ZmPairing *pairing)
{
  g_byte_array_append (bytes, pairing->device_nonce, sizeof pairing->device_nonce);
  g_byte_array_append (bytes, pairing->station_nonce, sizeof pairing->station_nonce);
}

void
zm_pairing_commit (const guint8 station_nonce[ZM_PAIRING_NONCE_LENGTH],
                   guint8       commitment[ZM_SHA256_LENGTH])
{
  zm_digest_sha256 (station_nonce, ZM_PAIRING_NONCE_LENGTH, commitment);
}

void
zm_pairing_number (const ZmPairing *pairing,
                   char             number[ZM_PAIRING_NUMBER_DIGITS + 1])
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  guint8 digest[ZM_SHA256_LENGTH];
  guint64 value = 0;

  append_text (bytes, NUMBER_LABEL);
  append_text (bytes, pairing->device_id);
  g_byte_array_append (bytes, pairing->key_hash, sizeof pairing->key_hash);
  append_nonces (bytes, pairing);
  zm_digest_sha256 (bytes->data, bytes->len, digest);

  for (gsize i = 0; i < sizeof value; i++)
    value = value << 8 | digest[i];
  g_snprintf (number, ZM_PAIRING_NUMBER_DIGITS + 1, "%06" G_GUINT64_FORMAT,
              value % NUMBER_MODULUS);
}

void
zm_pairing_code_proof (const ZmPairing *pairing,
                       const char      *code,
                       guint8           proof[ZM_SHA256_LENGTH])
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();

  append_text (bytes, CODE_LABEL);
  append_nonces (bytes, pairing);
  g_byte_array_append (bytes, pairing->key_hash, sizeof pairing->key_hash);
  zm_digest_hmac_sha256 (code, strlen (code), bytes->data, bytes->len, proof);
}

GBytes *
zm_pairing_possession (const ZmPairing *pairing,
                       const char      *session_id,
                       const guint8     csr_sha256[ZM_SHA256_LENGTH])
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();

  append_text (bytes, POSSESSION_LABEL);
  append_nonces (bytes, pairing);
  append_text (bytes, session_id);
  g_byte_array_append (bytes, csr_sha256, ZM_SHA256_LENGTH);

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
