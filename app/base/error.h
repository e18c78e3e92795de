#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One error travels through all floors: what a person can do about it is the code, which check
 * refused is the check name (stable, also written to the audit log), and the values seen and
 * expected travel beside the message. */

typedef enum {
  ZM_ERROR_INVALID,     /* the input is malformed: correct it */
  ZM_ERROR_REFUSED,     /* well-formed, but a rule says no */
  ZM_ERROR_DENIED,      /* not signed in, wrong PIN, or the role may not */
  ZM_ERROR_NOT_FOUND,   /* what was named is not there */
  ZM_ERROR_CONFLICT,    /* the state does not allow it now */
  ZM_ERROR_UNAVAILABLE, /* a peer (signer, device, server) is gone, slow or busy: try again */
  ZM_ERROR_CORRUPT,     /* stored data is damaged or was changed */
  ZM_ERROR_IO,          /* the operating system said no */
  ZM_ERROR_INTERNAL,    /* a fault of this program */
} ZmErrorCode;

#define ZM_ERROR (zm_error_quark ())
GQuark      zm_error_quark        (void);

/* check: lower-case words joined by '.' and '-', e.g. "csr.key-type". seen and expected may be
 * NULL; both are hostile text and are shown escaped. The message is one English sentence. */
void        zm_error_set          (GError      **error,
                                   ZmErrorCode   code,
                                   const char   *check,
                                   const char   *seen,
                                   const char   *expected,
                                   const char   *format,
                                   ...) G_GNUC_PRINTF (6, 7);
/* A peer's refusal, rebuilt from its message: the text is taken as it stands. */
GError     *zm_error_new_literal  (ZmErrorCode   code,
                                   const char   *check,
                                   const char   *seen,
                                   const char   *expected,
                                   const char   *message);

/* For any GError: a GIO error reads as check "system.io" without values. Never NULL but for
 * seen and expected. The strings live as long as the error. */
const char *zm_error_get_check    (const GError *error);
const char *zm_error_get_seen     (const GError *error);
const char *zm_error_get_expected (const GError *error);
/* Whether a text, perhaps a stranger's, has the form of a check's name. */
gboolean    zm_error_is_check         (const char   *text);
gboolean    zm_error_matches      (const GError *error,
                                   ZmErrorCode   code);

/* Whether an audit log has this refusal; its copies know too. Not for other domains' errors. */
void        zm_error_set_on_record (const GError *error);
gboolean    zm_error_is_on_record  (const GError *error);

/* "invalid", "refused", … as it stands in JSON and on the wire. */
const char *zm_error_code_name    (ZmErrorCode   code);
gboolean    zm_error_code_parse   (const char   *name,
                                   ZmErrorCode  *code);

G_END_DECLS
