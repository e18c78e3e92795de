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
/* Whether several verbs begin with this word: "device". */
gboolean      zm_verb_is_group   (const char   *word);
/* The lines of --help; group: of these verbs only, NULL: of all. */
char         *zm_verb_list       (const char   *group);

G_END_DECLS
