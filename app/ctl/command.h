#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* One call of the program: what was asked for on the command line, and what came of it. A verb
 * reads the first part and fills the second; nothing else prints. */

/* What a verb works on; each includes the ones before it. */
typedef enum {
  ZM_NEEDS_NOTHING, /* not even a station */
  ZM_NEEDS_STATION, /* the station, opened */
  ZM_NEEDS_SIGNER,  /* a signer that answers */
  ZM_NEEDS_SIGN_IN, /* --operator, signed in, in a role that may */
} ZmNeeds;

typedef struct {
  /* What was asked for. */
  char       *directory;
  char       *operator_name;  /* NULL if it was not given */
  int         pin_fd;         /* of these and the third, -1: ask on the terminal */
  int         passphrase_fd;
  char       *approver_name;  /* of a second person; NULL: nobody else is there */
  int         approver_pin_fd;
  gboolean    json;
  GStrv       arguments;      /* without options */

  ZmStation  *station;        /* from ZM_NEEDS_STATION on */

  /* What came of it. */
  json_t     *result;         /* of a success */
  json_t     *detail;         /* of a failure, beside the error; may be NULL */
  int         exit_code;      /* of a success that tells more, as "audit verify" does */
} ZmCommand;

void      zm_command_init         (ZmCommand    *command);
void      zm_command_clear        (ZmCommand    *command);
/* Opens what is needed. Secrets are asked for in this order: passphrase, PIN. */
gboolean  zm_command_prepare      (ZmCommand    *command,
                                   ZmNeeds       needs,
                                   ZmRole        roles,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* A signer for a verb that goes on without one: it listens, or --passphrase-fd says how to start
 * it. NULL without an error if neither is so. */
gboolean  zm_command_find_signer  (ZmCommand       *command,
                                   ZmSignerClient **signer,
                                   GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* For a verb that comes before the station can be opened: the signer, which --operator is signed in
 * to in one of these roles. */
ZmSignerClient *zm_command_sign_in_alone (ZmCommand  *command,
                                          ZmRole      roles,
                                          GError    **error) G_GNUC_WARN_UNUSED_RESULT;
/* A secret from a descriptor, or the answer to question where fd is -1. */
ZmSecret *zm_command_read_secret  (int           fd,
                                   const char   *question,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* One that is new: asked for twice on a terminal. */
ZmSecret *zm_command_read_new_secret (int           fd,
                                      const char   *question,
                                      GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* The text of a file, or of standard input for "-", of at most max bytes. */
char     *zm_command_read_text    (const char   *file,
                                   gsize         max,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds to the result. Takes value. */
void      zm_command_add          (ZmCommand    *command,
                                   const char   *member,
                                   json_t       *value);
void      zm_command_add_text     (ZmCommand    *command,
                                   const char   *member,
                                   const char   *text);
/* Sets check "usage.arguments"; always FALSE. */
gboolean  zm_command_fail_usage   (const char   *expected,
                                   GError      **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZmCommand, zm_command_clear)

G_END_DECLS
