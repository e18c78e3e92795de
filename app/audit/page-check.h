#pragma once

#include "app/store/database.h"

G_BEGIN_DECLS

/* What SQLite knows of a file with an audit log, asked while somebody else reads the rows: of every page,
 * and of the indexes of the log, which hold half as much again; each on a connection of its own. */
#define ZM_PAGE_CHECK_PARTS 2 /* that may run at the same time */
typedef struct _ZmPageCheck ZmPageCheck;

/* Both connections are taken over. */
ZmPageCheck *zm_page_check_new     (ZmDatabase   *pages,
                                    ZmDatabase   *indexes);
/* Does what nobody has begun yet. For as many threads as like to. */
void         zm_page_check_run     (ZmPageCheck  *check);
/* Nobody needs the answer any more. */
void         zm_page_check_give_up (ZmPageCheck  *check);
/* After all of them; frees check: the first damage in the order of above. */
gboolean     zm_page_check_end     (ZmPageCheck  *check,
                                    GError      **error);

G_END_DECLS
