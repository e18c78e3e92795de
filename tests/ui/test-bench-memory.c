#include "ui/bench-memory.h"

static void
test_arrival (void)
{
  ZmBenchMemory memory = { 0 };

  zm_bench_memory_note_plug (&memory, TRUE);
  g_assert_true (memory.arrived);
  zm_bench_memory_note_run (&memory, NULL);
  g_assert_false (memory.arrived);
  zm_bench_memory_note_plug (&memory, FALSE);
  g_assert_false (memory.arrived);
  zm_bench_memory_note_plug (&memory, TRUE);
  zm_bench_memory_note_resume (&memory, "session", FALSE);
  g_assert_false (memory.arrived);
  zm_bench_memory_clear (&memory);
}

/* A plug that bounces is not the one that was there before. */
static void
test_stay (void)
{
  ZmBenchMemory memory = { 0 };

  zm_bench_memory_note_plug (&memory, TRUE);
  zm_bench_memory_note_resume (&memory, "session", TRUE);
  g_assert_true (zm_bench_memory_has_stayed (&memory));
  zm_bench_memory_note_plug (&memory, FALSE);
  zm_bench_memory_note_plug (&memory, TRUE);
  g_assert_false (zm_bench_memory_has_stayed (&memory));
  zm_bench_memory_note_resume (&memory, memory.resumed, TRUE);
  g_assert_true (zm_bench_memory_has_stayed (&memory));
  g_assert_cmpstr (memory.resumed, ==, "session");
  zm_bench_memory_clear (&memory);
}

static void
test_begin (void)
{
  ZmBenchMemory memory = { 0 };

  zm_bench_memory_note_resume (&memory, "session", TRUE);
  zm_bench_memory_note_begin (&memory);
  g_assert_null (memory.resumed);
  g_assert_false (memory.unasked);
  zm_bench_memory_note_run (&memory, "ticket");
  g_assert_cmpstr (memory.ticket, ==, "ticket");
  zm_bench_memory_note_run (&memory, NULL);
  g_assert_null (memory.ticket);
}

static void
test_wait (void)
{
  ZmBenchMemory memory = { 0 };

  zm_bench_memory_note_wait (&memory);
  g_assert_true (memory.awaited);
  zm_bench_memory_note_plug (&memory, TRUE);
  g_assert_true (memory.awaited);
  zm_bench_memory_note_begin (&memory);
  g_assert_false (memory.awaited);
  zm_bench_memory_note_wait (&memory);
  zm_bench_memory_note_done (&memory, NULL);
  g_assert_false (memory.awaited);
}

static void
test_done (void)
{
  ZmBenchMemory memory = { 0 };

  zm_bench_memory_note_done (&memory, "DEV-014");
  g_assert_cmpstr (memory.done, ==, "DEV-014");
  zm_bench_memory_note_done (&memory, NULL);
  g_assert_null (memory.done);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/bench-memory/arrival", test_arrival);
  g_test_add_func ("/ui/bench-memory/stay", test_stay);
  g_test_add_func ("/ui/bench-memory/begin", test_begin);
  g_test_add_func ("/ui/bench-memory/wait", test_wait);
  g_test_add_func ("/ui/bench-memory/done", test_done);

  return g_test_run ();
}
