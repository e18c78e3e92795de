#pragma once

#include "app/base/secret.h"

G_BEGIN_DECLS

/* Encrypts a log that was begun in the clear. The new file is written and verified beside the old
 * one and takes its place in one rename: after an interruption the old one is there, whole, and
 * the takeover begins again. The bytes of the old file are freed, not overwritten, which on flash
 * would prove nothing. */

/* Nobody else may have the log open. Sets check "log.takeover", or those of the database. */
gboolean zm_log_takeover_run (const char      *path,
                              const ZmSecret  *key,
                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
