#include "app/base/error.h"
#include "app/signer/delays.h"
#include "app/signer/rate.h"
#include "app/signer/tokens.h"
#include "app/signer/window.h"

#include <string.h>

#define NOON (G_GINT64_CONSTANT (1767268800) * ZM_INSTANT_SECOND)
#define UID  1000

static void
assert_window (const ZmWindow *window,
               ZmInstant       now,
               const char     *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (zm_window_check (window, now, &error), ==, check == NULL);
  if (check == NULL)
    g_assert_no_error (error);
  else
    g_assert_cmpstr (zm_error_get_check (error), ==, check);
  g_assert_cmpint (zm_window_is_open (window, now), ==, check == NULL);
}

static void
test_window (void)
{
  ZmWindow window = { 0 };

  assert_window (&window, NOON, "window.closed");
  window = (ZmWindow) { .id = 7, .devices = 2, .until = NOON + ZM_INSTANT_MINUTE };
  assert_window (&window, NOON, NULL);
  g_assert_cmpuint (zm_window_get_left (&window, NOON), ==, 2);
  assert_window (&window, window.until - 1, NULL);
  assert_window (&window, window.until, "window.expired");
  g_assert_cmpuint (zm_window_get_left (&window, window.until), ==, 0);
  window.used = 1;
  assert_window (&window, NOON, NULL);
  window.used = 2;
  assert_window (&window, NOON, "window.full");
  window.closed = TRUE;
  assert_window (&window, NOON, "window.closed");
}

static void
test_rate (void)
{
  g_autoptr(GError) error = NULL;
  ZmRate rate = { { 0 } };

  for (guint i = 0; i < ZM_RATE_LIMIT; i++)
    {
      g_assert_true (zm_rate_check (&rate, NOON + i, NULL));
      zm_rate_count (&rate, NOON + i);
    }

  g_assert_false (zm_rate_check (&rate, NOON + ZM_RATE_LIMIT, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "rate.exceeded");
  g_assert_false (zm_rate_check (&rate, NOON + ZM_INSTANT_HOUR - 1, NULL));
  g_assert_true (zm_rate_check (&rate, NOON + ZM_INSTANT_HOUR, NULL));
  zm_rate_count (&rate, NOON + ZM_INSTANT_HOUR);
  g_assert_false (zm_rate_check (&rate, NOON + ZM_INSTANT_HOUR, NULL));
}

/* Entries of a clock that was a year ahead must not stop the desk for a year. */
static void
test_rate_forgives_the_future (void)
{
  ZmRate rate = { { 0 } };

  for (guint i = 0; i < ZM_RATE_LIMIT; i++)
    zm_rate_count (&rate, NOON + 365 * ZM_INSTANT_DAY);

  g_assert_true (zm_rate_check (&rate, NOON, NULL));
}

static ZmDelays *
make_delays (void)
{
  g_autoptr(ZmSecret) pepper = zm_secret_new (32);

  return zm_delays_new (pepper);
}

static void
test_delays_grow (void)
{
  static const guint expected[] = { 0, 0, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900 };
  g_autoptr(ZmDelays) delays = make_delays ();
  gint64 now = 5 * ZM_INSTANT_SECOND;

  g_assert_cmpuint (zm_delays_get_seconds (delays, 3, now), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      zm_delays_count_failure (delays, 3, now);
      g_assert_cmpuint (zm_delays_get_seconds (delays, 3, now), ==, expected[i]);
    }
  g_assert_cmpuint (zm_delays_get_seconds (delays, 4, now), ==, 0);
  g_assert_cmpuint (zm_delays_get_seconds (delays, 3, now + 899 * ZM_INSTANT_SECOND + 1), ==, 1);
  g_assert_cmpuint (zm_delays_get_seconds (delays, 3, now + 900 * ZM_INSTANT_SECOND), ==, 0);
}

static void
test_delays_forget (void)
{
  g_autoptr(ZmDelays) delays = make_delays ();
  gint64 quarter = 15 * ZM_INSTANT_MINUTE;

  for (guint i = 0; i < 4; i++)
    zm_delays_count_failure (delays, 0, -10 * ZM_INSTANT_HOUR);
  zm_delays_count_failure (delays, 0, -10 * ZM_INSTANT_HOUR + 2 * quarter);
  g_assert_cmpuint (zm_delays_get_seconds (delays, 0, -10 * ZM_INSTANT_HOUR + 2 * quarter), ==, 4);
  zm_delays_count_failure (delays, 0, 0);
  g_assert_cmpuint (zm_delays_get_seconds (delays, 0, 0), ==, 0);
}

static void
test_delays_hide_names (void)
{
  g_autoptr(ZmSecret) pepper = zm_secret_new_copy ("another pepper, thirty-two bytes", 32);
  g_autoptr(ZmDelays) delays = make_delays ();
  g_autoptr(ZmDelays) others = zm_delays_new (pepper);
  guint different = 0;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("operator-%u", i);
      guint bucket = zm_delays_find_bucket (delays, name);

      g_assert_cmpuint (bucket, <, ZM_DELAYS_BUCKETS);
      g_assert_cmpuint (bucket, ==, zm_delays_find_bucket (delays, name));
      different += bucket != zm_delays_find_bucket (others, name);
    }

  g_assert_cmpuint (different, >, 50);
}

