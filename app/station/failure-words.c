#include "config.h"

#include "app/station/failure-words.h"

#include "app/base/error.h"
#include "app/base/text.h"
#include "app/station/check-text.h"
#include "app/station/remedy.h"

#include <glib/gi18n-lib.h>

/* TRANSLATORS: each says what failed, at the head of a card or a dialog; it has no full stop. */
static const ZmCheckText failures[] = {
  { "adopt.", N_("The certificate cannot be adopted") },
  { "adopt.authority", N_("There is no CA’s certificate in the file") },
  { "adopt.exists", N_("The station has this certificate already") },
  { "adopt.identity", N_("The certificate does not name a device as this station does") },
  { "adopt.key", N_("The certificate’s key must not be used for this device") },
  { "adopt.leaf", N_("This is not the certificate of a device") },
  { "adopt.nothing", N_("None of the certificates can be adopted") },
  { "adopt.own", N_("The certificate was issued by this station’s own CA") },
  { "adopt.retired", N_("The device of this certificate was retired") },
  { "answer.", N_("The signer’s answer has no meaning") },
  { "approval.refused", N_("The certificate was not approved") },
  { "audit.", N_("The audit log is not as it must be") },
  { "audit.export-size", N_("These are too many records for a PDF") },
  { "audit.record", N_("A record of the audit log cannot be written") },
  { "audit.restarted", N_("The audit log was begun anew after a loss") },
  { "audit.story", N_("The audit log says nothing of this") },
  { "audit.unknown", N_("There is no such record in the audit log") },
  { "audit.witness", N_("No checkpoint vouches for the audit log") },
  { "authority.", N_("The authority’s certificates are not as they must be") },
  { "authority.absent", N_("This station has no authority to issue under yet") },
  { "authority.exists", N_("This station has an authority under another root already") },
  { "authority.missing", N_("The hospital’s certificates are not installed yet") },
  { "authority.root", N_("This station works under another root already") },
  { "camera.", N_("The camera cannot be used") },
  { "camera.access", N_("This program may not use the camera") },
  { "camera.busy", N_("Another program uses the camera") },
  { "camera.denied", N_("The use of the camera was not allowed") },
  { "camera.none", N_("There is no such camera") },
  { "camera.several", N_("More than one device’s code is in sight") },
  { "camera.stalled", N_("The camera gives no pictures any more") },
  { "camera.timeout", N_("The camera did not answer in time") },
  { "camera.unplugged", N_("The camera was unplugged") },
  { "canary.", N_("The certificate that servers must refuse is not as it must be") },
  { "central.", N_("The Central Station cannot work like this") },
  { "ceremony.", N_("The ceremony cannot go on") },
  { "ceremony.exists", N_("There is a root key on this media already") },
  { "ceremony.gone", N_("The ceremony has ended") },
  { "ceremony.identity-host", N_("The root on this media was made for another identity host") },
  { "ceremony.locked", N_("Another ceremony uses this media") },
  { "ceremony.media", N_("The media cannot be used") },
  { "ceremony.root", N_("The media has no root key that could be used") },
  { "ceremony.timeout", N_("The ceremony did not answer in time") },
  { "certificate.", N_("The certificate cannot be used") },
  { "certificate.adopted", N_("Only the CA that issued this certificate can revoke it") },
  { "certificate.encoding", N_("This is not a certificate") },
  { "certificate.issuer", N_("The certificate comes from another CA") },
  { "certificate.pem", N_("This is not the expected text of certificates") },
  { "certificate.serial", N_("This is not a serial number") },
  { "certificate.signature", N_("The certificate’s signature is wrong") },
  { "certificate.size", N_("The certificate is too large") },
  { "certificate.unknown", N_("There is no certificate of this name") },
  { "chain.", N_("The chain of certificates does not hold") },
  { "chain.crl-", N_("A revocation list is missing or too old") },
  { "chain.expired", N_("A certificate has expired") },
  { "chain.not-yet-valid", N_("A certificate is not valid yet") },
  { "chain.order", N_("The certificates are not in their order") },
  { "chain.revoked", N_("A certificate was revoked") },
  { "chain.signature", N_("A certificate of the chain has a wrong signature") },
  { "checkpoint.", N_("A checkpoint of the audit log is not as it must be") },
  { "checkpoint.inconsistent", N_("The audit log did not grow out of its last signed checkpoint") },
  { "checkpoint.log-cut", N_("The audit log is shorter than it was at its last checkpoint") },
  { "checkpoint.none", N_("There is no checkpoint yet") },
  { "child.", N_("A program of the station did not succeed") },
  { "clock.", N_("The clock is wrong") },
  { "clock.backwards", N_("The clock of this computer went back") },
  { "code.", N_("The pairing code cannot be used any more") },
  { "code.delay", N_("Codes failed for this device or at this port: it has to wait") },
  { "code.expired", N_("The pairing code has expired") },
  { "code.form", N_("This is not a pairing code") },
  { "code.mismatch", N_("The pairing code is not the device’s") },
  { "code.rate", N_("Too many pairing codes were looked at in this hour") },
  { "code.spent", N_("Too many wrong codes were tried: this one counts no more") },
  { "code.unknown", N_("There is no such pairing code") },
  { "code.used", N_("The pairing code was used already") },
  { "companion.missing", N_("A program of the station is not installed") },
  { "config.", N_("The station’s configuration has a mistake") },
  { "crl.", N_("The revocation list cannot be used") },
  { "crl.encoding", N_("This is not a revocation list") },
  { "crl.issuer", N_("The revocation list comes from another CA") },
  { "crl.signature", N_("The signature of the revocation list is wrong") },
  { "crl.size", N_("The revocation list is too large") },
  { "crl.unknown", N_("There is no revocation list") },
  { "crl.unpublished", N_("The published revocation list is not the newest one") },
  { "crls.", N_("A revocation list for the device cannot be used") },
  { "csr.", N_("The certificate request is not accepted") },
  { "csr.device-id", N_("The certificate request names another device") },
  { "csr.key-reused", N_("The key of the request belongs to another identity") },
  { "csr.key-revoked", N_("This key must not be certified any more") },
  { "csr.signature", N_("The request is not signed by its own key") },
  { "csr.size", N_("The certificate request is too large") },
  { "database.", N_("The station’s database cannot be used") },
  { "database.another", N_("The database belongs to another station than the signer") },
  { "database.busy", N_("Another program is using the database") },
  { "database.corrupt", N_("The database is damaged") },
  { "database.foreign", N_("This file is not a station’s database") },
  { "database.missing", N_("The station’s database is gone or empty") },
  { "database.older", N_("The database is older than what the signer has signed") },
  { "database.revocations", N_("The database lacks revocations that were made") },
  { "database.schema", N_("The database’s tables and rules were changed") },
  { "database.version", N_("The database belongs to a newer version of this program") },
  { "database.write", N_("The database cannot be written") },
  { "device.", N_("The device did not do what it was asked") },
  { "device.id", N_("This is not a device identifier") },
  { "device.in-use", N_("Another program runs this device") },
  { "device.label", N_("The device label cannot be used") },
  { "device.not-identified", N_("The device could not show itself") },
  { "device.not-installed", N_("The device did not install what it was given") },
  { "device.reports", N_("The device says something that it cannot know") },
  { "device.serial", N_("The device installed another certificate") },
  { "device.unknown", N_("This device is not registered") },
  { "disk.", N_("There is little room on the disk") },
  { "expiry.", N_("A certificate or a list expires soon, or has expired") },
  { "file.", N_("The file cannot be used") },
  { "file.directory", N_("The directory is open to others") },
  { "file.exists", N_("There is a file of this name already") },
  { "file.mode", N_("The file holds a secret and is open to others") },
  { "file.size", N_("The file is too large") },
  { "file.type", N_("This is not a file") },
  { "file.write", N_("The file cannot be written") },
  { "frame.", N_("The cable carried damaged data") },
  { "guard.", N_("Code, cable and record do not belong to one device") },
  { "guard.code", N_("The device does not know this pairing code") },
  { "guard.csr-cn", N_("The certificate request names another device") },
  { "guard.csr-key", N_("The request is for another key than the device announced") },
  { "guard.number", N_("The two numbers were not confirmed to be the same") },
  { "guard.possession", N_("The device does not hold the key of its request") },
  { "guard.registry-record", N_("The registry has another device") },
  { "guard.session-key", N_("The device has made a new key since this session began") },
  { "guard.tether-device", N_("The device on the cable is not the one of the QR code or the session") },
  { "guard.ticket-device", N_("The QR code belongs to another device") },
  { "guard.ticket-key", N_("The device on the cable has another key than the QR code names") },
  { "guard.ticket-nonce", N_("The device does not show this QR code any more") },
  { "guard.usb-serial", N_("The device’s USB serial number is another device’s") },
  { "http.", N_("The server did not answer as it must") },
  { "identity.", N_("The device has no identity that could be used") },
  { "import.", N_("The list cannot be imported") },
  { "import.nothing", N_("There is nothing in the list to be imported") },
  { "import.stale", N_("The registry has changed since the list was looked at") },
  { "installation.stopped", N_("The installation was stopped before its end") },
  { "intent.", N_("A prepared certificate is not settled") },
  { "issue.", N_("This certificate cannot be issued") },
  { "issue.answer", N_("The signer answered with another certificate than was asked for") },
  { "issue.cancelled", N_("This certificate was cancelled and will never be signed") },
  { "issue.session", N_("Another certificate was prepared in this session") },
  { "issue.stale", N_("This certificate was prepared too long ago to be signed now") },
  { "json.", N_("A message between two programs cannot be read") },
  { "jws.", N_("The signature of a document does not hold") },
  { "key.", N_("The key cannot be used") },
  { "key.exists", N_("There is a key of this name already") },
  { "key.missing", N_("There is no such key") },
  { "key.mode", N_("The key is of another kind for ever") },
  { "key.passphrase", N_("The passphrase does not open this key") },
  { "key.type", N_("Keys of this type are not accepted") },
  { "key.weak", N_("The key offers no security") },
  { "keystore.", N_("The signer’s keys cannot be used") },
  { "keystore.full", N_("The signer has no room for another key") },
  { "keystore.older", N_("The signer’s keys are older than its ledger") },
  { "label.", N_("The label cannot be read or printed") },
  { "label.head", N_("The audit log does not go on from the printed head") },
  { "label.origin", N_("This is the label of another station") },
  { "label.reason", N_("A label that is printed once more needs a reason") },
  { "lease.", N_("Another program works with this") },
  { "lease.file", N_("It cannot be seen whether another program works with this") },
  { "led.", N_("The device’s light cannot be used") },
  { "ledger.", N_("The signer’s ledger is damaged") },
  { "ledger.behind", N_("The signer’s ledger is older than what it has signed") },
  { "ledger.empty", N_("The signer’s ledger is missing or empty") },
  { "ledger.read", N_("The signer’s ledger cannot be read") },
  { "ledger.write", N_("The signer’s ledger cannot be written") },
  { "log.", N_("The device’s own log cannot be opened") },
  { "log.missing", N_("The device’s own log is missing") },
  { "manifest.", N_("The list has a line that cannot be imported") },
  { "manifest.duplicate", N_("The list names a device twice") },
  { "manifest.encoding", N_("The list is not a text in UTF-8") },
  { "manifest.formula", N_("A cell would be a formula in a spreadsheet") },
  { "manifest.header", N_("The first line does not name the columns") },
  { "manifest.rows", N_("The list has too many lines") },
  { "manifest.size", N_("The list is too large") },
  { "media.", N_("There is no such directory for the root’s media") },
  { "message.", N_("The device sent something that has no meaning") },
  { "message.protocol", N_("The device speaks another version of the protocol") },
  { "message.unexpected", N_("The device sent a message out of turn") },
  { "mtls.", N_("The device’s connection to the server did not prove itself") },
  { "mtls.serial", N_("The server saw another certificate") },
  { "mtls.unknown", N_("The device did not say how its connection went") },
  { "operator.", N_("There is a mistake in what was said of a person") },
  { "operator.current-pin", N_("The present PIN is wrong or missing") },
  { "operator.exists", N_("There is a person of this name already") },
  { "operator.full", N_("There are too many people") },
  { "operator.last-administrator", N_("The last administrator cannot be removed") },
  { "operator.missing", N_("There is no active person of this name") },
  { "operator.name", N_("The name cannot be used") },
  { "operator.pin", N_("This is not a PIN") },
  { "operator.role", N_("There is no such role") },
  { "options.", N_("The program was started with options that it does not know") },
  { "pairing.", N_("The device did not prove what it is") },
  { "passphrase.", N_("The passphrase cannot be taken") },
  { "passphrase.repeat", N_("The two entries differ") },
  { "passphrase.short", N_("The new passphrase is too short") },
  { "payload.", N_("What was made for the device is not accepted") },
  { "payload.identity", N_("The package is for another identity") },
  { "payload.revoked", N_("This certificate is revoked") },
  { "payload.server-url", N_("The Central Station’s address cannot be used") },
  { "payload.signature", N_("The signature of the package is wrong") },
  { "payload.size", N_("The package for the device is too large") },
  { "payload.window", N_("The package came outside of its time") },
  { "policy.", N_("The authority’s policy cannot be so") },
  { "policy.identity-host", N_("The intermediate CA is bound to another identity host") },
  { "policy.missing", N_("There is no policy yet") },
  { "policy.origin", N_("The signed checkpoints bear another origin") },
  { "port.", N_("There is a mistake in what was said of a port") },
  { "port.forbidden", N_("No device is provisioned on this port") },
  { "port.label-taken", N_("Another port has this name already") },
  { "print.", N_("It could not be printed") },
  { "profile.", N_("The certificate would not follow its profile") },
  { "profile.validity", N_("The issuing certificate is not valid now") },
  { "proof.", N_("The proof card cannot be made") },
  { "qr.", N_("The QR code cannot be drawn") },
  { "random.", N_("This computer gives no randomness") },
  { "rate.exceeded", N_("Too many certificates were asked for in the last hour") },
  { "reader.", N_("The picture could not be read") },
  { "reader.no-code", N_("There is no readable QR code in the picture") },
  { "reader.picture", N_("This is not a picture that can be read") },
  { "reader.several-codes", N_("There is more than one QR code in the picture") },
  { "reader.start", N_("The picture reader cannot be started") },
  { "reader.timeout", N_("Reading the picture took too long") },
  { "receipt.", N_("The server’s receipt does not prove the connection") },
  { "receipt.server", N_("The receipt was signed by another server") },
  { "receipt.time", N_("The server’s receipt has another time") },
  { "registry.", N_("The registry has this device otherwise") },
  { "registry.active", N_("This device has a valid certificate already") },
  { "registry.exists", N_("The registry knows this device already") },
  { "registry.retired", N_("This device was retired") },
  { "registry.unknown", N_("The registry does not know this device") },
  { "report.", N_("The report cannot be written") },
  { "request.", N_("A request between two programs cannot be understood") },
  { "resolve.", N_("The address of a host cannot be understood") },
  { "revoke.", N_("The certificate cannot be revoked") },
  { "revoke.reason", N_("There is no such reason") },
  { "role.denied", N_("The role of this person does not allow it") },
  { "seal.", N_("The sealed file cannot be opened") },
  { "seal.passphrase", N_("The passphrase is wrong, or the file is damaged") },
  { "second-person.", N_("A second person has not approved this") },
  { "second-person.declined", N_("Nobody else approved this") },
  { "second-person.expired", N_("The second person approved too long ago") },
  { "second-person.needed", N_("This needs a second person") },
  { "second-person.role", N_("The role of the second person does not allow to approve this") },
  { "second-person.same", N_("Nobody is their own second person") },
  { "server.", N_("The signer cannot be reached by others") },
  { "session.", N_("The session cannot go on like this") },
  { "session.code-needed", N_("The session ended before the device made its request") },
  { "session.ended", N_("This session has ended") },
  { "session.moved", N_("Somebody else has gone on with this session, or ended it") },
  { "session.open", N_("There is an open session of this device") },
  { "session.unknown", N_("There is no such session") },
  { "sessions.", N_("The device’s list of sessions cannot be read") },
  { "sign-in.", N_("Nobody is signed in") },
  { "sign-in.delay", N_("Sign-ins failed: the next one has to wait") },
  { "sign-in.expired", N_("The sign-in has ended") },
  { "sign-in.refused", N_("The name or the PIN is wrong") },
  { "signer.", N_("The signer cannot be used") },
  { "signer.absent", N_("No signer serves this station") },
  { "signer.exists", N_("There is a signer in this station’s directory already") },
  { "signer.gone", N_("The signer has gone away") },
  { "signer.locked", N_("Another signer serves this station") },
  { "signer.missing", N_("There is no signer in this station’s directory yet") },
  { "signer.peer", N_("A stranger answers instead of the signer") },
  { "signer.same-user", N_("The signer runs as the same user as this program") },
  { "signer.start", N_("The signer cannot be started") },
  { "signer.stranger", N_("The signer serves another user") },
  { "signer.timeout", N_("The signer did not answer in time") },
  { "slots.", N_("The device’s store of identities cannot be used") },
  { "station.", N_("The station cannot be used like this") },
  { "station.exists", N_("There is a station in this directory already") },
  { "station.missing", N_("There is no station in this directory") },
  { "station.read-only", N_("The station is open for reading alone") },
  { "system.", N_("The system refused it") },
  { "tether.", N_("The conversation with the device failed") },
  { "tether.address", N_("There is no such cable") },
  { "tether.closed", N_("The device has ended the conversation") },
  { "tether.connect", N_("There is no device to be reached") },
  { "tether.in-use", N_("Another program uses this device") },
  { "tether.timeout", N_("The device did not answer in time") },
  { "tether.unplugged", N_("The device was unplugged, or was reset") },
  { "ticket.", N_("This is not a device’s pairing code") },
  { "ticket.version", N_("The device’s QR code is of another version") },
  { "tls.", N_("The secure connection failed") },
  { "tls.alert", N_("The other side refused the secure connection") },
  { "tls.cancelled", N_("The connection was given up") },
  { "tls.closed", N_("The server closed the connection") },
  { "tls.connect", N_("The server cannot be reached") },
  { "tls.no-certificate", N_("The device showed no certificate") },
  { "tls.server-name", N_("The server’s certificate is for another host") },
  { "tls.timeout", N_("The server did not answer in time") },
  { "training.", N_("The training station cannot be made") },
  { "tunnel.", N_("The connection through the cable failed") },
  { "usage.", N_("The command line does not say what is to be done") },
  { "usb.", N_("The USB device cannot be used") },
  { "usb.absent", N_("No such device is plugged in by USB") },
  { "usb.access", N_("This user may not use the USB device") },
  { "usb.busy", N_("Another program uses the USB device") },
  { "usb.descriptor", N_("The USB device does not describe itself as it should") },
  { "usb.memory", N_("The system’s memory for USB is used up") },
  { "usb.several", N_("More than one device is plugged in by USB") },
  { "usb.start", N_("This system’s USB cannot be used") },
  { "verify.", N_("The certificate does not follow the station’s profile") },
  { "whoami.", N_("The device asked the server in a wrong way") },
  { "window.", N_("The enrolment window is closed") },
  { "window.expired", N_("The enrolment window has ended") },
  { "window.full", N_("All places of the enrolment window are used") },
  { "wrap.", N_("The key of the device’s log cannot be opened") },
};

