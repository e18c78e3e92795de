#pragma once

#include "app/ctl/command.h"

G_BEGIN_DECLS

/* What the program can do: one table, a row a verb. */
typedef struct {
  const char         *name;      /* one or two words: "device add" */
  const char         *arguments; /* for the usage line; NULL for none */
  guint               min;       /* how many arguments */
  guint               max;
  ZmNeeds             needs;
  ZmRole              roles;     /* any of them, where a sign-in is needed */
  gboolean          (*run) (ZmCommand  *command,
                            GError    **error);
  const GOptionEntry *options;   /* NULL for none */
  const char         *help;      /* untranslated */
  gboolean            desktop;   /* asks the desktop for something, and has no secret */
} ZmVerb;

/* Takes the verb's words off the front of words. NULL if there is none of that name. */
const ZmVerb *zm_verb_find       (char ***words);
/* The lines of --help. */
char         *zm_verb_list       (void);

G_END_DECLS
