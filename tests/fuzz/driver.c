#include "app/base/file.h"
#include "tests/fuzz/fuzz.h"

/* fuzz-NAME DIRECTORY: every file of a corpus once, in the order of their names, without libFuzzer:
 * what a fuzzer once found interesting, or found at fault, is tried in every build. */

int LLVMFuzzerInitialize (int    *argc,
                          char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

#define INPUT_MAX (1024 * 1024) /* bytes */

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_files (const char *directory)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) listing = g_dir_open (directory, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (listing)) != NULL)
    g_ptr_array_add (paths, g_build_filename (directory, name, NULL));
  g_ptr_array_sort (paths, compare_paths);

  return paths;
}

static void
run_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) input = zm_file_read (path, INPUT_MAX, &error);
  gsize size;
  const guint8 *data;

  g_assert_no_error (error);
  data = g_bytes_get_data (input, &size);
  LLVMFuzzerTestOneInput (data, size);
}

static void
test_corpus (gconstpointer directory)
{
  g_autoptr(GPtrArray) paths = list_files (directory);

  g_assert_cmpuint (paths->len, >, 0);
  for (guint i = 0; i < paths->len; i++)
    {
      /* The last of these lines names the input of a crash. */
      g_test_message ("%s", (const char *) g_ptr_array_index (paths, i));
      run_file (g_ptr_array_index (paths, i));
    }
  g_test_message ("%u inputs", paths->len);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  LLVMFuzzerInitialize (&argc, &argv);
  g_test_add_data_func ("/fuzz/corpus", argv[1], test_corpus);

  return g_test_run ();
}
