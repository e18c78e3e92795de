#include "config.h"

#include "app/station/audit-words.h"

#include "app/base/join.h"
#include "app/base/text.h"
#include "app/station/failure-words.h"
#include "app/station/phrase-words.h"
#include "app/station/time-words.h"
#include "app/station/value-words.h"

#include <glib/gi18n-lib.h>

#define SHOWN_MEMBERS 4

static const struct {
  const char *action;
  const char *title;
} actions[] = {
  { "approval.declined", NC_ ("audit action", "Not approved by a second person") },
  { "approval.given", NC_ ("audit action", "Approved by a second person") },
  { "audit.exported", NC_ ("audit action", "Audit log exported") },
  { "audit.restarted", NC_ ("audit action", "Audit log continued after a loss") },
  { "audit.verified", NC_ ("audit action", "Audit log verified") },
  { "authority.created", NC_ ("audit action", "Authority created") },
  { "authority.imported", NC_ ("audit action", "Authority imported") },
  { "authority.requests-exported", NC_ ("audit action", "Requests for the authority exported") },
  { "canary.issued", NC_ ("audit action", "Canary issued") },
  { "certificate.adopted", NC_ ("audit action", "Certificate adopted") },
  { "certificate.given-up", NC_ ("audit action", "Adopted certificate given up") },
  { "certificate.intended", NC_ ("audit action", "Certificate about to be signed") },
  { "certificate.issued", NC_ ("audit action", "Certificate issued") },
  { "certificate.revoked", NC_ ("audit action", "Certificate revoked") },
  { "clock.set", NC_ ("audit action", "Clock of the device set") },
  { "code.issued", NC_ ("audit action", "Pairing code issued") },
  { "code.refused", NC_ ("audit action", "Pairing code refused") },
  { "code.used", NC_ ("audit action", "Pairing code used") },
  { "command.refused", NC_ ("audit action", "Refused") },
  { "crl.imported", NC_ ("audit action", "Revocation list of a CA above brought in") },
  { "crl.issued", NC_ ("audit action", "Revocation list issued") },
  { "desk.test-stopped", NC_ ("audit action", "Test of this desk stopped") },
  { "device-key.exported", NC_ ("audit action", "Key of a device exported") },
  { "device.changed", NC_ ("audit action", "Device changed") },
  { "device.identified", NC_ ("audit action", "Device showed itself") },
  { "device.registered", NC_ ("audit action", "Device registered") },
  { "device.state-set", NC_ ("audit action", "State of a device changed") },
  { "device.step", NC_ ("audit action", "Step on the device") },
  { "intent.cancelled", NC_ ("audit action", "Prepared certificate cancelled") },
  { "intent.settled", NC_ ("audit action", "Unfinished signature settled") },
  { "label.printed", NC_ ("audit action", "Label printed") },
  { "label.reprinted", NC_ ("audit action", "Label printed once more") },
  { "ledger.compared", NC_ ("audit action", "Ledger of the signer compared") },
  { "ledger.recovered", NC_ ("audit action", "Ledger of the signer recovered") },
  { "limits.set", NC_ ("audit action", "Limits for a second person set") },
  { "log.opened", NC_ ("audit action", "Audit log opened") },
  { "mtls.tested", NC_ ("audit action", "Mutual TLS tested") },
  { "negative.accepted", NC_ ("audit action", "Somebody was let in who must be refused") },
  { "operator.added", NC_ ("audit action", "Operator added") },
  { "operator.locked", NC_ ("audit action", "Desk locked") },
  { "operator.pin-set", NC_ ("audit action", "PIN of an operator set") },
  { "operator.removed", NC_ ("audit action", "Operator removed") },
  { "operator.signed-in", NC_ ("audit action", "Signed in") },
  { "operator.signed-out", NC_ ("audit action", "Signed out") },
  { "operator.unlocked", NC_ ("audit action", "Desk unlocked") },
  { "pairing.refused", NC_ ("audit action", "Pairing refused") },
  { "policy.changed", NC_ ("audit action", "Policy changed") },
  { "port.labelled", NC_ ("audit action", "Port named") },
  { "proof.printed", NC_ ("audit action", "Proof card printed") },
  { "registry.imported", NC_ ("audit action", "List of devices imported") },
  { "server-certificate.issued", NC_ ("audit action", "Certificate of the server issued") },
  { "server-key.added", NC_ ("audit action", "Payload key added") },
  { "session.abandoned", NC_ ("audit action", "Session abandoned") },
  { "session.aftermath", NC_ ("audit action", "Trouble after the end of a session") },
  { "session.approved", NC_ ("audit action", "Certificate approved") },
  { "session.delivered", NC_ ("audit action", "Payload delivered") },
  { "session.failed", NC_ ("audit action", "Session failed") },
  { "session.installed", NC_ ("audit action", "Certificate installed") },
  { "session.interrupted", NC_ ("audit action", "Session interrupted") },
  { "session.issued", NC_ ("audit action", "Certificate stored") },
  { "session.not-joined",
    NC_ ("audit action", "Another device, or none, where a session was to go on") },
  { "session.paired", NC_ ("audit action", "Paired") },
  { "session.requested", NC_ ("audit action", "Request received") },
  { "session.verified", NC_ ("audit action", "Device in service") },
  { "shift.started", NC_ ("audit action", "Start of a shift") },
  { "station.refused", NC_ ("audit action", "Station could not be opened") },
  { "tunnel.closed", NC_ ("audit action", "Way to the server through the cable closed") },
  { "tunnel.opened", NC_ ("audit action", "Way to the server through the cable opened") },
  { "window.closed", NC_ ("audit action", "Enrolment window closed") },
  { "window.opened", NC_ ("audit action", "Enrolment window opened") },
};

