#include "config.h"

#include "ui/tick-words.h"

#include <glib/gi18n.h>

G_DEFINE_ENUM_TYPE (ZmTickWords, zm_tick_words,
                    G_DEFINE_ENUM_VALUE (ZM_TICK_WORDS_GUARD, "guard"),
                    G_DEFINE_ENUM_VALUE (ZM_TICK_WORDS_CLOCK, "clock"),
                    G_DEFINE_ENUM_VALUE (ZM_TICK_WORDS_STEP, "step"),
                    G_DEFINE_ENUM_VALUE (ZM_TICK_WORDS_TEST, "test"))

static const struct {
  const char *context;
  const char *words[4];
} sayings[] = {
  [ZM_TICK_WORDS_GUARD] = { "comparison",
                            { NC_ ("comparison", "Waiting"), NC_ ("comparison", "Agrees"),
                              NC_ ("comparison", "Differs"), NC_ ("comparison", "Not scanned") } },
  [ZM_TICK_WORDS_CLOCK] = { "clock",
                            { NC_ ("clock", "Waiting"), NC_ ("clock", "Right"),
                              NC_ ("clock", "Wrong"), NC_ ("clock", "Not known") } },
  [ZM_TICK_WORDS_STEP] = { "step",
                           { NC_ ("step", "Waiting"), NC_ ("step", "Done"),
                             NC_ ("step", "Failed"), NC_ ("step", "Not reported") } },
  [ZM_TICK_WORDS_TEST] = { "test",
                           { NC_ ("test", "Waiting"), NC_ ("test", "Passed"),
                             NC_ ("test", "Failed"), NC_ ("test", "Not known") } },
};

const char *
zm_tick_words_say (ZmTickWords words,
                   ZmTickState state)
{
  g_return_val_if_fail ((gsize) words < G_N_ELEMENTS (sayings), NULL);
  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (sayings[0].words), NULL);

  return g_dpgettext2 (NULL, sayings[words].context, sayings[words].words[state]);
}

ZmBadgeKind
zm_tick_words_kind (ZmTickState state)
{
  switch (state)
    {
    case ZM_TICK_PENDING:
      return ZM_BADGE_WAITING;
    case ZM_TICK_GOOD:
      return ZM_BADGE_GOOD;
    case ZM_TICK_BAD:
      return ZM_BADGE_BAD;
    case ZM_TICK_UNKNOWN:
    default:
      return ZM_BADGE_ABSENT;
    }
}
