#pragma once

#include "app/base/json.h"
#include "app/base/secret.h"

G_BEGIN_DECLS

/* The ceremony: a short-lived process with the root key, from and to a media folder only.
 *
 *   zmonitor-signer --ceremony --root-media DIR [--passphrase-fd N]
 *
 * One JSON object a line on standard input, one answer a line on standard output, {"ok":{…}} or
 * {"error":{code, check, message, seen?, expected?}} (zm_request_parse_answer() reads both), until
 * standard input ends; exit status 0 then, 3 for a wrong passphrase, otherwise as in server.h. A
 * refused request ends nothing. What cannot be served at all (no folder, wrong passphrase, another
 * ceremony on it) is answered once, without a request, and ends the process.
 *
 * The media holds root.key (PKCS#8 PEM under the passphrase, mode 0400), root.pem, and
 * root-ledger.jsonl, where each signature is recorded before it is answered. Certificates and CSRs
 * are PEM, times RFC 3339 in UTC, days whole numbers.
 *
 * create            {hospital, identityHost, crlUrl, nameConstraints?: bool = true,
 *                    rootDays? = 7300, intermediateDays? = 1095, stationDays? = 1095,
 *                    serverDays? = 398}
 *                   → {root, sha256}. Once for a folder; the policy is kept in its ledger
 * show              {} → {root, sha256, policy {…}, crlNumber, certificates
 *                    [{serial, kind, commonName, notAfter, revokedAt?, reason?}]}
 * sign-intermediate {csr} → {certificate, serial, notAfter}
 * sign-station      {csr, commonName?} → the same. Without a name the CSR's CN is taken
 * sign-server       {csr, commonName?, dnsNames?: [..]} → the same. Names that are not given are
 *                   those that the CSR asks for; IP addresses are names too
 * sign-server       {commonName, dnsNames?: [..], out} → the same. The key is made here and
 *                   stands in the clear in out/server.key (mode 0600, for a server that starts
 *                   unattended) with out/server.pem beside it; it is never in the answer
 * crl               {revoked?: [{serial, at, reason}], crlDays? = 365} → {crl, number,
 *                   nextUpdate}. Only serials of this root; what was revoked stays revoked
 *
 * Of a CSR only the key is taken, after its self-signature and its kind were judged. */

#define ZM_CEREMONY_LINE_MAX (64 * 1024) /* bytes of a request */

typedef struct _ZmCeremony ZmCeremony;

/* Opens the folder, which may be empty yet. passphrase is borrowed and outlives the ceremony.
 * Checks "ceremony.media", "ceremony.locked", "key.passphrase", "ledger.…". */
ZmCeremony *zm_ceremony_open   (const char      *media,
                                const ZmSecret  *passphrase,
                                GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void        zm_ceremony_free   (ZmCeremony      *ceremony);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCeremony, zm_ceremony_free)

/* One request line in, one answer line (without line feed) out. */
GBytes     *zm_ceremony_answer (ZmCeremony      *ceremony,
                                const char      *line,
                                gsize            length);

G_END_DECLS