char *
zm_audit_words_action (const char *action)
{
  g_return_val_if_fail (action != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (g_str_equal (actions[i].action, action))
        return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "audit action", actions[i].title));
    }

  return zm_text_escape (action, -1);
}

char *
zm_audit_words_value (const json_t *value)
{
  ZmInstant instant;

  if (json_is_string (value) && zm_instant_parse (json_string_value (value), &instant))
    return zm_time_words_format (instant);
  if (json_is_string (value))
    return zm_text_escape (json_string_value (value), -1);
  if (json_is_integer (value))
    return g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (value));
  if (json_is_boolean (value))
    return g_strdup (json_is_true (value) ? _("yes") : _("no"));

  return NULL;
}

char *
zm_audit_words_member (const json_t *detail,
                       const char   *name)
{
  const json_t *value = json_object_get (detail, name);
  const char *text = json_string_value (value);
  const char *word = text != NULL ? zm_value_words_for (name, text) : NULL;

  g_return_val_if_fail (name != NULL, NULL);

  if (word != NULL)
    return g_strdup (word);
  if (text != NULL && g_str_equal (name, "message"))
    return zm_failure_words_recall (json_string_value (json_object_get (detail, "check")), text);
  if (text != NULL && (g_str_equal (name, "seen") || g_str_equal (name, "expected")))
    return zm_phrase_words_say (text);

  return value != NULL ? zm_audit_words_value (value) : NULL;
}

/* What matters comes first. */
static const struct {
  const char *member;
  gboolean    speaks; /* for itself: no title stands before it */
} members[] = {
  { "message", TRUE },
  { "check", FALSE },
  { "serial", FALSE },
  { "step", FALSE },
  { "name", TRUE },
  { "provedBy", FALSE },
  { "reason", FALSE },
  { "purpose", FALSE },
  { "operator", TRUE },
};

static gboolean
is_known (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (g_str_equal (members[i].member, name))
        return TRUE;
    }

  return FALSE;
}

static void
add_member (GPtrArray    *parts,
            const json_t *detail,
            const char   *name,
            gboolean      speaks)
{
  g_autofree char *shown = zm_audit_words_member (detail, name);
  const char *title = zm_value_words_title (name);

  if (shown == NULL || *shown == '\0')
    return;

  g_ptr_array_add (parts, speaks ? g_steal_pointer (&shown)
                                 : zm_join_pair (title != NULL ? title : name, shown));
}

char *
zm_audit_words_detail (const ZmAuditRecord *record)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  json_t *value;

  g_return_val_if_fail (record != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    add_member (parts, record->detail, members[i].member, members[i].speaks);
  json_object_foreach (record->detail, name, value)
    {
      if (!is_known (name))
        add_member (parts, record->detail, name, FALSE);
    }
  g_ptr_array_set_size (parts, (int) MIN (parts->len, SHOWN_MEMBERS));
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}
