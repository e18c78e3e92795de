#pragma once

#include "app/pki/openssl.h"

G_BEGIN_DECLS

/* Inside app/pki only: our values in ASN.1 and back. */

/* Any character string as UTF-8 that is safe to show (zm_text_escape()); what cannot be read stands
 * as '#' and the hex of its bytes. */
char         *zm_asn1_text            (const ASN1_STRING   *string);
/* RFC 4514, made safe in the same way. */
char         *zm_asn1_name_text       (const X509_NAME     *name);
/* "CN", "keyUsage", … or dotted decimal. */
char         *zm_asn1_object_text     (const ASN1_OBJECT   *object);
/* Appends one attribute in UTF8String. Text is the caller's, checked UTF-8. */
void          zm_asn1_name_append     (X509_NAME           *name,
                                       int                  nid,
                                       const char          *text);

/* Accepts what RFC 5280 section 4.1.2.5 allows: seconds, 'Z', no fraction. */
gboolean      zm_asn1_time_read       (const ASN1_TIME     *time,
                                       ZmInstant           *instant) G_GNUC_WARN_UNUSED_RESULT;
/* UTCTime until 2049, GeneralizedTime from 2050. Fractions are cut. */
ASN1_TIME    *zm_asn1_time_new        (ZmInstant            instant);

/* The one spelling of zm_certificate_get_serial(), or NULL if it is negative or longer than 20
 * octets. */
char         *zm_asn1_serial_text     (const ASN1_INTEGER  *serial);
/* serial in that spelling. */
ASN1_INTEGER *zm_asn1_serial_new      (const char          *serial);

/* The one algorithm that a key of this kind signs certificates with. */
void          zm_asn1_set_algorithm   (X509_ALGOR          *algor,
                                       ZmKeyKind            kind);

G_END_DECLS
