#pragma once

#include "app/store/database.h"

G_BEGIN_DECLS

/* What SQLite knows of a file with an audit log, asked while somebody else reads the rows: in a thread
 * every page, in another the indexes of the log, which hold as much again; each on a connection of its
 * own. */
typedef struct _ZmPageCheck ZmPageCheck;

/* Both connections are taken over. */
ZmPageCheck *zm_page_check_start   (ZmDatabase   *pages,
                                    ZmDatabase   *indexes);
/* Nobody needs the answer any more. */
void         zm_page_check_give_up (ZmPageCheck  *check);
/* Waits for both, and frees check: the first damage in the order of above. */
gboolean     zm_page_check_end     (ZmPageCheck  *check,
                                    GError      **error);

G_END_DECLS
