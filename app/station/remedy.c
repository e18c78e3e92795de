#include "config.h"

#include "app/station/remedy.h"

#include "app/station/check-text.h"

#include <glib/gi18n-lib.h>

static const ZmCheckText remedies[] = {
  { "adopt.authority", N_("Give the certificate of the CA that issued them, in PEM or DER.") },
  { "adopt.exists", N_("Look the device up: nothing needs to be done.") },
  { "adopt.identity", N_("Register the device, and provision it.") },
  { "adopt.key", N_("Provision the device: it needs a key of its own.") },
  { "adopt.leaf", N_("Give the certificates of devices, not those of CAs.") },
  { "adopt.nothing", N_("Look at the reason beside each certificate.") },
  { "adopt.own", N_("Have an administrator run “recover”: the signer knows the certificate.") },
  { "adopt.retired", N_("Provision the device, if it is to come back.") },
  { "answer.", N_("The programs do not fit together: install all of them from one release.") },
  { "approval.refused", N_("Start again when you want to issue the certificate.") },
  { "audit.export-size", N_("Narrow the filter (a device, a span of time), or take CSV or JSON.") },
  { "audit.restarted", N_("Records of the audit log were lost once, and an administrator answered for "
                          "it: keep the folder “damaged-…” and the checkpoints called “.lost-…”.") },
  { "audit.story", N_("Name a device (device list) or a session (session list) of this station.") },
  { "audit.witness", N_("Let the signer be asked (unlock it, or give --passphrase-fd), or put the "
                        "checkpoints and the verifier key back beside the database.") },
  { "audit.", N_("Stop provisioning, copy the whole station directory aside, and compare it with "
                 "the last backup and the kept checkpoints.") },
  { "authority.absent", N_("An administrator creates the authority (authority create), or imports "
                           "the hospital’s (authority requests, then import-intermediate).") },
  { "authority.answer", N_("Leave this file out: it answers nothing that was asked.") },
  { "authority.exists", N_("Use the media of the root that this station was made with, or make a "
                           "new station in another directory.") },
  { "authority.incomplete", N_("Add the files that are missing, and look again.") },
  { "authority.", N_("Check that the files are the answers to the requests of this station, and "
                     "import them again.") },
  { "camera.", N_("Type the code (--code), or give a picture of it (--ticket-image): a camera is never "
                  "the only way.") },
  { "central.", N_("Correct the option or the file that the Central Station names, and start the "
                   "Central Station again.") },
  { "canary.", N_("Issue a new canary: run the authority’s import or creation again.") },
  { "ceremony.identity-host", N_("Use the identity host that the root was made for, or other media "
                                 "for a new root.") },
  { "ceremony.locked", N_("Another ceremony works on this media: let it end first.") },
  { "ceremony.media", N_("Insert the media with the root key, and name its folder.") },
  { "ceremony.", N_("Start the ceremony again; what was signed before is on the media’s record.") },
  { "child.", N_("Install all programs of the station in one place, and look at what the program "
                 "wrote that ended.") },
  { "certificate.adopted", N_("Have the CA that issued the certificate revoke it, and provision the "
                              "device again here.") },
  { "certificate.issuer", N_("Revoke the certificate where it was issued: at the root, in a "
                             "ceremony.") },
  { "certificate.serial", N_("Type the serial number as it stands in the list of certificates.") },
  { "certificate.unknown", N_("Look the serial number up in the list of certificates.") },
  { "certificate.", N_("Export the certificate again as PEM, one block for each certificate.") },
  { "chain.crl-", N_("Issue a new revocation list (authority crl), and publish that of the CA "
                     "above.") },
  { "chain.expired", N_("Renew the certificate that has expired.") },
  { "chain.not-yet-valid", N_("Compare the clocks of the device, the station and the server.") },
  { "chain.revoked", N_("The revoked certificate will not be accepted any more. If it is a device’s, "
                        "provision the device again; if it is the server’s, issue a new one.") },
  { "chain.", N_("Check that every certificate from the device’s to the root is the right one, in "
                 "order.") },
  { "checkpoint.inconsistent", N_("The audit log is not the one of before: stop, copy the station "
                                  "directory aside, and look with “audit verify” at what is "
                                  "missing. An administrator then goes on from what is there, or "
                                  "from a backup: zmonitor-stationctl recover.") },
  { "checkpoint.log-cut", N_("The audit log is shorter than it was. An administrator goes on from the "
                             "newest backup: zmonitor-stationctl recover --from BACKUP.") },
  { "checkpoint.none", N_("Nothing was signed yet: the first checkpoint comes with the first "
                          "certificate.") },
  { "checkpoint.", N_("Stop provisioning, copy the station directory aside, and compare the "
                      "checkpoints with those that were kept elsewhere.") },
  { "clock.", N_("Set the station’s clock; an administrator then opens the enrolment window again "
                 "to vouch for the clock.") },
  { "code.delay", N_("Wait as long as the message says, then try again with the right code.") },
  { "code.expired", N_("Have the device show a new code, or issue a new one.") },
  { "code.form", N_("Type four letters and four digits, as the device shows them.") },
  { "code.mismatch", N_("Compare the code with the device’s screen, and check that this is the "
                        "device it was issued for. If a code was issued here for this device, "
                        "enter that one at the device.") },
  { "code.rate", N_("Wait a minute, then try again.") },
  { "code.", N_("Have the device show a new code, or issue a new one.") },
  { "companion.missing", N_("Install all programs of the station in one place.") },
  { "config.", N_("Correct the line in station.conf that the message names.") },
  { "crl.expired", N_("Have the CA issue a new revocation list, and fetch that one.") },
  { "crl.forgets", N_("Ask the CA why it took a revocation back; until then the list of before stays.") },
  { "crl.unknown", N_("Issue a revocation list: authority crl.") },
  { "crl.unpublished", N_("Sign in at the station: the newest list is written once more. Have it "
                          "fetched again from there.") },
  { "crl.", N_("Fetch the newest revocation list of this CA again.") },
  { "crls.", N_("Issue a new revocation list, and connect the device again.") },
  { "csr.device-id", N_("Check which device is on the cable: its request names another one.") },
  { "csr.key-reused", N_("Scan the new code on the device’s screen: it has made a new key, since "
                         "the old one belongs to another identity.") },
  { "csr.key-revoked", N_("Scan the new code on the device’s screen: it has made a new key, since "
                          "the old one stood in a revoked certificate.") },
  { "csr.", N_("Have the device make a new request: EC P-256 or RSA 3072, and nothing but what "
               "the profile allows.") },
  { "database.another", N_("Put this station’s own backup in its place: zmonitor-stationctl recover "
                           "--from BACKUP.") },
  { "database.busy", N_("Another program works on this station: try again in a moment.") },
  { "database.corrupt", N_("Nothing is issued. Lists can still be viewed, and “audit verify” says "
                           "what is left of the log. An administrator puts the newest backup in "
                           "its place: zmonitor-stationctl recover --from BACKUP; the signer "
                           "still knows what was issued since.") },
  { "database.foreign", N_("This is another program’s file: put the station’s own database back "
                           "(zmonitor-stationctl recover).") },
  { "database.missing", N_("Nothing is issued before the database is back: look for it, or put the "
                           "newest backup in its place (zmonitor-stationctl recover --from BACKUP).") },
  { "database.revocations", N_("Nothing is issued: somebody else has changed the database, or the signer’s "
                               "folder is an older copy. An administrator has everything revoked "
                               "that stands as revoked here: zmonitor-stationctl recover.") },
  { "database.schema", N_("Nothing is issued: somebody else has changed the database. Keep it, and look "
                          "with “audit verify” at the log. An administrator puts the newest backup in "
                          "its place: zmonitor-stationctl recover --from BACKUP; the signer still "
                          "knows what was issued since.") },
  { "database.version", N_("This station was written by a newer release: install that one.") },
  { "database.older", N_("The database is an older copy, or its newest part is lost. An administrator "
                         "brings it up to what the signer knows: zmonitor-stationctl recover.") },
  { "database.write", N_("Make room on the disk and check that it can be written.") },
  { "database.", N_("Check the rights of the station directory and the state of the disk.") },
  { "device.id", N_("Use 1 to 64 letters, digits, dots, underscores and hyphens; the first is a "
                    "letter or a digit.") },
  { "device.label", N_("Use 1 to 128 characters without control characters.") },
  { "device.reports", N_("The device says what it cannot know: look at the device’s screen, and check "
                         "which device this is.") },
  { "device.unknown", N_("Register the device first (device add), or check its identifier.") },
  { "device.", N_("Look at the device’s screen, and connect it again.") },
  { "disk.", N_("Make room on the disk before anything more is issued.") },
  { "expiry.", N_("Renew the certificate or the revocation list before it expires: whatever a CA "
                  "has issued ends with its certificate.") },
  { "file.directory", N_("Make the directory yours alone: chmod 700.") },
  { "file.exists", N_("Choose another name, or move the existing file away.") },
  { "file.mode", N_("Close the file to others: chmod 600.") },
  { "file.size", N_("Check that this is the right file: it is far too large.") },
  { "file.", N_("Check the name, the rights and the free space.") },
  { "frame.", N_("Unplug the device, and plug it in again; try another cable.") },
  { "guard.number", N_("Do not continue if the numbers differ: somebody may be between the device and "
                       "the station. Start again with the device alone on the bench.") },
  { "guard.", N_("Check that the code, the cable and the record are those of one device.") },
  { "http.", N_("Check what answers at the server’s address.") },
  { "identity.", N_("Provision the device: it has no identity that it could use.") },
  { "import.nothing", N_("Look at the reason beside each line.") },
  { "import.stale", N_("Look at the list once more, and import it then.") },
  { "installation.", N_("Connect the device again, and resume the session.") },
  { "intent.", N_("Start the station again and sign in: unfinished certificates are settled "
                  "then.") },
  { "issue.answer", N_("Stop: what answers as this station’s signer is not to be trusted. Find out "
                       "who listens in the station directory, end it, and start the signer "
                       "again.") },
  { "issue.", N_("Begin a new session for this device.") },
  { "json.", N_("The programs do not fit together: install all of them from one release.") },
  { "jws.", N_("Check that the certificate that signed is this station’s or its server’s.") },
  { "key.passphrase", N_("Type the passphrase again; without it the key is lost.") },
  { "key.type", N_("Have the device make a key of EC P-256 or RSA 3072.") },
  { "key.", N_("Have the key made anew.") },
  { "keystore.", N_("The signer’s files are damaged: restore the signer’s folder from the newest "
                    "backup.") },
  { "led.", N_("Name a light of the device as it stands in /sys/class/leds, and let the device’s "
               "program write to it.") },
  { "label.head", N_("Records are missing or were changed: stop, copy the station directory aside, and "
                     "look with “audit verify”.") },
  { "label.origin", N_("Compare the label at the station that it was printed at.") },
  { "label.reason", N_("Say why the label is printed once more: damaged, lost, moved or other.") },
  { "label.copies", N_("Choose fewer labels.") },
  { "label.first", N_("Choose a place that the sheet has.") },
  { "label.", N_("Scan the code again, or print the label anew.") },
  { "lease.file", N_("Check the rights of the station directory and the state of the disk.") },
  { "lease.", N_("Let the program that is named end its work with this device, or end that program; "
                 "then try again. Lists can be viewed meanwhile.") },
  { "ledger.behind", N_("The signer works on an older copy of its ledger. An administrator has it "
                        "take in what it has forgotten (authority recover; with --crl, also from "
                        "the published revocation list).") },
  { "ledger.write", N_("Make room on the disk and check that it can be written.") },
  { "ledger.", N_("The signer’s ledger was changed or damaged: stop, and restore the signer’s "
                  "folder from the newest backup.") },
  { "log.", N_("Put the device’s log back from a backup, or begin a new one at the device "
               "(zmonitor-device audit begin-anew).") },
  { "manifest.columns", N_("Give each line as many fields as the header has.") },
  { "manifest.duplicate", N_("Keep one line for each device.") },
  { "manifest.encoding", N_("Save the list as CSV in UTF-8.") },
  { "manifest.formula", N_("Remove what makes a spreadsheet take the cell for a formula.") },
  { "manifest.header", N_("Begin with the line “deviceId,label”, with commas; model, "
                          "serialNumber, location and assetTag may follow.") },
  { "manifest.lines", N_("Correct the lines that are named, and import the list again.") },
  { "manifest.quote", N_("Put quotes around the whole field, and double those within.") },
  { "manifest.", N_("Split the list, or correct the cell that is named.") },
  { "message.", N_("Connect the device again; if it repeats itself, its firmware does not speak "
                   "this version of the protocol.") },
  { "mtls.", N_("Check that the device reaches the server, and that the server has the newest "
                "revocation list and this root.") },
  { "operator.current-pin", N_("Type the PIN that you have now as well.") },
  { "operator.exists", N_("Choose another name: this one is known, if only from old records.") },
  { "operator.last-administrator", N_("Add another administrator first.") },
  { "operator.pin", N_("Choose a PIN of 6 to 12 digits.") },
  { "operator.", N_("Look the name up in the list of operators.") },
  { "options.", N_("See --help for what this program takes.") },
  { "pairing.", N_("Start again with the device’s present code.") },
  { "media.", N_("Insert the removable media, and name the directory that it is mounted on.") },
  { "passphrase.read", N_("Give one line of text for each secret that is asked for.") },
  { "passphrase.short", N_("Choose a longer passphrase.") },
  { "passphrase.terminal", N_("Run it on a terminal, or give a descriptor that the secret can be "
                              "read from.") },
  { "passphrase.", N_("Give one line of text for each secret that is asked for.") },
  { "payload.window", N_("Set the device’s clock, and provision it again.") },
  { "payload.", N_("Plug the device straight into this desk, and provision it again. If it "
                   "repeats itself, the device was made for another station.") },
  { "policy.missing", N_("An administrator creates or imports the authority first.") },
  { "policy.", N_("Correct the value that is named.") },
  { "print.", N_("Look at the printer, and print again.") },
  { "profile.", N_("Nothing was issued. Check the authority’s policy against the profile that is "
                   "named.") },
  { "proof.", N_("Open the proof card again, and print it anew.") },
  { "qr.", N_("Hold the whole code into the picture, flat and without reflections.") },
  { "random.missing", N_("Nothing is issued. Restart the machine; a confinement must leave the "
                         "kernel’s random numbers to this program.") },
  { "rate.", N_("Wait, or have an administrator look at why so many certificates are issued.") },
  { "reader.picture", N_("Take a PNG or JPEG picture of at most 16 MiB, or type the code.") },
  { "picture.", N_("Take a PNG or JPEG picture of the code on the device’s screen, or type it.") },
  { "reader.several-codes", N_("Show one code at a time.") },
  { "reader.", N_("Hold the whole code into the picture, flat and without reflections, or type "
                  "it.") },
  { "receipt.", N_("Check the server: its receipt does not prove what it should.") },
  { "registry.active", N_("Nothing, if the device is to keep its certificate. Where it is to get a "
                          "new one, begin again, and say yes (--yes-rekey).") },
  { "registry.exists", N_("Look the device up: it is registered already.") },
  { "registry.retired", N_("Nothing, if the device is to stay retired. Where it is to come back, "
                           "provision it, and say yes (--yes-take-over).") },
  { "registry.unknown", N_("Register the device, or check which one is on the cable.") },
  { "report.pdf", N_("Make room on the disk, or choose another folder, and export again.") },
  { "request.", N_("The programs do not fit together: install all of them from one release.") },
  { "resolve.", N_("Write addresses as name=address.") },
  { "revoke.", N_("Look the serial number and the reasons up; only what was signed here can be "
                  "revoked here.") },
  { "role.", N_("Sign in as somebody whose role may do this.") },
  { "seal.passphrase", N_("Type the passphrase again; if it is right, the file is damaged.") },
  { "seal.", N_("Restore the file from the newest backup.") },
  { "server.", N_("Check the rights of the station directory.") },
  { "session.code-needed", N_("Pair the device again from its QR code or its code; the old session is "
                              "given up by that.") },
  { "session.ended", N_("Begin a new session.") },
  { "session.unknown", N_("Look the session up in the list of sessions.") },
  { "session.", N_("Connect the device again, and resume the session.") },
  { "sessions.", N_("Look at the device’s screen, and connect it again.") },
  { "second-person.action", N_("Ask for this without a second person.") },
  { "second-person.declined", N_("Ask again when the second person is here.") },
  { "second-person.needed", N_("Ask somebody else to approve it with their name and PIN: in the "
                               "window when it asks, on the command line with --approver NAME.") },
  { "second-person.role", N_("Ask somebody whose role is at least yours, and may do the same.") },
  { "second-person.same", N_("Ask somebody else: two persons are wanted.") },
  { "second-person.", N_("Ask again, and let the second person approve exactly this.") },
  { "sign-in.delay", N_("Wait as long as the message says, then try again.") },
  { "sign-in.", N_("Sign in with your name and your PIN.") },
  { "signer.exists", N_("There is a signer here already: start it with its passphrase.") },
  { "signer.locked", N_("Another signer serves this station: use that one, or end it.") },
  { "signer.missing", N_("Create the station first: authority create.") },
  { "signer.stranger", N_("The signer serves another user: run the station as that user, or change "
                          "the service.") },
  { "port.forbidden", N_("Use a port that station.conf names in usb-ports, or have an administrator "
                         "add this one.") },
  { "port.label-taken", N_("Choose another name for one of the two ports.") },
  { "port.", N_("Look at the names of the ports: port list.") },
  { "signer.peer", N_("Do not type any secret: find out who listens in the station directory.") },
  { "signer.same-user", N_("Run the signer as its own user, as the installed service does.") },
  { "signer.timeout", N_("Try again in a moment. If the signer stays silent, end it: it is started "
                         "again with its passphrase.") },
  { "signer.", N_("Start the signer, or give its passphrase, and try again.") },
  { "slots.", N_("The device cannot write its files: look at its screen and at its storage.") },
  { "station.exists", N_("Choose another directory, or use the station that is there.") },
  { "station.read-only", N_("Close the other program that works with this station, and open it "
                            "again.") },
  { "station.missing", N_("Check the directory, or create a station there: authority create.") },
  { "system.", N_("Check the rights, the free space and the limits of the system.") },
  { "tether.address", N_("Name the tether as usb, usb:PORT or virtual:SOCKET.") },
  { "tether.unplugged", N_("Plug the device in again, if it is not, and resume the session.") },
  { "tether.", N_("Check the cable and the port; then connect the device again.") },
  { "ticket.", N_("Scan the code on the device’s own screen again.") },
  { "training.", N_("Close other training stations, and start again.") },
  { "tls.closed", N_("Check that a Central Station runs at the server’s address, then try again.") },
  { "tls.connect", N_("Check that the Central Station runs and that the device reaches it, then "
                      "try again.") },
  { "tls.no-certificate", N_("Provision the device: without a certificate nobody is let in.") },
  { "tls.timeout", N_("Check that the Central Station runs and that the device reaches it, then "
                      "try again.") },
  { "tls.", N_("Check that the server’s name, certificate and clock are right.") },
  { "tunnel.", N_("Unplug the device, and plug it in again; try another cable.") },
  { "usb.absent", N_("Plug the device in, or name the port that it is plugged in at.") },
  { "usb.access", N_("Sign in at this desk itself, or have an administrator install the station’s udev "
                     "rule and add you to the group zmonitor; then plug the device in again.") },
  { "usb.busy", N_("End the other program that uses the device, or plug the device in again.") },
  { "usb.descriptor", N_("Check which device is on the cable: this one does not speak the station’s "
                         "language. If it should, its firmware is damaged or too old.") },
  { "usb.memory", N_("Unplug cameras and other USB devices from this desk, or have an administrator "
                     "raise usbcore.usbfs_memory_mb.") },
  { "usb.several", N_("Leave one device plugged in, or name its port: usb:PORT.") },
  { "usb.start", N_("Check that this system has USB, and that it shows it to this program.") },
  { "usb.", N_("Unplug the device, and plug it in again; try another cable or port.") },
  { "usage.", N_("See --help for what this command takes.") },
  { "verify.", N_("Look at what the message names; the certificate is not one of this station’s "
                  "profile.") },
  { "whoami.", N_("The device asked the server in a way that it should not: connect it again.") },
  { "window.full", N_("Have an administrator open the window for more devices.") },
  { "window.", N_("Have an administrator open the window.") },
  { "wrap.", N_("Put the device’s files back from a backup: the key of its log was changed, or is "
                "another device’s.") },
};

const char *
zm_remedy_for (const char *check)
{
  const char *text;

  g_return_val_if_fail (check != NULL, "");

  text = zm_check_text_find (remedies, G_N_ELEMENTS (remedies), check);
  return text != NULL ? _(text)
                      : _("Note the code of this error, and look it up in the audit log.");
}
