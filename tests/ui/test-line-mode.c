#include "tests/scratch.h"
#include "tests/ui/screen.h"
#include "ui/choices.h"
#include "ui/line-mode.h"

#define N_PORTS  3
#define PATIENCE 5000 /* ms */

typedef struct {
  Scratch      scratch;
  ZmStation   *station;
  ZmPlace     *places[N_PORTS];
  ZmBenchPort *ports[N_PORTS];
  GListStore  *list;
  GtkWidget   *entry;
  GtkWindow   *window;
  ZmLineMode  *line;
  ZmBenchPort *shown;
  guint        n_changes;
} Fixture;

static void
bring_cb (Fixture     *fixture,
          ZmBenchPort *port)
{
  fixture->shown = port;
  zm_line_mode_note_shown (fixture->line, port, FALSE);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *guides = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *directory = NULL;
  g_autoptr(GError) error = NULL;

  scratch_set_up (&fixture->scratch, NULL);
  directory = scratch_build (&fixture->scratch, "station");
  fixture->station = zm_station_create (directory, "desk-1", &error);
  g_assert_no_error (error);
  fixture->list = g_list_store_new (ZM_TYPE_BENCH_PORT);
  for (guint i = 0; i < N_PORTS; i++)
    {
      fixture->places[i] = zm_place_new ("usb:1-1", "1-1", "Port");
      fixture->ports[i] = zm_bench_port_new (fixture->station, fixture->places[i]);
      g_list_store_append (fixture->list, fixture->ports[i]);
    }
  fixture->entry = gtk_entry_new ();
  gtk_box_append (GTK_BOX (guides), fixture->entry);
  fixture->window = show_in_window (guides);
  gtk_root_set_focus (GTK_ROOT (fixture->window), NULL);

  zm_choices_set ("provision", "line-mode", "yes");
  fixture->line = zm_line_mode_new (G_LIST_MODEL (fixture->list), guides);
  g_signal_connect_swapped (fixture->line, "bring", G_CALLBACK (bring_cb), fixture);
  g_signal_connect_swapped (fixture->line, "changed", G_CALLBACK (count_cb), &fixture->n_changes);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  settle ();
  g_assert_finalize_object (G_OBJECT (fixture->line));
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (G_OBJECT (fixture->list));
  for (guint i = 0; i < N_PORTS; i++)
    {
      g_assert_finalize_object (G_OBJECT (fixture->ports[i]));
      g_assert_finalize_object (G_OBJECT (fixture->places[i]));
    }
  g_assert_finalize_object (G_OBJECT (fixture->station));
  scratch_tear_down (&fixture->scratch, NULL);
}

static void
attach (Fixture *fixture,
        guint    index)
{
  zm_place_attach (fixture->places[index], NULL, NULL);
  spin (10);
}

static void
assert_shown (Fixture *fixture,
              guint    index)
{
  g_assert_true (fixture->shown == fixture->ports[index]);
}

static void
test_follows (Fixture       *fixture,
              gconstpointer  data)
{
  spin (10);
  assert_shown (fixture, 0);
  attach (fixture, 1);
  assert_shown (fixture, 1);
  attach (fixture, 0);
  assert_shown (fixture, 1);
  zm_place_detach (fixture->places[1]);
  spin (10);
  assert_shown (fixture, 0);
}

static void
test_off (Fixture       *fixture,
          gconstpointer  data)
{
  guint before;

  zm_line_mode_set_on (fixture->line, FALSE);
  spin (10);
  before = fixture->n_changes;
  attach (fixture, 1);
  g_assert_null (fixture->shown);
  g_assert_cmpuint (fixture->n_changes, >, before);

  zm_line_mode_set_on (fixture->line, TRUE);
  spin (10);
  assert_shown (fixture, 1);
}

static void
test_remembered (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(ZmLineMode) other = NULL;
  g_autoptr(ZmLineMode) another = NULL;

  g_assert_true (zm_line_mode_is_on (fixture->line));
  zm_line_mode_set_on (fixture->line, FALSE);
  other = zm_line_mode_new (G_LIST_MODEL (fixture->list), fixture->entry);
  g_assert_false (zm_line_mode_is_on (other));
  zm_line_mode_set_on (fixture->line, TRUE);
  another = zm_line_mode_new (G_LIST_MODEL (fixture->list), fixture->entry);
  g_assert_true (zm_line_mode_is_on (another));
  zm_choices_flush ();
}

/* A field with nothing in it keeps nobody. */
static void
test_typing (Fixture       *fixture,
             gconstpointer  data)
{
  spin (10);
  assert_shown (fixture, 0);
  gtk_widget_grab_focus (fixture->entry);
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "AB");
  attach (fixture, 1);
  assert_shown (fixture, 0);
  g_assert_false (zm_line_mode_admit (fixture->line, fixture->ports[1]));

  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "");
  g_assert_true (zm_line_mode_admit (fixture->line, fixture->ports[1]));
  for (guint i = 0; i < PATIENCE && fixture->shown != fixture->ports[1]; i++)
    spin (1);
  assert_shown (fixture, 1);
}

/* Until it needs something else, or the person begins with another one. */
static void
test_chosen_by_hand (Fixture       *fixture,
                     gconstpointer  data)
{
  spin (10);
  zm_line_mode_note_shown (fixture->line, fixture->ports[2], TRUE);
  fixture->shown = fixture->ports[2];
  attach (fixture, 1);
  assert_shown (fixture, 2);

  g_assert_true (zm_line_mode_admit (fixture->line, fixture->ports[0]));
  attach (fixture, 0);
  g_assert_true (fixture->shown != fixture->ports[2]);
}

static void
test_dialog (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *dialog = GTK_WINDOW (gtk_window_new ());

  spin (10);
  gtk_window_set_modal (dialog, TRUE);
  gtk_window_present (dialog);
  attach (fixture, 1);
  assert_shown (fixture, 0);
  gtk_window_destroy (dialog);
  for (guint i = 0; i < PATIENCE && fixture->shown != fixture->ports[1]; i++)
    spin (1);
  assert_shown (fixture, 1);
}

static void
test_places_leave (Fixture       *fixture,
                   gconstpointer  data)
{
  attach (fixture, 1);
  assert_shown (fixture, 1);
  g_list_store_remove (fixture->list, 1);
  zm_line_mode_note_shown (fixture->line, NULL, FALSE);
  attach (fixture, 2);
  assert_shown (fixture, 2);
}

#define ADD(name, function) \
  g_test_add ("/line-mode/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("follows", test_follows);
  ADD ("off", test_off);
  ADD ("remembered", test_remembered);
  ADD ("typing", test_typing);
  ADD ("by-hand", test_chosen_by_hand);
  ADD ("dialog", test_dialog);
  ADD ("leave", test_places_leave);

  return g_test_run ();
}
