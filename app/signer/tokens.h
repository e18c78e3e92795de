#pragma once

#include "app/protocol/request.h"

#include <sys/types.h>

G_BEGIN_DECLS

/* Who is signed in. A token is 128 random bits, good for one user id of the operating system, for
 * eight hours, and while it is used at least every quarter of an hour. None survives the
 * process. */

#define ZM_TOKENS_LIFE   (8 * 60 * 60) /* seconds */
#define ZM_TOKENS_IDLE   (15 * 60)     /* seconds */
#define ZM_TOKENS_MAX    64            /* the longest idle one gives way */
#define ZM_TOKENS_LENGTH 16            /* bytes */

typedef struct {
  guint8  bytes[ZM_TOKENS_LENGTH];
  char   *operator;
  ZmRole  role;
  uid_t   peer;
  gint64  begun; /* microseconds on the running clock, as the next */
  gint64  used;
} ZmToken;

typedef struct _ZmTokens ZmTokens;

ZmTokens      *zm_tokens_new           (void);
void           zm_tokens_free          (ZmTokens    *tokens);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmTokens, zm_tokens_free)

/* The token in hex, which the caller cleanses. */
char          *zm_tokens_begin         (ZmTokens    *tokens,
                                        const char  *operator,
                                        ZmRole       role,
                                        uid_t        peer,
                                        gint64       running);
/* Marks it as used. Sets check "sign-in.missing" for none and "sign-in.expired" for one that is
 * not good (any more). */
const ZmToken *zm_tokens_use           (ZmTokens    *tokens,
                                        const char  *hex,
                                        uid_t        peer,
                                        gint64       running,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void           zm_tokens_end           (ZmTokens    *tokens,
                                        const char  *hex);
void           zm_tokens_end_operator  (ZmTokens    *tokens,
                                        const char  *operator);

G_END_DECLS
