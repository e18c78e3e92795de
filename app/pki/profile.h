#pragma once

#include "app/pki/certificate.h"
#include "app/pki/csr.h"

G_BEGIN_DECLS

#define ZM_PROFILE_CANARY_ID "canary"

typedef enum {
  ZM_PROFILE_ROOT,
  ZM_PROFILE_INTERMEDIATE,
  ZM_PROFILE_DEVICE,
  ZM_PROFILE_STATION,
  ZM_PROFILE_SERVER,
  ZM_PROFILE_CANARY,
} ZmProfileKind;

/* The administrator's policy, the same for every certificate. Strings are borrowed. */
typedef struct {
  const char *hospital;          /* organizationName of the CA certificates */
  const char *identity_host;     /* host of the device URI; the intermediate's nameConstraints */
  const char *crl_url;           /* base, e.g. "http://crl.example.org/": "<base>root.crl" and
                                    "<base>intermediate.crl" are the distribution points; NULL:
                                    there are none */
  gboolean    name_constraints;  /* critical URI nameConstraints in the intermediate */
  guint       root_days;         /* lifetimes in days */
  guint       intermediate_days;
  guint       device_days;
  guint       station_days;
  guint       server_days;
} ZmPolicy;

/* What one certificate shall say. Strings are borrowed. */
typedef struct {
  ZmProfileKind       kind;
  const char         *common_name;  /* deviceId, host, hospital's CA name, desk; a canary's is
                                       ZM_PROFILE_CANARY_ID, and no device's is */
  const char         *device_label; /* device and canary */
  const char *const  *dns_names;    /* server; NULL-terminated DNS names or IP addresses */
  ZmPublicKey        *key;
  ZmInstant           now;
} ZmProfileSubject;

/* "root", "intermediate", "device", "station", "server", "canary" */
const char    *zm_profile_name      (ZmProfileKind            kind);
/* https://<identity host>/zmonitor/device/<deviceId> */
char          *zm_profile_device_uri (const ZmPolicy         *policy,
                                      const char             *device_id);

/* When a certificate made now would end, in whole seconds; issuer_not_after 0 stands for no issuer.
 * Less than the policy's days mean that it is clipped to its issuer. */
ZmInstant      zm_profile_not_after (const ZmPolicy          *policy,
                                     ZmProfileKind            kind,
                                     ZmInstant                now,
                                     ZmInstant                issuer_not_after);
guint          zm_profile_days      (const ZmPolicy          *policy,
                                     ZmProfileKind            kind);

/* The whole TBSCertificate (RFC 5280 section 4.1) in DER: serial of 128 random bits, notBefore
 * five minutes back, both ends of the validity clipped to the issuer's, extensions as the design's
 * section 5 says. issuer is NULL for a root, which issuer_key then signs itself. The signature
 * algorithm follows issuer_key. Sets check "profile.policy" (a policy that cannot be kept),
 * "profile.subject", "profile.dns-name", "profile.key", "profile.issuer" (not this key's, no CA, no
 * identifier), "profile.validity" (now is outside the issuer's), "device.id", "device.label". */
GBytes        *zm_profile_compose   (const ZmPolicy          *policy,
                                     const ZmProfileSubject  *subject,
                                     ZmCertificate           *issuer,
                                     ZmPublicKey             *issuer_key,
                                     GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* Signs exactly these bytes. Sets check "profile.tbs" if they are no TBSCertificate or name another
 * algorithm. */
ZmCertificate *zm_profile_sign      (GBytes                  *tbs,
                                     ZmKey                   *issuer_key,
                                     GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* Judges a finished certificate by the profile, reading it anew. It does not look at how the
 * certificate was made. Checks: "profile.version", "profile.serial", "profile.key",
 * "profile.algorithm", "profile.issuer", "profile.signature", "profile.subject",
 * "profile.validity", "profile.extensions" (which there are, and their criticality),
 * "profile.basic-constraints", "profile.key-usage", "profile.extended-key-usage", "profile.san",
 * "profile.identifiers", "profile.name-constraints", "profile.crl". For a root issuer is NULL, or the
 * root that it must be. */
gboolean       zm_profile_check     (const ZmPolicy          *policy,
                                     ZmProfileKind            kind,
                                     ZmCertificate           *certificate,
                                     ZmCertificate           *issuer,
                                     GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

/* The least that a certificate of a hospital's own CA must be to take the place of ours; its chain
 * is zm_chain_verify()'s. kind is root, intermediate, station or server; key, if not NULL, is the one
 * that was certified. Checks: "profile.key", "profile.extensions" (malformed or twice),
 * "profile.basic-constraints", "profile.key-usage", "profile.extended-key-usage" (an intermediate's
 * must allow clientAuth and not OCSPSigning, or it could vouch for itself), "profile.identifiers"
 * (an intermediate's own), "profile.san" (a server's), "profile.signature" (a root's own). */
gboolean       zm_profile_check_imported (ZmProfileKind      kind,
                                          ZmCertificate     *certificate,
                                          ZmPublicKey       *key,
                                          GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
