#pragma once

#include "app/base/json.h"

G_BEGIN_DECLS

/* A result as people read it: members as aligned lines, lists of objects as tables, texts of
 * several lines as blocks. Foreign characters that could act on a terminal are escaped. */
char *zm_table_format (const json_t *object);

G_END_DECLS
