#include "config.h"

#include "ui/tick-words.h"

#include <glib/gi18n.h>

G_DEFINE_ENUM_TYPE (ZmTickWords, zm_tick_words,
                    G_DEFINE_ENUM_VALUE (ZM_TICK_WORDS_GUARD, "guard"),
                    G_DEFINE_ENUM_VALUE (ZM_TICK_WORDS_CLOCK, "clock"),
                    G_DEFINE_ENUM_VALUE (ZM_TICK_WORDS_STEP, "step"),
                    G_DEFINE_ENUM_VALUE (ZM_TICK_WORDS_TEST, "test"))

static const char *const sayings[][4] = {
  [ZM_TICK_WORDS_GUARD] = { N_("Waiting"), N_("Agrees"), N_("Differs"), N_("Not scanned") },
  [ZM_TICK_WORDS_CLOCK] = { N_("Waiting"), N_("Right"), N_("Wrong"), N_("Not known") },
  [ZM_TICK_WORDS_STEP] = { N_("Waiting"), N_("Done"), N_("Failed"), N_("Not reported") },
  [ZM_TICK_WORDS_TEST] = { N_("Waiting"), N_("Passed"), N_("Failed"), N_("Not known") },
};

const char *
zm_tick_words_say (ZmTickWords words,
                   ZmTickState state)
{
  g_return_val_if_fail ((gsize) words < G_N_ELEMENTS (sayings), NULL);
  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (sayings[0]), NULL);

  return _(sayings[words][state]);
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
      return ZM_BADGE_UNKNOWN;
    }
}
