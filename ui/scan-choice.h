#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which of the codes in a picture is meant, as far as the codes themselves say. Only a device's can
 * be. texts and tickets are NULL-terminated. */

/* Those that are tickets; maybe none. */
char       **zm_scan_choice_find_tickets (char       **texts);
/* The one of the device that is known to be there (NULL: nobody is known); NULL for none. */
const char  *zm_scan_choice_find_own     (char       **tickets,
                                          const char  *device_id);
/* Says what the texts are, none of which is a ticket. It costs nothing, as when a scanner brings
 * them. Sets check "picture.foreign". */
void         zm_scan_choice_refuse       (char       **texts,
                                          GError     **error);

G_END_DECLS
