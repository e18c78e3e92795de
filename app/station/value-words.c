#include "config.h"

#include "app/station/value-words.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *member;
  const char *value;
  const char *word;
} words[] = {
  { "kind", "audit-head", NC_ ("value", "head of the audit log") },
  { "kind", "badge", NC_ ("value", "badge") },
  { "kind", "canary", NC_ ("value", "revoked certificate") },
  { "kind", "certificate", NC_ ("value", "certificate") },
  { "kind", "device", NC_ ("value", "device") },
  { "kind", "no-certificate", NC_ ("value", "no certificate") },
  { "kind", "wrong-name", NC_ ("value", "wrong server name") },
  { "name", "audit", NC_ ("value", "Recorded in the device’s log") },
  { "name", "configuration", NC_ ("value", "Configuration updated") },
  { "name", "files", NC_ ("value", "Files written") },
  { "name", "mutual-tls", NC_ ("value", "Mutual TLS with the new identity") },
  { "name", "signatures", NC_ ("value", "Signatures checked") },
  { "name", "window-and-identity", NC_ ("value", "Validity and identity checked") },
  { "provedBy", "device", NC_ ("value", "device") },
  { "provedBy", "server", NC_ ("value", "server") },
  { "provedBy", "station", NC_ ("value", "station") },
  { "purpose", "register", NC_ ("value", "first certificate") },
  { "purpose", "rekey", NC_ ("value", "new key") },
  { "purpose", "renew", NC_ ("value", "renewal") },
  { "purpose", "takeover", NC_ ("value", "take-over") },
  { "reason", "affiliationChanged", NC_ ("value", "affiliation changed") },
  { "reason", "cACompromise", NC_ ("value", "CA compromised") },
  { "reason", "cessationOfOperation", NC_ ("value", "out of use") },
  { "reason", "damaged", NC_ ("value", "damaged") },
  { "reason", "keyCompromise", NC_ ("value", "key compromised") },
  { "reason", "lost", NC_ ("value", "lost") },
  { "reason", "moved", NC_ ("value", "moved") },
  { "reason", "other", NC_ ("value", "other") },
  { "reason", "privilegeWithdrawn", NC_ ("value", "right withdrawn") },
  { "reason", "superseded", NC_ ("value", "superseded") },
  { "reason", "unspecified", NC_ ("value", "unspecified") },
  { "role", "administrator", NC_ ("value", "administrator") },
  { "role", "auditor", NC_ ("value", "auditor") },
  { "role", "system", NC_ ("value", "system") },
  { "role", "technician", NC_ ("value", "technician") },
  { "state", "abandoned", NC_ ("value", "abandoned") },
  { "state", "active", NC_ ("value", "active") },
  { "state", "approved", NC_ ("value", "approved") },
  { "state", "delivered", NC_ ("value", "delivered") },
  { "state", "failed", NC_ ("value", "failed") },
  { "state", "installed", NC_ ("value", "installed") },
  { "state", "issued", NC_ ("value", "issued") },
  { "state", "paired", NC_ ("value", "paired") },
  { "state", "registered", NC_ ("value", "registered") },
  { "state", "requested", NC_ ("value", "requested") },
  { "state", "retired", NC_ ("value", "retired") },
  { "state", "verified", NC_ ("value", "verified") },
  { "verdict", "broken", NC_ ("value", "broken") },
  { "verdict", "cut", NC_ ("value", "cut") },
  { "verdict", "intact", NC_ ("value", "intact") },
  { "verdict", "unreadable", NC_ ("value", "unreadable") },
  { "verdict", "unwitnessed", NC_ ("value", "unwitnessed") },
};

const char *
zm_value_words_for (const char *member,
                    const char *value)
{
  g_return_val_if_fail (member != NULL && value != NULL, NULL);

  /* The step of a session is the state that it had reached. */
  if (g_str_equal (member, "step"))
    member = "state";
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_str_equal (words[i].member, member) && g_str_equal (words[i].value, value))
        return g_dpgettext2 (GETTEXT_PACKAGE, "value", words[i].word);
    }

  return NULL;
}
