#pragma once

#include "app/protocol/request.h"

G_BEGIN_DECLS

/* What a role is called on the screen, and who may do what it may not. */

const char *zm_role_words_title (ZmRole role);
/* What somebody in this role does here. */
const char *zm_role_words_task  (ZmRole role);
/* Of roles (bits): "Only … may do this." */
const char *zm_role_words_only  (ZmRole roles);

G_END_DECLS
