#pragma once

#include "app/base/json.h"
#include "app/pki/crl.h"
#include "app/pki/profile.h"

G_BEGIN_DECLS

/* What the ledger on the root's media amounts to: the policy, and every certificate of the root's.
 * Read by the ceremony, written here. */
typedef struct {
  json_t   *members;      /* the policy as create gave it; NULL: there is no root yet */
  ZmPolicy  policy;       /* strings borrowed from members */
  json_t   *certificates; /* [{serial, kind, commonName, notAfter, revokedAt?, reason?}] */
  gint64    crl_number;   /* of the last CRL; 0: none yet */
} ZmRootBook;

ZmRootBook *zm_root_book_new          (void);
void        zm_root_book_free         (ZmRootBook    *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmRootBook, zm_root_book_free)

/* A ZmLedgerFunc; data is the ZmRootBook. Sets check "ledger.entry". */
gboolean    zm_root_book_take_entry   (const json_t  *entry,
                                       gpointer       data,
                                       GError       **error);
/* The members of a policy with its defaults filled in, from a checked request. */
json_t     *zm_root_book_fill_policy  (const json_t  *request);
/* Borrows from members. Sets check "policy.<what>". */
gboolean    zm_root_book_read_policy  (const json_t  *members,
                                       ZmPolicy      *policy,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* The element of certificates, or NULL. */
json_t     *zm_root_book_find         (ZmRootBook    *book,
                                       const char    *serial);
/* ZmCrlEntry elements, whose serial numbers are borrowed. */
GArray     *zm_root_book_list_revoked (ZmRootBook    *book);

G_END_DECLS
