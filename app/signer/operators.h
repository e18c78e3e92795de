#pragma once

#include "app/base/secret.h"
#include "app/pki/seal.h"
#include "app/protocol/request.h"

G_BEGIN_DECLS

/* The people who may sign in, with the verifiers of their PINs. Who was removed stays known by
 * name, since old records name him. */

#define ZM_OPERATORS_MAX 500

typedef struct {
  char     *name;
  ZmRole    role;
  gboolean  active;
  guint8    salt[ZM_SEAL_SALT_LENGTH];
  guint8    verifier[32];
} ZmOperator;

typedef struct _ZmOperators ZmOperators;

ZmOperators      *zm_operators_new          (void);
void              zm_operators_free         (ZmOperators       *operators);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmOperators, zm_operators_free)

/* The members of a ledger entry "operator.added", with a fresh salt. */
json_t           *zm_operators_describe_new (const char        *name,
                                             ZmRole             role,
                                             const ZmSecret    *pin,
                                             const ZmSecret    *pepper);
/* The same of an entry "operator.pin-set". */
json_t           *zm_operators_describe_pin (const char        *name,
                                             const ZmSecret    *pin,
                                             const ZmSecret    *pepper);
/* Take such entries in. */
gboolean          zm_operators_set_pin      (ZmOperators       *operators,
                                             const json_t      *entry,
                                             GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean          zm_operators_add          (ZmOperators       *operators,
                                             const json_t      *entry,
                                             GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void              zm_operators_remove       (ZmOperators       *operators,
                                             const char        *name);
/* NULL if nobody of this name is active. */
const ZmOperator *zm_operators_find         (ZmOperators       *operators,
                                             const char        *name);
/* Those who are active in one of these roles, without the one who is called except (NULL: all). */
guint             zm_operators_count        (ZmOperators       *operators,
                                             ZmRole             roles,
                                             const char        *except);
/* With those who were removed. */
gboolean          zm_operators_is_full      (ZmOperators       *operators);
/* [{name, role, active}], by name. */
json_t           *zm_operators_list         (ZmOperators       *operators);

G_END_DECLS
