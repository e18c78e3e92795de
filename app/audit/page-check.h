#pragma once

#include "app/store/database.h"

G_BEGIN_DECLS

/* What SQLite knows of a file with an audit log, asked while somebody else reads the rows: of every page,
 * and of the indexes of the log, which hold half as much again. Each on a connection of its own, in as many
 * threads as there are processors besides the one of whoever asks; what is not begun when they wait for
 * the answer they do themselves. */
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
