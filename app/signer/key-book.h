#pragma once

#include "app/base/json.h"
#include "app/protocol/factory-record.h"

G_BEGIN_DECLS

/* Which server keys there are, each with its mode for ever, and which device was given which one
 * in its factory record. It knows names, not the keys. */
typedef struct {
  char      *key_id;
  ZmKeyMode  mode;
} ZmKeyBookEntry;

typedef struct _ZmKeyBook ZmKeyBook;

ZmKeyBook            *zm_key_book_new    (void);
void                  zm_key_book_free   (ZmKeyBook   *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmKeyBook, zm_key_book_free)

void                  zm_key_book_add    (ZmKeyBook   *book,
                                          const char  *key_id,
                                          ZmKeyMode    mode);
/* NULL: there is no such key. */
const ZmKeyBookEntry *zm_key_book_find   (ZmKeyBook   *book,
                                          const char  *key_id);
void                  zm_key_book_assign (ZmKeyBook   *book,
                                          const char  *device_id,
                                          const char  *key_id);
/* The key that this device knows: that of its last factory record, otherwise the newest in derived
 * mode, otherwise the newest. Sets check "key.missing". */
const ZmKeyBookEntry *zm_key_book_choose (ZmKeyBook   *book,
                                          const char  *device_id,
                                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* [{keyId, mode}], oldest first. */
json_t               *zm_key_book_list   (ZmKeyBook   *book);

G_END_DECLS
