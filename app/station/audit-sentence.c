#include "config.h"

#include "app/station/audit-sentence.h"

#include "app/base/join.h"
#include "app/base/text.h"
#include "app/station/audit-words.h"
#include "app/station/sentence.h"
#include "app/station/session.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SERIAL_END 4 /* digits shown at either end */

/* In braces: "actor", "device", "port", or a member of the detail, of which "serial" is made short. A
 * sentence is passed over where the record lacks what it names, so the fuller ones come first. */
static const struct {
  const char *action;
  const char *sentence;
} successes[] = {
  { "approval.given", N_("{approver} approved what {actor} asked for ({request}).") },
  { "authority.created", N_("{actor} created the authority of {hospital}.") },
  { "authority.imported", N_("{actor} brought in the authority.") },
  { "authority.requests-exported",
    N_("{actor} wrote requests for the hospital’s CA to {folder}.") },
  { "authority.requests-exported", N_("{actor} wrote requests for the hospital’s CA.") },
  { "canary.issued", N_("The canary certificate {serial} was issued and revoked at once.") },
  { "certificate.intended", N_("Certificate {serial} was prepared for {device}.") },
  { "certificate.issued", N_("Certificate {serial} was issued to {device}, valid until {notAfter}.") },
  { "certificate.issued", N_("Certificate {serial} was issued to {device}.") },
  { "certificate.revoked", N_("{actor} revoked certificate {serial} of {device}: {reason}.") },
  { "certificate.revoked", N_("{actor} revoked certificate {serial}: {reason}.") },
  { "clock.set", N_("The clock of {device} was set from {before} to {after}.") },
  { "code.issued", N_("{actor} had a pairing code made for {device}, good until {expiresAt}.") },
  { "code.used", N_("The pairing code was accepted, and is used up.") },
  { "crl.imported", N_("{actor} brought in revocation list {number} of {issuer}.") },
  { "crl.imported", N_("{actor} had {issuer} issue a new revocation list.") },
  { "desk.test-stopped", N_("{actor} stopped the test of this desk.") },
  { "device-key.exported", N_("{actor} exported the factory record of {device}.") },
  { "device.identified", N_("{actor} had {device} show itself.") },
  { "device.registered", N_("{actor} registered {device}, “{label}”.") },
  { "device.registered", N_("{actor} registered {device}.") },
  { "device.state-set", N_("{actor} marked {device} as {state}.") },
  { "device.step", N_("{device} reported step {step} done: {name}.") },
  { "label.printed", N_("{actor} printed a label: {kind}.") },
  { "label.reprinted", N_("{actor} printed a label once more ({reason}): {kind}.") },
  { "ledger.compared", N_("What the signer knows was compared with this database.") },
  { "limits.set", N_("{actor} set above what a second person is wanted. Devices of a window: "
                     "{windowDevices}; minutes of a window: {windowMinutes}; revocations: "
                     "{revocations}.") },
  { "log.opened", N_("This log was opened.") },
  { "mtls.tested", N_("{device} reached the Central Station over mutual TLS, proved by the {provedBy}.") },
  { "operator.added", N_("{actor} added the operator {operator} as {role}.") },
  { "operator.locked", N_("The desk of {actor} was locked.") },
  { "operator.pin-set", N_("{actor} set the PIN of {operator}.") },
  { "operator.removed", N_("{actor} removed the operator {operator}.") },
  { "operator.signed-in", N_("{actor} signed in.") },
  { "operator.signed-out", N_("{actor} was signed out: {replacedBy} took the desk over.") },
  { "operator.signed-out", N_("{actor} signed out.") },
  { "operator.unlocked", N_("{actor} unlocked the desk.") },
  { "policy.changed", N_("{actor} changed the policy of the authority.") },
  { "port.labelled", N_("{actor} named port {port} “{label}”.") },
  { "proof.printed", N_("{actor} printed the proof card of {device}.") },
  { "server-certificate.issued", N_("Certificate {serial} was issued to the server {subject}.") },
  { "server-key.added", N_("{actor} added the payload key {keyId}.") },
  { "session.abandoned", N_("{actor} abandoned the session with {device}.") },
  { "session.approved", N_("{actor} approved the certificate for {device}.") },
  { "session.delivered", N_("The payload was delivered to {device}.") },
  { "session.installed", N_("{device} installed its certificate.") },
  { "session.issued", N_("Certificate {serial} was stored for {device}.") },
  { "session.requested", N_("{device} asked for a certificate for its {key} key.") },
  { "session.requested", N_("{device} asked for a certificate.") },
  { "session.verified", N_("{device} is in service.") },
  { "shift.started", N_("{actor} began a shift.") },
  { "tunnel.closed", N_("The way of {device} to {host} through the cable was closed.") },
  { "tunnel.opened", N_("{device} was given a way to {host} through the cable.") },
  { "window.closed", N_("{actor} closed the enrolment window.") },
  { "window.opened",
    N_("{actor} opened the enrolment window. Devices: {devices}; minutes: {minutes}.") },
};

