#include "config.h"

#include "app/station/audit-words.h"

#include "app/base/text.h"
#include "app/station/failure-words.h"
#include "app/station/time-words.h"
#include "app/station/value-words.h"

#include <glib/gi18n-lib.h>

#define SHOWN_MEMBERS 4

static const struct {
  const char *action;
  const char *title;
} actions[] = {
  { "approval.given", N_("Approved by a second person") },
  { "audit.exported", N_("Audit log exported") },
  { "audit.restarted", N_("Audit log continued after a loss") },
  { "audit.verified", N_("Audit log verified") },
  { "authority.created", N_("Authority created") },
  { "authority.imported", N_("Authority imported") },
  { "authority.requests-exported", N_("Requests for the authority exported") },
  { "canary.issued", N_("Canary issued") },
  { "certificate.adopted", N_("Certificate adopted") },
  { "certificate.given-up", N_("Adopted certificate given up") },
  { "certificate.intended", N_("Certificate about to be signed") },
  { "certificate.issued", N_("Certificate issued") },
  { "certificate.revoked", N_("Certificate revoked") },
  { "clock.set", N_("Clock of the device set") },
  { "code.issued", N_("Pairing code issued") },
  { "code.refused", N_("Pairing code refused") },
  { "code.used", N_("Pairing code used") },
  { "command.refused", N_("Refused") },
  { "crl.issued", N_("Revocation list issued") },
  { "desk.test-stopped", N_("Test of this desk stopped") },
  { "device-key.exported", N_("Key of a device exported") },
  { "device.changed", N_("Device changed") },
  { "device.identified", N_("Device showed itself") },
  { "device.registered", N_("Device registered") },
  { "device.state-set", N_("State of a device changed") },
  { "device.step", N_("Step on the device") },
  { "intent.cancelled", N_("Prepared certificate cancelled") },
  { "intent.settled", N_("Unfinished signature settled") },
  { "label.printed", N_("Label printed") },
  { "label.reprinted", N_("Label printed once more") },
  { "ledger.compared", N_("Ledger of the signer compared") },
  { "ledger.recovered", N_("Ledger of the signer recovered") },
  { "limits.set", N_("Limits for a second person set") },
  { "log.opened", N_("Audit log opened") },
  { "mtls.tested", N_("Mutual TLS tested") },
  { "negative.accepted", N_("Somebody was let in who must be refused") },
  { "operator.added", N_("Operator added") },
  { "operator.locked", N_("Desk locked") },
  { "operator.pin-set", N_("PIN of an operator set") },
  { "operator.removed", N_("Operator removed") },
  { "operator.signed-in", N_("Signed in") },
  { "operator.signed-out", N_("Signed out") },
  { "operator.unlocked", N_("Desk unlocked") },
  { "pairing.refused", N_("Pairing refused") },
  { "policy.changed", N_("Policy changed") },
  { "port.labelled", N_("Port named") },
  { "proof.printed", N_("Proof card printed") },
  { "registry.imported", N_("List of devices imported") },
  { "server-certificate.issued", N_("Certificate of the server issued") },
  { "server-key.added", N_("Payload key added") },
  { "session.abandoned", N_("Session abandoned") },
  { "session.aftermath", N_("Trouble after the end of a session") },
  { "session.approved", N_("Certificate approved") },
  { "session.delivered", N_("Payload delivered") },
  { "session.failed", N_("Session failed") },
  { "session.installed", N_("Certificate installed") },
  { "session.interrupted", N_("Session interrupted") },
  { "session.issued", N_("Certificate stored") },
  { "session.not-joined", N_("Another device, or none, where a session was to go on") },
  { "session.paired", N_("Paired") },
  { "session.requested", N_("Request received") },
  { "session.verified", N_("Device in service") },
  { "station.refused", N_("Station could not be opened") },
  { "tunnel.closed", N_("Way to the server through the cable closed") },
  { "tunnel.opened", N_("Way to the server through the cable opened") },
  { "window.closed", N_("Enrolment window closed") },
  { "window.opened", N_("Enrolment window opened") },
};

char *
zm_audit_words_action (const char *action)
{
  g_return_val_if_fail (action != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (g_str_equal (actions[i].action, action))
        return g_strdup (_(actions[i].title));
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

  return value != NULL ? zm_audit_words_value (value) : NULL;
}

/* What stands before the value of a member: nothing where the value speaks for itself. */
static const struct {
  const char *member;
  const char *title;
} members[] = {
  { "message", NULL },
  { "check", N_("check") },
  { "serial", N_("serial number") },
  { "step", N_("step") },
  { "name", NULL },
  { "provedBy", N_("proved by") },
  { "reason", N_("reason") },
  { "purpose", N_("purpose") },
  { "operator", NULL },
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
            const char   *title)
{
  g_autofree char *shown = zm_audit_words_member (detail, name);

  if (shown == NULL || *shown == '\0')
    return;

  g_ptr_array_add (parts, title != NULL ? g_strdup_printf ("%s: %s", title, shown)
                                        : g_steal_pointer (&shown));
}

char *
zm_audit_words_detail (const ZmAuditRecord *record)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  json_t *value;

  g_return_val_if_fail (record != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    add_member (parts, record->detail, members[i].member,
                members[i].title != NULL ? _(members[i].title) : NULL);
  json_object_foreach (record->detail, name, value)
    {
      if (!is_known (name))
        add_member (parts, record->detail, name, name);
    }
  g_ptr_array_set_size (parts, (int) MIN (parts->len, SHOWN_MEMBERS));
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}
