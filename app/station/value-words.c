#include "config.h"

#include "app/station/value-words.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *member;
  const char *value;
  const char *word;
} words[] = {
  { "alert", "access denied", NC_ ("value", "access denied") },
  { "alert", "bad certificate", NC_ ("value", "bad certificate") },
  { "alert", "certificate expired", NC_ ("value", "certificate expired") },
  { "alert", "certificate required", NC_ ("value", "certificate required") },
  { "alert", "certificate revoked", NC_ ("value", "certificate revoked") },
  { "alert", "certificate unknown", NC_ ("value", "certificate unknown") },
  { "alert", "handshake failure", NC_ ("value", "handshake failure") },
  { "alert", "unknown ca", NC_ ("value", "unknown CA") },
  { "format", "csv", NC_ ("value", "CSV") },
  { "format", "json", NC_ ("value", "JSON") },
  { "format", "pdf", NC_ ("value", "PDF") },
  { "kind", "audit-head", NC_ ("value", "head of the audit log") },
  { "kind", "badge", NC_ ("value", "badge") },
  { "kind", "canary", NC_ ("value", "revoked certificate") },
  { "kind", "certificate", NC_ ("value", "certificate") },
  { "kind", "device", NC_ ("value", "device") },
  { "kind", "no-certificate", NC_ ("value", "no certificate") },
  { "kind", "wrong-name", NC_ ("value", "wrong server name") },
  { "medium", "pdf", NC_ ("value", "PDF") },
  { "medium", "printer", NC_ ("value", "printer") },
  { "mode", "derived", NC_ ("value", "derived") },
  { "mode", "shared", NC_ ("value", "shared") },
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
  { "question", "issue", NC_ ("value", "Issue the certificate") },
  { "question", "number", NC_ ("value", "Do the numbers match") },
  { "question", "register", NC_ ("value", "Register the device") },
  { "question", "rekey", NC_ ("value", "Give the device a new certificate") },
  { "question", "set-clock", NC_ ("value", "Set the device’s clock") },
  { "question", "take-over", NC_ ("value", "Take the device into use again") },
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
  { "request", "factory-record", NC_ ("value", "writing a factory record") },
  { "request", "issue-prepare", NC_ ("value", "taking over a retired device") },
  { "request", "limits-set", NC_ ("value", "setting the limits for a second person") },
  { "request", "operator-add", NC_ ("value", "adding an administrator") },
  { "request", "operator-pin", NC_ ("value", "setting the PIN of an administrator") },
  { "request", "operator-remove", NC_ ("value", "removing an administrator") },
  { "request", "revoke", NC_ ("value", "revoking a certificate") },
  { "request", "window-open", NC_ ("value", "opening the enrolment window") },
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
  { "tick", "bad", NC_ ("value", "failed") },
  { "tick", "good", NC_ ("value", "done") },
  { "tick", "pending", NC_ ("value", "waiting") },
  { "tick", "unknown", NC_ ("value", "not reported") },
  { "verdict", "broken", NC_ ("value", "broken") },
  { "verdict", "cut", NC_ ("value", "cut") },
  { "verdict", "intact", NC_ ("value", "intact") },
  { "verdict", "unreadable", NC_ ("value", "unreadable") },
  { "verdict", "unwitnessed", NC_ ("value", "unwitnessed") },
  { "way", "camera", NC_ ("value", "camera") },
  { "way", "code", NC_ ("value", "typed code") },
  { "way", "picture", NC_ ("value", "picture") },
  { "way", "scanner", NC_ ("value", "scanner") },
  { "way", "text", NC_ ("value", "text of the ticket") },
};

