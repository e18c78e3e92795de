#include "app/station/line.h"

#define NOW (100 * G_TIME_SPAN_SECOND)

/* A place by one letter: empty, scan, soon, work, ask, stand (!), done; a digit after it says since how
 * many seconds. */
static guint
read_places (const char  *text,
             ZmLinePlace  places[])
{
  static const char letters[] = { 'e', 's', 'n', 'w', 'a', '!', 'd' };
  guint count = 0;

  for (; *text != '\0'; text++)
    {
      if (g_ascii_isdigit (*text))
        {
          places[count - 1].since = NOW - (*text - '0') * G_TIME_SPAN_SECOND;
          continue;
        }
      for (guint need = 0; need < G_N_ELEMENTS (letters); need++)
        {
          if (letters[need] == *text)
            places[count] = (ZmLinePlace) { .need = need, .since = NOW }
          ;
        }
      count++;
    }

  return count;
}

static void
assert_front (const char *text,
              guint       front,
              gboolean    held,
              guint       expected)
{
  ZmLinePlace places[16];
  guint count = read_places (text, places);

  g_test_message ("%s, at %u", text, front);
  g_assert_cmpuint (zm_line_find_front (places, count, front, held, NOW), ==, expected);
}

static void
test_asked_first (void)
{
  assert_front ("wsa", 0, FALSE, 2);
  assert_front ("wa1a5a3", 0, FALSE, 2);
  assert_front ("da", 0, FALSE, 1);
  assert_front ("sa", 0, FALSE, 1);
  assert_front ("ea", 0, FALSE, 1);
}

/* Whoever is before the screen is looked at until they are through. */
static void
test_nothing_is_taken_away (void)
{
  assert_front ("a1a9", 0, FALSE, 0);
  assert_front ("!a", 0, FALSE, 0);
  assert_front ("!s", 0, FALSE, 0);
  assert_front ("sa", 0, TRUE, 0);
  assert_front ("wa", 0, TRUE, 0);
}

static void
test_who_asks_soon_is_waited_for (void)
{
  assert_front ("n1a9", 0, FALSE, 0);
  assert_front ("n2s", 0, FALSE, 0);
  assert_front ("n3a9", 0, FALSE, 1);
  assert_front ("n9s", 0, FALSE, 1);
}

static void
test_next_code (void)
{
  assert_front ("wss", 0, FALSE, 1);
  assert_front ("sws", 1, FALSE, 2);
  assert_front ("sew", 2, FALSE, 0);
  assert_front ("des", 0, FALSE, 2);
  assert_front ("ss", 1, FALSE, 1);
}

/* What failed, and what is done, wait at their tiles. */
static void
test_nobody_is_needed (void)
{
  assert_front ("w!d", 0, FALSE, 0);
  assert_front ("d!w", 0, FALSE, 0);
  assert_front ("d", 0, FALSE, 0);
  assert_front ("e!", 0, FALSE, 0);
}

static void
test_nobody_is_there (void)
{
  assert_front ("", ZM_LINE_NOBODY, FALSE, ZM_LINE_NOBODY);
  assert_front ("e", ZM_LINE_NOBODY, FALSE, 0);
  assert_front ("ws", ZM_LINE_NOBODY, TRUE, 1);
}

/* Another scan leaves whatever a person is not asked about. */
static void
test_may_leave (void)
{
  const struct {
    const char *text;
    gboolean    may;
  } cases[] = {
    { "e", TRUE }, { "s", TRUE }, { "w", TRUE }, { "!", TRUE }, { "d", TRUE },
    { "a9", FALSE }, { "n1", FALSE }, { "n3", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ZmLinePlace place[1];

      read_places (cases[i].text, place);
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (zm_line_may_leave (place, NOW), ==, cases[i].may);
    }
}

static void
test_judge (void)
{
  const struct {
    ZmLineFacts facts;
    ZmLineNeed  need;
  } cases[] = {
    { { 0 }, ZM_LINE_EMPTY },
    { { .attached = TRUE, .usable = TRUE }, ZM_LINE_SCAN },
    { { .attached = TRUE }, ZM_LINE_STAND },
    { { .attached = TRUE, .usable = TRUE, .busy = TRUE }, ZM_LINE_WORK },
    { { .has_session = TRUE, .running = TRUE, .question = ZM_QUESTION_NUMBER }, ZM_LINE_ASK },
    { { .has_session = TRUE, .running = TRUE, .state = ZM_SESSION_PAIRED }, ZM_LINE_SOON },
    { { .has_session = TRUE, .running = TRUE, .state = ZM_SESSION_REQUESTED }, ZM_LINE_SOON },
    { { .has_session = TRUE, .running = TRUE, .state = ZM_SESSION_APPROVED }, ZM_LINE_WORK },
    { { .has_session = TRUE, .running = TRUE, .state = ZM_SESSION_INSTALLED }, ZM_LINE_WORK },
    { { .has_session = TRUE, .busy = TRUE, .failed = TRUE }, ZM_LINE_WORK },
    { { .has_session = TRUE, .failed = TRUE, .state = ZM_SESSION_ISSUED }, ZM_LINE_STAND },
    { { .has_session = TRUE, .failed = TRUE, .state = ZM_SESSION_FAILED }, ZM_LINE_STAND },
    { { .has_session = TRUE, .state = ZM_SESSION_VERIFIED }, ZM_LINE_DONE },
    { { .has_session = TRUE, .state = ZM_SESSION_FAILED }, ZM_LINE_DONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (zm_line_judge (&cases[i].facts), ==, cases[i].need);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/line/judge", test_judge);
  g_test_add_func ("/line/asked-first", test_asked_first);
  g_test_add_func ("/line/nothing-taken-away", test_nothing_is_taken_away);
  g_test_add_func ("/line/soon", test_who_asks_soon_is_waited_for);
  g_test_add_func ("/line/next-code", test_next_code);
  g_test_add_func ("/line/nobody-needed", test_nobody_is_needed);
  g_test_add_func ("/line/nobody-there", test_nobody_is_there);
  g_test_add_func ("/line/may-leave", test_may_leave);

  return g_test_run ();
}
