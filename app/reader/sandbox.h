#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Gives up everything that decoding a picture does not need, for good: no file, no socket, no
 * other process, no new code; memory and time are limited. What tries is killed by SIGSYS.
 *
 * Descriptors 0, 1 and 2 stay; all others are closed. Libraries must be loaded and have read
 * their files before. Under a sanitizer, whose run-time maps terabytes and makes calls of its own,
 * the limit of memory and the filter are left out. */

#define ZM_SANDBOX_CPU_MAX    10                  /* seconds, for a picture */
#define ZM_SANDBOX_LIVE_MAX   3600                /* seconds, for frames, whose end others watch */
#define ZM_SANDBOX_MEMORY_MAX (768 * 1024 * 1024) /* bytes of address space */
#define ZM_SANDBOX_OUTPUT_MAX (256 * 1024)        /* bytes, where the output is a file */

typedef enum {
  ZM_SANDBOX_PICTURE, /* one, and then the end */
  ZM_SANDBOX_LIVE,    /* frames for as long as a person aims a camera */
} ZmSandboxKind;

/* Sets check "reader.sandbox" or "system.filter"; the caller must end then. */
gboolean zm_sandbox_enter (ZmSandboxKind   kind,
                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
