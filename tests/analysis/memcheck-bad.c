/* What memcheck must find, so that its silence means something. */

#include <stdlib.h>

static void __attribute__ ((noinline))
lose_memory (void)
{
  char *volatile lost = malloc (1000);

  lost = NULL;
  (void) lost;
}

int
main (void)
{
  volatile char *unwritten = malloc (1);
  int answer = 0;

  lose_memory ();
  if (*unwritten == 'a')
    answer = 1;
  free ((char *) unwritten);
  return answer;
}
