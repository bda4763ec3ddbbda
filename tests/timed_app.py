"""The app with an event loop that tells how long it was busy at a stretch, as processor time of its thread.

    python timed_app.py REPORT [arguments of stacktui]

REPORT gets JSON at the end: how many steps the loop took, and those that took longer than ``TELL_MS`` with what they
were and where they spent it, the longest first.
"""

from __future__ import annotations

import asyncio.events
import gc
import json
import sys
import threading
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TELL_MS = 20.0
SAMPLE_SECONDS = 0.004
SAMPLED_AFTER_MS = 8.0
DEPTH = 9
"""Innermost calls of a sample that are told."""


@dataclass
class Step:
    """One callback of the loop."""

    begun: float
    """Processor time of the thread when it began, in seconds."""
    what: str = ""
    took_ms: float = 0.0
    collecting_ms: float = 0.0
    samples: Counter[str] = field(default_factory=Counter)


class Watch:
    """Measures each callback, and looks from another thread at what the long ones do."""

    def __init__(self) -> None:
        self.count = 0
        self.long: list[Step] = []
        self._running: Step | None = None
        self._thread = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._thread)
        self._collected = 0.0

    def begin(self) -> None:
        """Take the place of the loop's own way to run a callback."""
        run = asyncio.events.Handle._run

        def measured(handle: asyncio.events.Handle) -> None:
            if threading.get_ident() != self._thread:
                run(handle)
                return
            step = self._running = Step(time.thread_time())
            run(handle)
            self._running = None
            self.count += 1
            step.took_ms = 1000 * (time.thread_time() - step.begun)
            if step.took_ms >= TELL_MS:
                step.what = repr(handle)
                self.long.append(step)

        asyncio.events.Handle._run = measured  # type: ignore[method-assign]
        gc.callbacks.append(self._garbage)
        threading.Thread(target=self._look, daemon=True).start()

    def _garbage(self, phase: str, info: dict[str, Any]) -> None:
        if threading.get_ident() != self._thread:
            return
        if phase == "start":
            self._collected = time.thread_time()
        elif self._running is not None:
            self._running.collecting_ms += 1000 * (time.thread_time() - self._collected)

    def _look(self) -> None:
        while True:
            time.sleep(SAMPLE_SECONDS)
            step = self._running
            if step and 1000 * (time.clock_gettime(self._clock) - step.begun) > SAMPLED_AFTER_MS:
                frame = sys._current_frames().get(self._thread)
                stack = traceback.extract_stack(frame)[-DEPTH:]
                step.samples[" > ".join(f"{Path(at.filename).stem}.{at.name}:{at.lineno}" for at in stack)] += 1

    def report(self) -> dict[str, Any]:
        """What was found."""
        long = sorted(self.long, key=lambda step: -step.took_ms)
        return {
            "steps": self.count,
            "long": [
                {
                    "ms": round(step.took_ms, 1),
                    "collecting_ms": round(step.collecting_ms, 1),
                    "what": step.what,
                    "samples": step.samples.most_common(4),
                }
                for step in long[:60]
            ],
        }


if __name__ == "__main__":
    from stacktui.__main__ import main

    watch = Watch()
    watch.begin()
    code = main(sys.argv[2:])
    Path(sys.argv[1]).write_text(json.dumps(watch.report()), encoding="utf-8")
    sys.exit(code)
