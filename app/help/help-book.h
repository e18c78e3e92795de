#pragma once

#include "app/help/help-page.h"

G_BEGIN_DECLS

/* All pages of the help, in the order of its list: each in the first of the person's languages that it
 * was translated to, else in English. */
typedef struct _ZmHelpBook ZmHelpBook;

/* languages: as g_get_language_names() gives them. */
ZmHelpBook       *zm_help_book_open   (const char *const  *languages);
void              zm_help_book_free   (ZmHelpBook         *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmHelpBook, zm_help_book_free)

guint             zm_help_book_count  (const ZmHelpBook   *book);
const ZmHelpPage *zm_help_book_get    (const ZmHelpBook   *book,
                                       guint               position);
/* NULL: there is no such page. */
const ZmHelpPage *zm_help_book_find   (const ZmHelpBook   *book,
                                       const char         *id);

G_END_DECLS