static const struct {
  const char *member;
  const char *title;
} titles[] = {
  { "action", NC_ ("member", "action") },
  { "after", NC_ ("member", "after") },
  { "approver", NC_ ("member", "approved by") },
  { "before", NC_ ("member", "before") },
  { "check", NC_ ("member", "check") },
  { "cipher", NC_ ("member", "cipher suite") },
  { "command", NC_ ("member", "command") },
  { "commonName", NC_ ("member", "name in the certificate") },
  { "copies", NC_ ("member", "copies") },
  { "crlUpdate", NC_ ("member", "revocation list from") },
  { "csrSha256", NC_ ("member", "SHA-256 of the request") },
  { "devices", NC_ ("member", "devices") },
  { "endedBy", NC_ ("member", "ended by") },
  { "entries", NC_ ("member", "entries") },
  { "expected", NC_ ("member", "expected") },
  { "expiresAt", NC_ ("member", "good until") },
  { "filter", NC_ ("member", "filter") },
  { "folder", NC_ ("member", "folder") },
  { "format", NC_ ("member", "format") },
  { "from", NC_ ("member", "from") },
  { "head", NC_ ("member", "head of the chain") },
  { "hospital", NC_ ("member", "hospital") },
  { "host", NC_ ("member", "host") },
  { "identityHost", NC_ ("member", "host in the identities") },
  { "intermediateSerial", NC_ ("member", "serial number of the intermediate") },
  { "intermediateSha256", NC_ ("member", "SHA-256 of the request for the intermediate") },
  { "issuer", NC_ ("member", "issuer") },
  { "key", NC_ ("member", "kind of key") },
  { "keyId", NC_ ("member", "payload key") },
  { "keySha256", NC_ ("member", "SHA-256 of the key") },
  { "kind", NC_ ("member", "kind") },
  { "label", NC_ ("member", "label") },
  { "medium", NC_ ("member", "medium") },
  { "minutes", NC_ ("member", "minutes") },
  { "mode", NC_ ("member", "key") },
  { "model", NC_ ("member", "model") },
  { "new", NC_ ("member", "new") },
  { "nextUpdate", NC_ ("member", "next list by") },
  { "notAfter", NC_ ("member", "valid until") },
  { "number", NC_ ("member", "number") },
  { "old", NC_ ("member", "old") },
  { "payloadSha256", NC_ ("member", "SHA-256 of the payload") },
  { "provedBy", NC_ ("member", "proved by") },
  { "purpose", NC_ ("member", "purpose") },
  { "reason", NC_ ("member", "reason") },
  { "records", NC_ ("member", "records") },
  { "replacedBy", NC_ ("member", "taken over by") },
  { "request", NC_ ("member", "request") },
  { "revocations", NC_ ("member", "revocations") },
  { "role", NC_ ("member", "role") },
  { "root", NC_ ("member", "head of the tree") },
  { "rootSha256", NC_ ("member", "SHA-256 of the root") },
  { "seconds", NC_ ("member", "seconds") },
  { "seen", NC_ ("member", "seen") },
  { "serial", NC_ ("member", "serial number") },
  { "serverSubject", NC_ ("member", "certificate of the server") },
  { "serverTime", NC_ ("member", "time of the server") },
  { "sessions", NC_ ("member", "sessions") },
  { "sha256", NC_ ("member", "SHA-256") },
  { "size", NC_ ("member", "size") },
  { "state", NC_ ("member", "state") },
  { "stationSha256", NC_ ("member", "SHA-256 of the request for the station") },
  { "step", NC_ ("member", "step") },
  { "subject", NC_ ("member", "subject") },
  { "tbsSha256", NC_ ("member", "SHA-256 of what is signed") },
  { "time", NC_ ("member", "time") },
  { "tlsVersion", NC_ ("member", "TLS version") },
  { "to", NC_ ("member", "to") },
  { "toDevice", NC_ ("member", "bytes to the device") },
  { "toServer", NC_ ("member", "bytes to the server") },
  { "url", NC_ ("member", "address") },
  { "user", NC_ ("member", "user") },
  { "verdict", NC_ ("member", "verdict") },
  { "version", NC_ ("member", "version") },
  { "via", NC_ ("member", "path") },
  { "way", NC_ ("member", "way") },
  { "windowDevices", NC_ ("member", "devices of a window") },
  { "windowMinutes", NC_ ("member", "minutes of a window") },
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

const char *
zm_value_words_title (const char *member)
{
  g_return_val_if_fail (member != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      if (g_str_equal (titles[i].member, member))
        return g_dpgettext2 (GETTEXT_PACKAGE, "member", titles[i].title);
    }

  return NULL;
}
