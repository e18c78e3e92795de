#pragma once

#include "app/base/json.h"

G_BEGIN_DECLS

/* One member of a JSON object as a row of a table: what it is called, what it may be and how
 * large. The tables of messages (tether) and requests (signer) are made of these, and one pure
 * function judges an object by them. */

typedef enum {
  ZM_MEMBER_TEXT,      /* min to max bytes of UTF-8 without U+0000 */
  ZM_MEMBER_HEX,       /* min to max bytes in lower-case hex */
  ZM_MEMBER_BASE64,    /* min to max bytes in strict base64 */
  ZM_MEMBER_DEVICE_ID, /* as zm_device_id_is_valid() says */
  ZM_MEMBER_SESSION,   /* a UUID in lower case (RFC 9562 section 4) */
  ZM_MEMBER_SERIAL,    /* a certificate's serial number in its one spelling */
  ZM_MEMBER_TIME,      /* as zm_instant_parse() reads */
  ZM_MEMBER_INTEGER,   /* min to max */
  ZM_MEMBER_BOOLEAN,
  ZM_MEMBER_CHOICE,    /* one of choices */
  ZM_MEMBER_CHECK,     /* the name of a check, of min to max bytes */
} ZmMemberKind;

#define ZM_MEMBER_CHOICES_MAX 12

typedef struct {
  const char   *name; /* NULL ends a table row */
  ZmMemberKind  kind;
  gboolean      optional;
  gint64        min;
  gint64        max;
  guint         array_max; /* 0: one value; else an array of at most so many */
  const char   *choices[ZM_MEMBER_CHOICES_MAX + 1];
} ZmMember;

/* Every required member is there, each is as its row says, and there is no other but those that
 * envelope names (NULL-terminated). members ends with a row without a name. Sets the given
 * check. */
gboolean zm_member_check_object (const json_t       *object,
                                 const ZmMember     *members,
                                 const char *const  *envelope,
                                 const char         *check,
                                 GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