static const struct {
  const char *action;
  const char *member; /* whose number chooses the plural */
} counts[] = {
  { "audit.exported", "records" },
  { "audit.verified", "records" },
  { "crl.issued", "entries" },
  { "registry.imported", "devices" },
};

static const struct {
  const char *way; /* in which the code came */
  const char *sentence;
} pairings[] = {
  { ZM_SESSION_WAY_CAMERA, N_("{actor} scanned {device} with the camera and paired it.") },
  { ZM_SESSION_WAY_SCANNER, N_("{actor} scanned {device} and paired it.") },
  { ZM_SESSION_WAY_PICTURE, N_("{actor} opened a picture of the code of {device} and paired it.") },
  { ZM_SESSION_WAY_CODE, N_("{actor} typed the code of {device} and paired it.") },
  { NULL, N_("{actor} paired {device}.") },
};

/* What did not succeed says what it was, and why. */
static const struct {
  const char *action;
  const char *sentence;
} failures[] = {
  { "approval.declined",
    N_("{actor} asked for something that takes two persons ({request}), and nobody else approved it "
       "({check}).") },
  { "approval.given",
    N_("{approver} did not approve what {actor} asked for ({request}; {check}).") },
  { "code.refused", N_("A pairing code for {device} was refused ({check}).") },
  { "command.refused", N_("{actor} was refused “{command}” ({check}).") },
  { "mtls.tested", N_("{device} did not reach the Central Station over mutual TLS ({check}).") },
  { "negative.accepted", N_("The Central Station or {device} accepted what it must refuse: {kind}.") },
  { "operator.signed-in", N_("Somebody could not sign in as {operator} ({check}).") },
  { "operator.unlocked", N_("Somebody could not unlock the desk of {actor} ({check}).") },
  { "pairing.refused", N_("{actor} could not pair {device}: {message} ({check}).") },
  { "proof.printed", N_("{actor} could not print the proof card of {device} ({check}).") },
  { "session.failed", N_("The session with {device} failed at “{step}”: {message} ({check}).") },
  { "session.interrupted", N_("The session with {device} was interrupted: {message} ({check}).") },
};

char *
zm_audit_sentence_short_serial (const char *serial)
{
  gsize length;

  g_return_val_if_fail (serial != NULL, NULL);

  length = strlen (serial);
  if (length <= 2 * SERIAL_END + 1 || !g_str_is_ascii (serial))
    return zm_text_escape (serial, -1);

  return g_strdup_printf ("%.*s…%s", SERIAL_END, serial, serial + length - SERIAL_END);
}

static char *
get_column (const ZmAuditRecord *record,
            const char          *name)
{
  const struct {
    const char *name;
    const char *value;
  } columns[] = {
    { "actor", record->actor },
    { "device", record->device },
    { "port", record->port },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      if (strcmp (columns[i].name, name) == 0)
        return columns[i].value != NULL ? zm_text_escape (columns[i].value, -1) : NULL;
    }

  return NULL;
}

static char *
format_value (const ZmAuditRecord *record,
              const char          *name)
{
  const json_t *member;
  char *column = get_column (record, name);

  if (column != NULL)
    return column;

  member = json_object_get (record->detail, name);
  if (strcmp (name, "serial") == 0 && json_is_string (member))
    return zm_audit_sentence_short_serial (json_string_value (member));

  return zm_audit_words_member (record->detail, name);
}

/* What is empty says as little as what is missing. */
static char *
get_value (const char    *name,
           gconstpointer  data)
{
  g_autofree char *value = format_value (data, name);

  return value != NULL && *value != '\0' ? g_steal_pointer (&value) : NULL;
}

/* NULL where the record lacks what the sentence names. */
static char *
fill_in (const char          *sentence,
         const ZmAuditRecord *record)
{
  return zm_sentence_fill_in (sentence, get_value, record);
}

