"""A process that works on a run and is killed in the middle of it: `python -m tests.foods.importing.worker RUN HOW`.

HOW: `between` two batches, or `inside` the transaction of the second one, when all of it but the last line is written.
"""

import os
import signal
import sys


def main(run_id: int, how: str) -> None:
    import django

    django.setup()
    from foods.importing import working
    from tests.foods.importing.streams import BATCH, MIXED, reader

    def die(*args: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    class Dying(working.Work):
        batches = 0

        def _hold(self, counts) -> None:
            self.batches += 1
            super()._hold(counts)
            if how == "inside" and self.batches == 2:
                die()

    def at(place: int) -> None:
        if how == "between" and place == 2 * BATCH + 2:
            die()

    Dying(run_id, batch=BATCH, read=reader(MIXED, each=at)).do()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
