#include "app/help/help-topic.h"

#include <string.h>

typedef struct {
  const char *check; /* a whole check, or its beginning with the dot */
  const char *page;
} Topic;

/* Sorted by check. The longest that fits wins. */
static const Topic topics[] = {
  { "approval.refused", "people" },
  { "audit.", "audit" },
  { "authority.", "authority" },
  { "camera.", "camera" },
  { "canary.", "central" },
  { "central.", "central" },
  { "certificate.adopted", "lost" },
  { "certificate.issuer", "suspect" },
  { "chain.expired", "renew" },
  { "chain.not-yet-valid", "clocks" },
  { "chain.revoked", "lost" },
  { "checkpoint.", "audit" },
  { "checkpoint.log-cut", "restore" },
  { "clock.", "clocks" },
  { "code.", "pair" },
  { "crl.", "central" },
  { "crls.", "central" },
  { "csr.", "pair" },
  { "database.", "restore" },
  { "disk.", "restore" },
  { "expiry.", "renew" },
  { "frame.", "half-done" },
  { "guard.", "pair" },
  { "http.", "central" },
  { "installation.", "half-done" },
  { "intent.", "half-done" },
  { "issue.", "half-done" },
  { "issue.answer", "suspect" },
  { "ledger.", "restore" },
  { "mtls.", "central" },
  { "operator.", "people" },
  { "pairing.", "pair" },
  { "payload.", "half-done" },
  { "payload.window", "clocks" },
  { "picture.", "camera" },
  { "qr.", "camera" },
  { "rate.", "authority" },
  { "reader.", "camera" },
  { "receipt.", "central" },
  { "registry.", "pair" },
  { "revoke.", "lost" },
  { "role.", "people" },
  { "seal.", "restore" },
  { "seal.passphrase", "people" },
  { "second-person.", "people" },
  { "session.", "half-done" },
  { "sessions.", "half-done" },
  { "sign-in.", "people" },
  { "signer.", "authority" },
  { "signer.peer", "suspect" },
  { "signer.stranger", "suspect" },
  { "slots.", "half-done" },
  { "station.", "start" },
  { "tether.", "half-done" },
  { "ticket.", "pair" },
  { "tls.", "central" },
  { "training.", "start" },
  { "tunnel.", "half-done" },
  { "usb.", "pair" },
  { "window.", "authority" },
};

/* An entry that ends in a word is that check alone. */
static gboolean
fits (const Topic *topic,
      const char  *check)
{
  return g_str_has_suffix (topic->check, ".") ? g_str_has_prefix (check, topic->check)
                                              : g_str_equal (check, topic->check);
}

const char *
zm_help_topic_for_check (const char *check)
{
  const Topic *best = NULL;

  g_return_val_if_fail (check != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      if (fits (&topics[i], check) &&
          (best == NULL || strlen (topics[i].check) > strlen (best->check)))
        best = &topics[i];
    }

  return best != NULL ? best->page : NULL;
}

char **
zm_help_topic_checks (const char *page)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (page != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      if (g_str_equal (topics[i].page, page))
        g_strv_builder_add (builder, topics[i].check);
    }

  return g_strv_builder_end (builder);
}

gsize
zm_help_topic_count (void)
{
  return G_N_ELEMENTS (topics);
}