/* By whom it was paired, and how. */
static char *
tell_way (const ZmAuditRecord *record)
{
  const char *way = json_string_value (json_object_get (record->detail, "way"));

  for (gsize i = 0; i < G_N_ELEMENTS (pairings); i++)
    {
      if (pairings[i].way == NULL || g_strcmp0 (way, pairings[i].way) == 0)
        return fill_in (_(pairings[i].sentence), record);
    }

  return NULL;
}

/* Nothing is paired before a person has said that the numbers are the same: an auditor looks for that. */
static char *
tell_pairing (const ZmAuditRecord *record)
{
  g_autofree char *pairing = tell_way (record);
  g_autofree char *number = NULL;

  if (!json_is_string (json_object_get (record->detail, "number")))
    return g_steal_pointer (&pairing);

  number = fill_in (_("The number on both screens was the same: {number}."), record);
  return zm_join_sentences (pairing, number);
}

/* Plural forms are found in the source by their literal calls. */
static const char *
choose_plural (const char *action,
               gulong      number)
{
  if (strcmp (action, "audit.exported") == 0)
    return g_dngettext (GETTEXT_PACKAGE,
                        "{actor} exported {records} record of this log as {format}.",
                        "{actor} exported {records} records of this log as {format}.", number);
  if (strcmp (action, "audit.verified") == 0)
    return g_dngettext (GETTEXT_PACKAGE,
                        "{actor} had this log verified: {verdict}, {records} record.",
                        "{actor} had this log verified: {verdict}, {records} records.", number);
  if (strcmp (action, "crl.issued") == 0)
    return g_dngettext (GETTEXT_PACKAGE,
                        "Revocation list {number} was issued with {entries} entry.",
                        "Revocation list {number} was issued with {entries} entries.", number);

  return g_dngettext (GETTEXT_PACKAGE, "{actor} imported a list of {devices} device.",
                      "{actor} imported a list of {devices} devices.", number);
}

static char *
tell_count (const ZmAuditRecord *record)
{
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      const json_t *number = json_object_get (record->detail, counts[i].member);

      if (strcmp (counts[i].action, record->action) == 0 && json_is_integer (number))
        return fill_in (choose_plural (record->action, (gulong) json_integer_value (number)),
                        record);
    }

  return NULL;
}

static char *
tell_success (const ZmAuditRecord *record)
{
  char *text = NULL;

  if (strcmp (record->action, "session.paired") == 0)
    return tell_pairing (record);

  text = tell_count (record);
  for (gsize i = 0; text == NULL && i < G_N_ELEMENTS (successes); i++)
    {
      if (strcmp (successes[i].action, record->action) == 0)
        text = fill_in (_(successes[i].sentence), record);
    }

  return text;
}

static char *
tell_failure (const ZmAuditRecord *record)
{
  char *text = NULL;

  for (gsize i = 0; text == NULL && i < G_N_ELEMENTS (failures); i++)
    {
      if (strcmp (failures[i].action, record->action) == 0)
        text = fill_in (_(failures[i].sentence), record);
    }

  return text;
}

/* For what no sentence fits: the title of the action, who, and what the detail says. */
static char *
tell_plainly (const ZmAuditRecord *record)
{
  g_autofree char *title = zm_audit_words_action (record->action);
  g_autofree char *actor = zm_text_escape (record->actor, -1);
  g_autofree char *detail = zm_audit_words_detail (record);
  g_autofree char *done = zm_join_remark (title, actor);
  g_autofree char *text = NULL;

  switch (record->outcome)
    {
    case ZM_AUDIT_FAILURE:
      /* TRANSLATORS: an action, and by whom: "Certificate issued (Ana)" */
      text = g_strdup_printf (_("Not successful: %s"), done);
      break;
    case ZM_AUDIT_UNKNOWN:
      /* TRANSLATORS: an action, and by whom: "Certificate issued (Ana)" */
      text = g_strdup_printf (_("How it ended is not known: %s"), done);
      break;
    case ZM_AUDIT_SUCCESS:
    default:
      text = g_steal_pointer (&done);
      break;
    }

  return *detail != '\0' ? g_strdup_printf ("%s · %s", text, detail) : g_steal_pointer (&text);
}

char *
zm_audit_sentence_tell (const ZmAuditRecord *record)
{
  char *text = NULL;

  g_return_val_if_fail (record != NULL, NULL);

  if (record->outcome == ZM_AUDIT_SUCCESS)
    text = tell_success (record);
  else if (record->outcome == ZM_AUDIT_FAILURE)
    text = tell_failure (record);

  return text != NULL ? text : tell_plainly (record);
}