static const ZmToken *
use (ZmTokens   *tokens,
     const char *hex,
     uid_t       peer,
     gint64      running,
     const char *check)
{
  g_autoptr(GError) error = NULL;
  const ZmToken *token = zm_tokens_use (tokens, hex, peer, running, &error);

  if (check == NULL)
    g_assert_nonnull (token);
  else
    {
      g_assert_null (token);
      g_assert_true (zm_error_matches (error, ZM_ERROR_DENIED));
      g_assert_cmpstr (zm_error_get_check (error), ==, check);
    }

  return token;
}

static void
test_tokens_are_personal (void)
{
  g_autoptr(ZmTokens) tokens = zm_tokens_new ();
  g_autofree char *first = zm_tokens_begin (tokens, "mkeller", ZM_ROLE_TECHNICIAN, UID, 0);
  g_autofree char *second = zm_tokens_begin (tokens, "admin", ZM_ROLE_ADMINISTRATOR, UID, 0);

  g_assert_cmpuint (strlen (first), ==, 2 * ZM_TOKENS_LENGTH);
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpstr (use (tokens, first, UID, 1, NULL)->operator, ==, "mkeller");
  g_assert_cmpint (use (tokens, second, UID, 1, NULL)->role, ==, ZM_ROLE_ADMINISTRATOR);
  use (tokens, NULL, UID, 1, "sign-in.missing");
  use (tokens, first, UID + 1, 1, "sign-in.expired");
  use (tokens, "00000000000000000000000000000000", UID, 1, "sign-in.expired");
  use (tokens, "0000", UID, 1, "sign-in.expired");
  zm_tokens_end (tokens, first);
  use (tokens, first, UID, 1, "sign-in.expired");
  zm_tokens_end_operator (tokens, "admin");
  use (tokens, second, UID, 1, "sign-in.expired");
}

static void
test_tokens_end (void)
{
  g_autoptr(ZmTokens) tokens = zm_tokens_new ();
  g_autofree char *idle = zm_tokens_begin (tokens, "idle", ZM_ROLE_TECHNICIAN, UID, 0);
  g_autofree char *busy = zm_tokens_begin (tokens, "busy", ZM_ROLE_TECHNICIAN, UID, 0);
  gint64 step = ZM_TOKENS_IDLE * ZM_INSTANT_SECOND - 1;
  gint64 life = ZM_TOKENS_LIFE * ZM_INSTANT_SECOND;

  for (gint64 now = step; now < life; now += step)
    use (tokens, busy, UID, now, NULL);
  use (tokens, busy, UID, life, "sign-in.expired");
  use (tokens, idle, UID, step + 1, "sign-in.expired");
}

static void
test_tokens_give_way (void)
{
  g_autoptr(ZmTokens) tokens = zm_tokens_new ();
  g_autofree char *first = zm_tokens_begin (tokens, "first", ZM_ROLE_TECHNICIAN, UID, 0);
  g_autofree char *second = zm_tokens_begin (tokens, "second", ZM_ROLE_TECHNICIAN, UID, 1);

  for (guint i = 2; i < ZM_TOKENS_MAX; i++)
    g_free (zm_tokens_begin (tokens, "other", ZM_ROLE_TECHNICIAN, UID, i));
  use (tokens, first, UID, ZM_TOKENS_MAX, NULL);
  g_free (zm_tokens_begin (tokens, "one more", ZM_ROLE_TECHNICIAN, UID, ZM_TOKENS_MAX));
  use (tokens, first, UID, ZM_TOKENS_MAX, NULL);
  use (tokens, second, UID, ZM_TOKENS_MAX, "sign-in.expired");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/window/bounds", test_window);
  g_test_add_func ("/rate/hour", test_rate);
  g_test_add_func ("/rate/future", test_rate_forgives_the_future);
  g_test_add_func ("/delays/grow", test_delays_grow);
  g_test_add_func ("/delays/forget", test_delays_forget);
  g_test_add_func ("/delays/names", test_delays_hide_names);
  g_test_add_func ("/tokens/personal", test_tokens_are_personal);
  g_test_add_func ("/tokens/end", test_tokens_end);
  g_test_add_func ("/tokens/give-way", test_tokens_give_way);

  return g_test_run ();
}