/* Whether another sentence than the English one was found. */
static const char *
translate (const char *check,
           gboolean   *is_translated)
{
  const char *text = zm_check_text_find (failures, G_N_ELEMENTS (failures), check);
  const char *translated;

  if (text == NULL)
    text = N_("A check refused it");
  translated = _(text);
  if (is_translated != NULL)
    *is_translated = translated != text;

  return translated;
}

const char *
zm_failure_words_for (const char *check)
{
  g_return_val_if_fail (check != NULL, "");

  return translate (check, NULL);
}

char *
zm_failure_words_recall (const char *check,
                         const char *message)
{
  gboolean is_translated = FALSE;
  const char *words = check != NULL ? translate (check, &is_translated) : NULL;

  if (is_translated || message == NULL)
    return g_strdup (words);

  return zm_text_escape (message, -1);
}

char *
zm_failure_words_say (const GError *failure)
{
  g_return_val_if_fail (failure != NULL, NULL);

  return zm_failure_words_recall (zm_error_get_check (failure), failure->message);
}

char *
zm_failure_words_detail (const GError *failure)
{
  gboolean is_translated;

  g_return_val_if_fail (failure != NULL, NULL);

  translate (zm_error_get_check (failure), &is_translated);
  return is_translated ? zm_text_escape (failure->message, -1) : NULL;
}

char *
zm_failure_words_brief (const GError *failure)
{
  g_autofree char *words = zm_failure_words_say (failure);
  const char *check = zm_error_get_check (failure);

  /* TRANSLATORS: what failed, the name of the check, and on the second line what to do */
  return g_strdup_printf (_("%s (%s)\n%s"), words, check, zm_remedy_for (check));
}
