#pragma once

#include "app/pki/certificate.h"
#include "app/pki/csr.h"

G_BEGIN_DECLS

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
                                    "<base>intermediate.crl" are the distribution points */
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
  const char         *common_name;  /* deviceId, host, hospital's CA name, desk */
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

/* The whole TBSCertificate (RFC 5280 section 4.1) in DER: serial of 128 random bits, notBefore
 * five minutes back, notAfter clipped to the issuer's, extensions as the design's section 5 says.
 * issuer is NULL for a root, which issuer_key then signs itself. The signature algorithm follows
 * issuer_key. */
GBytes        *zm_profile_compose   (const ZmPolicy          *policy,
                                     const ZmProfileSubject  *subject,
                                     ZmCertificate           *issuer,
                                     ZmPublicKey             *issuer_key,
                                     GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* Signs exactly these bytes. */
ZmCertificate *zm_profile_sign      (GBytes                  *tbs,
                                     ZmKey                   *issuer_key,
                                     GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* Judges a finished certificate by the profile, reading it anew: subject, SAN, usages, basic
 * constraints, identifiers, validity within the issuer's, serial, signature. It does not look at
 * how the certificate was made. Sets check "profile.<what>". */
gboolean       zm_profile_check     (const ZmPolicy          *policy,
                                     ZmProfileKind            kind,
                                     ZmCertificate           *certificate,
                                     ZmCertificate           *issuer,
                                     GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
